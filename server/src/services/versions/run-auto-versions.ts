import type { Core } from '@strapi/strapi';

import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';

/** Once at boot. A site that asks for no automatic versions does not load what makes them. */
export function startAutoVersions(strapi: Core.Strapi): void {
  if (isAsked(strapi)) pluginService(strapi, 'autoVersions').start();
}

export async function stopAutoVersions(strapi: Core.Strapi): Promise<void> {
  if (isAsked(strapi)) await pluginService(strapi, 'autoVersions').stop();
}

function isAsked(strapi: Core.Strapi): boolean {
  return Object.keys(keepsakeConfig(strapi).versions.auto).length > 0;
}
