import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type { PlanRestore, RestoreSelection, StartRestore } from '../../../shared/contracts/restores';
import { KeepsakeError } from '../core/errors';
import { pluginService } from '../services/plugin-service';
import { answering, askedBy, parseRequest } from './answer';
import { sightIn } from './admin-sight';

export const selection = z.strictObject({
  mode: z.enum(['skip', 'overwrite', 'mirror']),
  contentTypes: z.array(z.string().min(1)).max(1000).optional(),
  documentIds: z.array(z.string().min(1)).max(10_000).optional(),
  locales: z.array(z.string().min(1)).max(500).optional(),
  status: z.enum(['draft', 'published']).optional(),
  fields: z.array(z.string().min(1).max(255)).max(1000).optional(),
  withInverse: z.boolean().optional(),
  onConflict: z.enum(['stop', 'skip', 'rename']).optional(),
  users: z.boolean().optional(),
  settings: z.boolean().optional(),
});

const planBody = z.object({ data: selection });
const startBody = z.object({
  data: selection.extend({ fingerprint: z.string().min(1), emitEvents: z.boolean().optional() }),
});

export function createRestoresController({ strapi }: { strapi: Core.Strapi }) {
  const restores = () => pluginService(strapi, 'restores');

  return {
    plan: answering(strapi, async (ctx): Promise<PlanRestore['response']> => {
      const { data } = parseRequest(planBody, ctx.request.body);
      assertMayTouchSite(ctx, data);
      return { data: await restores().plan(String(ctx.params.id), data) };
    }),

    start: answering(strapi, async (ctx): Promise<StartRestore['response']> => {
      const { fingerprint, emitEvents, ...chosen } = parseRequest(startBody, ctx.request.body).data;
      assertMayTouchSite(ctx, chosen);
      const { job, done } = await restores().start({
        backupId: String(ctx.params.id),
        selection: chosen,
        fingerprint,
        safety: true,
        preserveIds: false,
        emitEvents,
        startedBy: askedBy(ctx),
      });
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),
  };
}

/** Users, roles and settings are of the site as a whole, whoever is a member of a project. */
function assertMayTouchSite(ctx: Context, { users, settings }: RestoreSelection): void {
  if ((!users && !settings) || sightIn(ctx) === null) return;
  throw new KeepsakeError('forbidden', 'Users, roles and settings are of the site as a whole.', {
    hint: 'Leave `users` and `settings` out, or ask for the right to see every project.',
  });
}
