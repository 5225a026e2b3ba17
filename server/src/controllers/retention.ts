import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Job } from '../../../shared/contracts/jobs';
import type { PreviewRetention } from '../../../shared/contracts/retention';
import { retentionRules } from '../config/retention';
import { pluginService } from '../services/plugin-service';
import { answering, askedBy, parseRequest } from './answer';
import { sightIn } from './admin-sight';
import { projectIn } from './own-projects';

const count = z.number().int('must be a whole number').min(1, 'must be at least 1').max(10_000);

const previewBody = z.object({
  data: z
    .strictObject({
      project: z.string().min(1).max(255).optional(),
      policy: z
        .strictObject({
          keep: retentionRules.nullable().optional(),
          count: count.nullable().optional(),
          safety: retentionRules.optional(),
          schedules: z.record(z.string().max(100), count).optional(),
        })
        .optional(),
    })
    .prefault({}),
});

const applyBody = z.object({
  data: z.strictObject({ project: z.string().min(1).max(100).optional() }).prefault({}),
});

export function createRetentionController({ strapi }: { strapi: Core.Strapi }) {
  return {
    preview: answering(strapi, async (ctx): Promise<PreviewRetention['response']> => {
      const { data } = parseRequest(previewBody, ctx.request.body ?? {});
      const { slug } = await projectIn(strapi, ctx, data.project);
      const backups = await pluginService(strapi, 'retention').preview(slug, data.policy);
      return { data: { backups } };
    }),

    /** By what is configured: a policy that was tried out is not carried out. */
    apply: answering(strapi, async (ctx): Promise<{ data: Job }> => {
      const { project } = parseRequest(applyBody, ctx.request.body ?? {}).data;
      // All of them together only for who sees them all.
      const isOne = project !== undefined || sightIn(ctx) !== null;
      const slug = isOne ? (await projectIn(strapi, ctx, project)).slug : undefined;
      const request = { project: slug, startedBy: askedBy(ctx) };
      const { job, done } = await pluginService(strapi, 'maintenance').retention(request);
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),
  };
}
