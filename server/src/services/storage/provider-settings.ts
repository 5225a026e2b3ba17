import type { Core } from '@strapi/strapi';

import type { UploadProviderSettings } from './make-upload-provider';

/**
 * The settings of a provider; `upload` stands for those of the app's media library. They make an instance of our own
 * all the same: the app's may be public or behind a CDN.
 */
export function providerSettings(
  strapi: Core.Strapi,
  { provider, providerOptions, actionOptions }: UploadProviderSettings,
): UploadProviderSettings {
  if (provider !== 'upload') return { provider, providerOptions, actionOptions };
  const uploads = strapi.config.get('plugin::upload') as Partial<UploadProviderSettings>;
  return {
    provider: uploads.provider ?? 'local',
    providerOptions: uploads.providerOptions ?? {},
    actionOptions: uploads.actionOptions ?? {},
  };
}
