import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import { JOB_STATES } from '../../../shared/contracts/jobs';
import type {
  CancelJob,
  GetJob,
  GetJobLog,
  Job,
  ListJobs,
  ResumeJob,
  RetryJob,
} from '../../../shared/contracts/jobs';
import { KeepsakeError } from '../core/errors';
import { permissionId } from '../permissions';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';
import { followJob, followJobs } from './follow-jobs';
import { sightIn } from './admin-sight';
import { sightOn } from './own-projects';

const listQuery = z.object({
  state: z.enum(JOB_STATES).optional(),
  type: z.string().min(1).max(50).optional(),
  project: z.string().min(1).max(100).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(100),
});

export function createJobsController({ strapi }: { strapi: Core.Strapi }) {
  const jobs = () => pluginService(strapi, 'jobs');

  /** Who may see a job may not yet change it: that asks for the right to begin one of its kind. */
  async function changeable(ctx: Context): Promise<Job> {
    const job = await jobs().find(String(ctx.params.id));
    const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
    if (ability?.can(permissionId(job.right)) !== true) throw forbidden(job);
    return job;
  }

  return {
    list: answering(strapi, async (ctx): Promise<ListJobs['response']> => {
      const { state, page, pageSize, type, project } = parseRequest(listQuery, ctx.query);
      const states = state ? [state] : undefined;
      const sight = await sightOn(strapi, ctx, project);
      const { jobs: data, total } = await jobs().list({ type, sight, states, page, pageSize });
      return {
        data,
        meta: { pagination: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) } },
      };
    }),

    get: answering(strapi, async (ctx): Promise<GetJob['response']> => ({
      data: await jobs().find(String(ctx.params.id)),
    })),

    log: answering(strapi, async (ctx): Promise<GetJobLog['response']> => ({
      data: await jobs().log(String(ctx.params.id)),
    })),

    events: answering(strapi, async (ctx) => followJob(strapi, ctx, String(ctx.params.id))),

    allEvents: answering(strapi, async (ctx) => followJobs(strapi, ctx, sightIn(ctx))),

    cancel: answering(strapi, async (ctx): Promise<CancelJob['response']> => {
      const { documentId } = await changeable(ctx);
      return { data: await jobs().cancel(documentId) };
    }),

    retry: answering(strapi, async (ctx): Promise<RetryJob['response']> => {
      const { documentId } = await changeable(ctx);
      ctx.status = 202;
      return { data: await jobs().retry(documentId) };
    }),

    resume: answering(strapi, async (ctx): Promise<ResumeJob['response']> => {
      const { documentId } = await changeable(ctx);
      ctx.status = 202;
      return { data: await jobs().resume(documentId) };
    }),
  };
}

function forbidden({ documentId, right }: Job): KeepsakeError {
  return new KeepsakeError('forbidden', 'This job is not yours to change.', {
    hint: `Ask for the right "${right}" of Keepsake.`,
    item: documentId,
  });
}
