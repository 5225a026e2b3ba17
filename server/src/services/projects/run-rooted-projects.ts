import type { Core } from '@strapi/strapi';

import { asKeepsakeError } from '../../core/errors';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';

/** Once at boot. A setting that does not fit must not keep the site from coming up. */
export async function startRootedProjects(strapi: Core.Strapi): Promise<void> {
  if (!keepsakeConfig(strapi).projects) return;
  try {
    await pluginService(strapi, 'rootedProjects').start();
  } catch (error) {
    strapi.log.error(`keepsake: there are no projects by the setting: ${asKeepsakeError(error).message}`);
  }
}

export async function stopRootedProjects(strapi: Core.Strapi): Promise<void> {
  if (!keepsakeConfig(strapi).projects) return;
  pluginService(strapi, 'rootedProjects').stop();
  await pluginService(strapi, 'rootedProjects').settled();
}
