import { z } from 'zod';

import { byteSize } from './byte-size';

/** Given to the provider as they are; what they mean is the provider's. */
const options = z.record(z.string(), z.unknown()).default({});
const actions = z.record(z.string(), z.record(z.string(), z.unknown())).default({});

const prefix = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'may hold lower-case letters, digits and single hyphens')
  .max(32);

/** `storage` of the settings; docs/storage.md has examples for each provider. */
export const storage = z
  .strictObject({
    /**
     * `private`: a folder of the app that no web server reaches. `upload`: where the app's own media library is, with
     * the settings of the upload plugin. Anything else: an upload provider with the options below, as
     * `@strapi/provider-upload-<name>` or as the name of a package.
     */
    provider: z.string().min(1).default('private'),
    /** Folder of the private storage; relative to the app. The generated secret lies there with any provider. */
    directory: z.string().min(1).default('.keepsake'),
    /** First part of every object's name, and its folder in a bucket: for several sites in one place. */
    prefix: prefix.default('keepsake'),
    /** As the upload plugin's `providerOptions`; only with a provider of one's own. */
    providerOptions: options,
    /** As the upload plugin's `actionOptions`; only with a provider of one's own. */
    actionOptions: actions,
    /** The most that all backups together may take: bytes, or a text such as `10GB`. Default: no limit. */
    quota: byteSize.optional(),
    /** A second storage, elsewhere: for the backups that ask for it (`is_cloud_backup`). */
    cloud: z
      .strictObject({
        provider: z.string().min(1),
        /** Default: the prefix above. */
        prefix: prefix.optional(),
        providerOptions: options,
        actionOptions: actions,
        quota: byteSize.optional(),
      })
      .refine(({ provider }) => provider !== 'private', {
        message: 'must be an upload provider: a second folder on this server is not elsewhere',
        path: ['provider'],
      })
      .optional(),
  })
  .superRefine((settings, context) => {
    if (isSamePlace(settings))
      context.addIssue({
        code: 'custom',
        path: ['cloud'],
        message: 'is the same place as the first storage',
      });
    const { provider, providerOptions, actionOptions } = settings;
    if (provider !== 'private' && provider !== 'upload') return;
    for (const [path, given] of Object.entries({ providerOptions, actionOptions })) {
      if (Object.keys(given).length === 0) continue;
      const message =
        provider === 'upload'
          ? 'comes from the settings of the upload plugin; name a provider to have one of your own'
          : 'is for an upload provider; the private folder has none';
      context.addIssue({ code: 'custom', path: [path], message });
    }
  })
  .prefault({});

/** One repository with two records of it would take its own writes for another site's. */
function isSamePlace({ provider, prefix, providerOptions, cloud }: Settings): boolean {
  if (cloud?.provider !== provider || (cloud.prefix ?? prefix) !== prefix) return false;
  return JSON.stringify(cloud.providerOptions) === JSON.stringify(providerOptions);
}

interface Settings {
  provider: string;
  prefix: string;
  providerOptions: object;
  cloud?: { provider: string; prefix?: string | undefined; providerOptions: object } | undefined;
}
