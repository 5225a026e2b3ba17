import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import { ACTIVITY_ACTIONS, ACTIVITY_OUTCOMES, ACTOR_KINDS } from '../../../shared/contracts/activity';
import type { ListActivity } from '../../../shared/contracts/activity';
import { permissionId } from '../permissions';
import { activityCsv } from '../services/activity/activity-csv';
import type { ActivityViewer } from '../services/activity/activity-service';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';
import { sightIn } from './admin-sight';
import { sendStream } from './send-file';

const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'must be a date, such as 2026-11-22 or 2026-11-22T10:00:00Z',
});

const filter = {
  action: z.enum(ACTIVITY_ACTIONS).optional(),
  outcome: z.enum(ACTIVITY_OUTCOMES).optional(),
  actor: z.string().trim().min(1).max(100).optional(),
  actorKind: z.enum(ACTOR_KINDS).optional(),
  project: z.string().min(1).max(100).optional(),
  from: instant.optional(),
  to: instant.optional(),
};

const fileQuery = z.strictObject(filter);
const listQuery = fileQuery.extend({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});

export function createActivityController({ strapi }: { strapi: Core.Strapi }) {
  const activity = () => pluginService(strapi, 'activity');

  return {
    list: answering(strapi, async (ctx): Promise<ListActivity['response']> => {
      const { page, pageSize, ...asked } = parseRequest(listQuery, ctx.query);
      const viewer = viewerOf(ctx);
      const { activities: data, total } = await activity().list(asked, viewer, page, pageSize);
      const pagination = { page, pageSize, total, pageCount: Math.ceil(total / pageSize) };
      return { data, meta: { pagination, showsAll: viewer.showsAll } };
    }),

    /** CSV. */
    file: answering(strapi, async (ctx) => {
      const asked = parseRequest(fileQuery, ctx.query);
      await activity().record({ action: 'activity.download', details: asked });
      const content = activityCsv(activity().stream(asked, viewerOf(ctx)));
      const fileName = `keepsake-activity-${new Date().toISOString().slice(0, 10)}.csv`;
      return sendStream(strapi, ctx, { content, contentType: 'text/csv; charset=utf-8', fileName });
    }),
  };
}

function viewerOf(ctx: Context): ActivityViewer {
  const { id } = (ctx.state.user ?? {}) as { id?: number };
  const ability = ctx.state.userAbility as { can(action: string): boolean } | undefined;
  return {
    adminId: id === undefined ? null : String(id),
    showsAll: ability?.can(permissionId('settings')) === true,
    sight: sightIn(ctx),
  };
}
