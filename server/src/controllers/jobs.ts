import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { CancelJob, GetJob, ListJobs } from '../../../shared/contracts/jobs';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';

const STATES = ['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled', 'interrupted'] as const;
const listQuery = z.object({ state: z.enum(STATES).optional() });

export function createJobsController({ strapi }: { strapi: Core.Strapi }) {
  const jobs = () => pluginService(strapi, 'jobs');

  return {
    list: answering(strapi, async (ctx): Promise<ListJobs['response']> => {
      const { state } = parseRequest(listQuery, ctx.query);
      return { data: await jobs().list(state) };
    }),

    get: answering(strapi, async (ctx): Promise<GetJob['response']> => ({
      data: await jobs().find(String(ctx.params.id)),
    })),

    cancel: answering(strapi, async (ctx): Promise<CancelJob['response']> => ({
      data: await jobs().cancel(String(ctx.params.id)),
    })),
  };
}
