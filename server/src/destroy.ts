import type { Core } from '@strapi/strapi';

import { pluginService } from './services/plugin-service';

/** What runs is stopped at its next safe point and given back; nothing half-written counts. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  pluginService(strapi, 'closure').stop();
  pluginService(strapi, 'streams').closeAll();
  await pluginService(strapi, 'jobs').stop();
  await pluginService(strapi, 'notifications').settled();
  await pluginService(strapi, 'autoVersions').stop();
  pluginService(strapi, 'repository').close();
}
