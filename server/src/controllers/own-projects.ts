import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { unknownBackup } from '../services/backups/backup-service';
import { pluginService } from '../services/plugin-service';
import { SITE } from '../services/projects/project-service';
import type { ProjectRow } from '../services/projects/project-service';
import { isInSight } from '../services/projects/sight';
import type { Sight } from '../services/projects/sight';
import type { Snapshot } from '../services/snapshots/snapshot-service';
import { adminOf, sightIn } from './admin-sight';

/** What the asker may see, narrowed to one project where a list asks for it. Throws `project_unknown`. */
export async function sightOn(strapi: Core.Strapi, ctx: Context, project?: string): Promise<Sight> {
  return project === undefined ? sightIn(ctx) : [(await projectIn(strapi, ctx, project)).slug];
}

/**
 * The project that is asked for, by slug or documentId. Where none is: the whole site, or for who may not see that the
 * first of their own. Throws `project_unknown`, for what is not theirs too.
 */
export async function projectIn(strapi: Core.Strapi, ctx: Context, asked?: string): Promise<ProjectRow> {
  const projects = pluginService(strapi, 'projects');
  const caller = adminOf(ctx);
  if (asked !== undefined) return projects.findFor(caller, asked);
  if (isInSight(sightIn(ctx), SITE)) return projects.find(SITE);
  const [first] = (await projects.listFor(caller, 1, 1)).projects;
  return first ?? projects.findFor(caller, SITE);
}

/** A backup or version by documentId, or `latest` of a project. Throws `backup_unknown`, for what is not theirs too. */
export async function snapshotIn(
  strapi: Core.Strapi,
  ctx: Context,
  id: string,
  project: string = SITE,
): Promise<Snapshot> {
  if (id === 'latest' && !isInSight(sightIn(ctx), project)) throw unknownBackup(id);
  const snapshot = await pluginService(strapi, 'snapshots').find(id, project);
  if (!isInSight(sightIn(ctx), snapshot.project)) throw unknownBackup(id);
  return snapshot;
}
