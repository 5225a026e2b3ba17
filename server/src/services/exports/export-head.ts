import type { Core } from '@strapi/strapi';

import type { ExportHead } from '../../core/formats/export-request';
import { pluginVersion } from '../../plugin-version';

/** What an export says of itself, but for its options. */
export function exportHead(strapi: Core.Strapi, project: string, id: string): Omit<ExportHead, 'options'> {
  return {
    id,
    project,
    createdAt: new Date().toISOString(),
    strapi: strapi.config.get('info.strapi') as string,
    plugin: pluginVersion,
  };
}
