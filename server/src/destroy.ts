import type { Core } from '@strapi/strapi';

import { cancelFirstTick } from './cron/add-ticks';
import { pluginService } from './services/plugin-service';
import { stopRootedProjects } from './services/projects/run-rooted-projects';
import { stopAutoVersions } from './services/versions/run-auto-versions';

/** What runs is stopped at its next safe point and given back; nothing half-written counts. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  cancelFirstTick(strapi);
  pluginService(strapi, 'closure').stop();
  pluginService(strapi, 'streams').closeAll();
  await pluginService(strapi, 'jobs').stop();
  await pluginService(strapi, 'notifications').settled();
  await stopRootedProjects(strapi);
  await stopAutoVersions(strapi);
  pluginService(strapi, 'repository').close();
}
