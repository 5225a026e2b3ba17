import { z } from 'zod';

import { storage } from './storage';

/**
 * The plugin's settings, in `config/plugins` under `keepsake.config`. Every key has a default; a site without any
 * stores encrypted backups in `.keepsake/` beside the app.
 */
const schema = z.strictObject({
  encryption: z
    .strictObject({
      /**
       * What opens the backups: a passphrase of at least 20 characters, or 32 random bytes as `base64:…`.
       * Default: the environment variable `KEEPSAKE_SECRET`; outside production one is generated into the private folder.
       */
      secret: z.string().min(20, 'must have at least 20 characters').optional(),
    })
    .default({}),
  storage,
});

export type KeepsakeConfig = z.infer<typeof schema>;

/** @throws Error naming each wrong setting; Strapi then refuses to boot and shows it */
export function parseConfig(input: unknown): KeepsakeConfig {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const wrong = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(config)'}: ${message}`,
  );
  throw new Error(`The settings of the plugin keepsake are not valid:\n${wrong.join('\n')}`);
}

export const config = {
  default: {},
  validator: (input: unknown) => void parseConfig(input),
};
