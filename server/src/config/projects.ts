import { z } from 'zod';

import { MOST_STEPS, MOST_TYPE_RULES } from '../../../shared/contracts/projects';

/** Attributes with dots between them. */
const path = z
  .string()
  .regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/, 'has to be relations with dots between them, as page.site')
  .refine((value) => value.split('.').length <= MOST_STEPS, { message: `has more than ${MOST_STEPS} steps` });

/** What belongs to the root of a project: see `Follow`. */
export const follow = z.union([
  z.number().int().min(0).max(MOST_STEPS),
  z.array(z.strictObject({ uid: z.string().min(1).max(200), path })).max(MOST_TYPE_RULES),
]);

/** `projects` of the settings: a project for each entry of a content type; docs/projects.md. */
export const projects = z
  .strictObject({
    /** Uid of the entries that projects begin at, for example `api::site.site`. */
    contentType: z.string().min(1),
    /** Its relation to the end users who own it. */
    ownerField: z.string().min(1),
    /** Steps of ownership, or the content types with their ways to the root. */
    follow: follow.default(1),
    /** As in the rules of a project. */
    media: z.enum(['all', 'referenced', 'none']).default('referenced'),
  })
  .optional();

export type RootedProjects = NonNullable<z.infer<typeof projects>>;
