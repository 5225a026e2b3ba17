import { z } from 'zod';

const secret = z.string().min(20, 'must have at least 20 characters');

/** `encryption` of the settings; docs/security.md says what each choice means. */
export const encryption = z
  .union([
    /** Written out: backups are sealed under a key that everybody knows. */
    z.literal(false),
    z
      .strictObject({
        /**
         * What opens the backups: a passphrase of at least 20 characters, or 32 random bytes as `base64:…`.
         * Default: the environment variable `KEEPSAKE_SECRET`; outside production one is generated into the private folder.
         */
        secret: secret.optional(),
        /** Several, to change from one to the next: any of them opens, and `keepsake key rotate` locks under all. */
        secrets: z.array(secret).min(1, 'must name at least one').max(16, 'may name at most 16').optional(),
      })
      .refine(({ secret: one, secrets }) => one === undefined || secrets === undefined, {
        message: 'name either secret or secrets',
      }),
  ])
  .prefault({});
