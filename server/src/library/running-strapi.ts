import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../core/errors';

/** The app that this process runs. Throws `strapi_missing` outside of one. */
export function runningStrapi(): Core.Strapi {
  const { strapi } = globalThis as { strapi?: Core.Strapi };
  if (strapi?.plugin('keepsake')) return strapi;
  throw new KeepsakeError('strapi_missing', 'There is no Strapi app with Keepsake in this process.', {
    hint: 'Use the library in code of the app, after it has booted; elsewhere use the command line or the API.',
  });
}
