import type { Core } from '@strapi/strapi';

import { pluginService } from '../plugin-service';

/** Once at boot: from then on the end of each job brings the kept result up to date. */
export function watchHealth(strapi: Core.Strapi): void {
  pluginService(strapi, 'jobs').onEnd(() => pluginService(strapi, 'health').refresh());
}
