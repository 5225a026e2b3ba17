import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type {
  GetHistoryEntry,
  ListDeleted,
  ListHistory,
  RestoreDeleted,
  RestoreEntry,
} from '../../../shared/contracts/history';
import { LIVE } from '../services/diffs/diff-service';
import type { DiffViewer } from '../services/diffs/diff-viewer';
import { pluginService } from '../services/plugin-service';
import { answering, askedBy, parseRequest } from './answer';
import { projectIn, snapshotIn } from './own-projects';
import { viewerOf } from './viewer-of';

const entry = {
  contentType: z.string().min(1).max(255),
  documentId: z.string().min(1).max(255),
  locale: z.string().min(1).max(255).optional(),
};
const status = z.enum(['draft', 'published']).optional();
const snapshot = z.string().min(1).max(255);

const project = z.string().min(1).max(255).optional();

const listQuery = z.strictObject({
  ...entry,
  project,
  status,
  before: snapshot.optional(),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});

const entryQuery = z.strictObject({
  ...entry,
  status,
  copy: z.coerce.number().int().min(0).default(0),
  before: snapshot.refine(
    (id) => id !== 'live',
    'has to be a snapshot; the live content can only be `after`',
  ),
  after: snapshot.default('live'),
});

const restoreBody = z.object({
  data: z.strictObject({
    ...entry,
    snapshotId: snapshot,
    fields: z.array(z.string().min(1).max(255)).min(1).max(1000).optional(),
  }),
});

const deletedQuery = z.strictObject({
  project,
  contentType: z.string().min(1).max(255).optional(),
  search: z.string().trim().max(200).optional(),
  locale: z.string().min(1).max(255).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});

const deletedBody = z.object({
  data: z.strictObject({
    snapshotId: snapshot,
    contentType: z.string().min(1).max(255),
    documentIds: z.array(z.string().min(1).max(255)).min(1).max(100, 'may name at most 100 entries'),
    published: z.boolean().optional(),
    withInverse: z.boolean().optional(),
    onConflict: z.enum(['stop', 'skip', 'rename']).optional(),
  }),
});

export function createHistoryController({ strapi }: { strapi: Core.Strapi }) {
  const restorerOf = (ctx: Context): DiffViewer & { name: string | null } => ({
    ...viewerOf(ctx),
    name: askedBy(ctx),
  });

  return {
    list: answering(strapi, async (ctx): Promise<ListHistory['response']> => {
      const query = parseRequest(listQuery, ctx.query);
      const { slug } = await projectIn(strapi, ctx, query.project);
      const found = await pluginService(strapi, 'history').list({ ...query, project: slug }, viewerOf(ctx));
      const { items, next, looked, unreadable } = found;
      return { data: items, meta: { next, looked, unreadable } };
    }),

    entry: answering(strapi, async (ctx): Promise<GetHistoryEntry['response']> => {
      const { before, after, ...asked } = parseRequest(entryQuery, ctx.query);
      for (const id of [before, after]) if (id !== LIVE) await snapshotIn(strapi, ctx, id);
      const key = { ...asked, locale: asked.locale ?? null, status: asked.status ?? null };
      return { data: await pluginService(strapi, 'history').entry(key, { before, after }, viewerOf(ctx)) };
    }),

    restore: answering(strapi, async (ctx): Promise<RestoreEntry['response']> => {
      const { data } = parseRequest(restoreBody, ctx.request.body);
      await snapshotIn(strapi, ctx, data.snapshotId);
      const { job } = await pluginService(strapi, 'entryRestores').entry(data, restorerOf(ctx));
      ctx.status = 202;
      return { data: job };
    }),

    deleted: answering(strapi, async (ctx): Promise<ListDeleted['response']> => {
      const query = parseRequest(deletedQuery, ctx.query);
      const { page, pageSize } = query;
      const { slug } = await projectIn(strapi, ctx, query.project);
      const found = await pluginService(strapi, 'deleted').list({ ...query, project: slug }, viewerOf(ctx));
      const { entries, total, types, unreadable } = found;
      const pagination = { page, pageSize, total, pageCount: Math.ceil(total / pageSize) };
      return { data: entries, meta: { pagination, types, unreadable } };
    }),

    restoreDeleted: answering(strapi, async (ctx): Promise<RestoreDeleted['response']> => {
      const { data } = parseRequest(deletedBody, ctx.request.body);
      await snapshotIn(strapi, ctx, data.snapshotId);
      const { job } = await pluginService(strapi, 'entryRestores').deleted(data, restorerOf(ctx));
      ctx.status = 202;
      return { data: job };
    }),
  };
}
