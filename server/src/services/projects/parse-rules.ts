import { z } from 'zod';

import { MOST_TYPE_RULES, RULES_BYTES } from '../../../../shared/contracts/projects';
import type { ProjectRules } from '../../../../shared/contracts/projects';
import { follow } from '../../config/projects';

/** Deeper ones are joined over and over: a query that never ends. */
const MOST_FILTER_DEPTH = 12;

const uid = z.string().min(1).max(200);
const locales = z.array(z.string().min(1).max(50)).min(1).max(200);
const filters = z.record(z.string(), z.unknown()).refine((value) => depthOf(value) <= MOST_FILTER_DEPTH, {
  message: `goes deeper than ${MOST_FILTER_DEPTH} levels`,
});

const typeRule = z.strictObject({ uid, filters: filters.optional(), locales: locales.optional() });

/** The shape of a project's rules; whether the site has what they name, `checkRules` says. */
export const projectRules: z.ZodType<ProjectRules> = z
  .strictObject({
    types: z.union([z.literal('all'), z.array(typeRule).max(MOST_TYPE_RULES)]),
    locales: locales.optional(),
    media: z.enum(['all', 'referenced', 'none']),
    users: z.boolean(),
    settings: z.boolean(),
    root: z.strictObject({ uid, documentId: z.string().min(1).max(100), follow }).optional(),
  })
  .refine(({ types }) => types === 'all' || isUnique(types.map((type) => type.uid)), {
    message: 'names a content type twice: join its filters with $or',
    path: ['types'],
  })
  .refine(({ types, root }) => types !== 'all' || !root, {
    message: 'are all content types already: a project with a root names those that come besides',
    path: ['types'],
  })
  .refine((rules) => Buffer.byteLength(JSON.stringify(rules)) <= RULES_BYTES, {
    message: `are longer than ${RULES_BYTES} bytes`,
  }) as z.ZodType<ProjectRules>;

function isUnique(values: string[]): boolean {
  return new Set(values).size === values.length;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
