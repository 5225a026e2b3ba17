import type { Core } from '@strapi/strapi';

import { ownRows } from '../own-rows';

export const PROJECT_UID = 'plugin::keepsake.project';

/** What is of no use without its project. */
const ALONG = ['schedule', 'template', 'member'].map((name) => `plugin::keepsake.${name}`);

export async function countSnapshots(
  strapi: Core.Strapi,
  project: string,
): Promise<{ backups: number; versions: number }> {
  const where = { project };
  return {
    backups: await ownRows(strapi, 'plugin::keepsake.backup').count({ where }),
    versions: await ownRows(strapi, 'plugin::keepsake.version').count({ where }),
  };
}

export async function holdsSnapshots(strapi: Core.Strapi, project: string): Promise<boolean> {
  const { backups, versions } = await countSnapshots(strapi, project);
  return backups + versions > 0;
}

/** Removes what goes with a project that goes. */
export async function goesAlong(strapi: Core.Strapi, project: string): Promise<void> {
  for (const uid of ALONG) await ownRows(strapi, uid).deleteMany({ where: { project } });
}
