import { z } from 'zod';

import { activity } from './activity';
import { api } from './api';
import { cron } from './cron';
import { drills } from './drills';
import { encryption } from './encryption';
import { health } from './health';
import { jobs } from './jobs';
import { limits } from './limits';
import { notifications } from './notifications';
import { projects } from './projects';
import { retention } from './retention';
import { schedules } from './schedules';
import { pdf } from './pdf';
import { storage } from './storage';
import { versions } from './versions';

/**
 * The plugin's settings, in `config/plugins` under `keepsake.config`. Every key has a default; a site without any
 * stores encrypted backups in `.keepsake/` beside the app.
 */
const schema = z.strictObject({
  activity,
  api,
  encryption,
  cleanUp: z
    .strictObject({
      /** For how long an object stays that no backup needs any more, for who still reads it; in hours. */
      graceHours: z.number().min(0).max(8760).default(24),
    })
    .prefault({}),
  exports: z
    .strictObject({
      /** For how long a finished export can be downloaded, in days. */
      keepDays: z.number().positive().max(3650).default(7),
    })
    .prefault({}),
  cron,
  drills,
  health,
  jobs,
  limits,
  notifications,
  projects,
  retention,
  schedules,
  pdf,
  storage,
  versions,
});

export type KeepsakeConfig = z.infer<typeof schema>;

/** @throws Error naming each wrong setting; Strapi then refuses to boot and shows it */
export function parseConfig(input: unknown): KeepsakeConfig {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const wrong = result.error.issues
    .flatMap((issue) => chosenIssues(issue))
    .map(({ path, message }) => `  ${path.join('.') || '(config)'}: ${message}`);
  throw new Error(`The settings of the plugin keepsake are not valid:\n${wrong.join('\n')}`);
}

/** Of a choice, what is wrong with the last one, which has the most to say. */
function chosenIssues(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  const chosen = issue.code === 'invalid_union' ? issue.errors.at(-1) : undefined;
  if (!chosen) return [issue];
  return chosen.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
}

export const config = {
  default: {},
  validator: (input: unknown) => void parseConfig(input),
};
