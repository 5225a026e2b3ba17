import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { KeepsakeError } from '../core/errors';
import type { GuardedSubject } from '../guarded-subjects';
import { unknownDiff } from '../services/diffs/diff-service';
import { unknownExport } from '../services/exports/export-service';
import { unknownJob } from '../services/jobs/job-errors';
import { linkUnknown } from '../services/links/link-service';
import { ownRows } from '../services/own-rows';
import { pluginService } from '../services/plugin-service';
import type { ProjectRow } from '../services/projects/project-service';
import { isInSight } from '../services/projects/sight';
import type { Sight } from '../services/projects/sight';
import { unknownSchedule } from '../services/schedules/schedule-service';
import { notFound as unknownTemplate } from '../services/templates/template-errors';
import { isReady } from '../services/templates/ready-templates';
import { unknownVersion } from '../services/versions/version-service';
import { adminOf, sightIn } from './admin-sight';
import { snapshotIn } from './own-projects';

type Guard = (strapi: Core.Strapi, ctx: Context, id: string) => Promise<void>;

/** Throws for what is of a project that is not the asker's just what there is for what is not there. */
export const GUARDS = {
  projects: async (strapi, ctx, id) => {
    await pluginService(strapi, 'projects').findFor(adminOf(ctx), id);
  },
  // Versions are planned with, restored and downloaded at the addresses of backups, too.
  backups: async (strapi, ctx, id) => {
    await snapshotIn(strapi, ctx, id);
  },
  versions: rowOf('plugin::keepsake.version', unknownVersion),
  diffs: rowOf('plugin::keepsake.diff', unknownDiff),
  schedules: rowOf('plugin::keepsake.schedule', unknownSchedule),
  jobs: rowOf('plugin::keepsake.job', unknownJob),
  exports: rowOf('plugin::keepsake.export', unknownExport),
  links: rowOf('plugin::keepsake.link', linkUnknown),
  templates: async (strapi, ctx, id) => {
    // Those that come with the plugin are everybody's.
    if (!isReady(id)) await ofTemplate(strapi, ctx, id);
  },
} satisfies Record<GuardedSubject, Guard>;

const ofTemplate = rowOf('plugin::keepsake.template', unknownTemplate);

interface OwnedRow {
  project: string;
  /** Of an export of several, by slug or documentId as they were asked for. */
  projects?: string[] | null;
}

/** What is not there, too: the action may look at the rest of the request before it looks for it. */
function rowOf(uid: string, unknown: (id: string) => KeepsakeError): Guard {
  return async (strapi, ctx, id) => {
    const row = await ownRows<OwnedRow>(strapi, uid).findOne({ where: { documentId: id } });
    if (!row || !(await isOwn(strapi, sightIn(ctx), row))) throw unknown(id);
  };
}

async function isOwn(strapi: Core.Strapi, sight: Sight, { project, projects }: OwnedRow): Promise<boolean> {
  if (!isInSight(sight, project)) return false;
  if (!projects || sight === null) return true;
  const found = await ownRows<ProjectRow>(strapi, 'plugin::keepsake.project').findMany({
    where: { $or: [{ slug: { $in: projects } }, { documentId: { $in: projects } }] },
  });
  return found.every(({ slug }) => isInSight(sight, slug));
}
