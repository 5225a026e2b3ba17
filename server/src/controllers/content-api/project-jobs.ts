import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import type { Job } from '../../../../shared/contracts/jobs';
import { asKeepsakeError } from '../../core/errors';
import { unknownJob } from '../../services/jobs/job-errors';
import { toJob } from '../../services/jobs/job-row';
import type { JobRow } from '../../services/jobs/job-row';
import { pluginService } from '../../services/plugin-service';
import { pageOfRows } from '../../services/projects/page-of-rows';
import type { Caller } from '../../services/projects/caller';
import { answering } from '../answer';
import { followJob } from '../follow-jobs';
import { callerOf } from './caller-of';
import { demandScope, forProject } from './for-project';

const JOB_UID = 'plugin::keepsake.job';

/** The scope that begins such a job is the one that ends it or runs it again. */
const SCOPES: Record<Job['right'], string> = {
  backup: 'project-backups.create',
  restore: 'project-restores.create',
  export: 'project-exports.create',
  settings: 'projects.all',
};

export function createProjectJobsController({ strapi }: { strapi: Core.Strapi }) {
  const changing = (change: (documentId: string) => Promise<Job>) =>
    answering(strapi, async (ctx) => ({ data: await changeJob(strapi, ctx, idOf(ctx), change), meta: {} }));
  const jobs = () => pluginService(strapi, 'jobs');

  return {
    find: forProject(strapi, async ({ ctx, project }) => {
      const { rows, pagination } = await pageOfRows<JobRow>(strapi, JOB_UID, {
        query: ctx.query,
        auth: ctx.state.auth,
        where: { project: project.slug },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      const data = rows.map((row) => jobs().running(row.documentId) ?? toJob(row, row.progress, null));
      return { data, meta: { pagination } };
    }),
    findOne: answering(strapi, async (ctx) => ({
      data: await jobOf(strapi, await callerOf(strapi, ctx), idOf(ctx)),
      meta: {},
    })),
    events: answering(strapi, async (ctx) => {
      const { documentId } = await jobOf(strapi, await callerOf(strapi, ctx), idOf(ctx));
      return followJob(strapi, ctx, documentId);
    }),
    cancel: changing((documentId) => jobs().cancel(documentId)),
    retry: changing((documentId) => jobs().retry(documentId)),
    resume: changing((documentId) => jobs().resume(documentId)),
  };
}

function idOf(ctx: Context): string {
  return String(ctx.params.id);
}

/** One of a project of the caller's; any other is as unknown as none. Throws `job_unknown`. */
export async function jobOf(strapi: Core.Strapi, caller: Caller, documentId: string): Promise<Job> {
  const job = await pluginService(strapi, 'jobs').find(documentId);
  try {
    await pluginService(strapi, 'projects').findFor(caller, job.project);
    return job;
  } catch (error) {
    if (asKeepsakeError(error).code !== 'project_unknown') throw error;
    throw unknownJob(documentId);
  }
}

/** Throws what `jobOf` throws, and `forbidden`. */
export async function changeJob(
  strapi: Core.Strapi,
  ctx: Context,
  documentId: string,
  change: (documentId: string) => Promise<Job>,
): Promise<Job> {
  const caller = await callerOf(strapi, ctx);
  const job = await jobOf(strapi, caller, documentId);
  await demandScope(caller, SCOPES[job.right]);
  return change(job.documentId);
}
