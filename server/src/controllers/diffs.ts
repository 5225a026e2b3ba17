import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type {
  CreateDiff,
  GetDiff,
  CreateDiffTicket,
  GetDiffEntry,
  GetDiffInverse,
  ListDiffEntries,
  ListDiffs,
} from '../../../shared/contracts/diffs';
import { pluginService } from '../services/plugin-service';
import { answering, askedBy, parseRequest } from './answer';
import { sightIn } from './admin-sight';
import { projectIn, snapshotIn } from './own-projects';
import { diffFile, PRIVATE, sendStream } from './send-file';
import { viewerOf } from './viewer-of';

const page = z.coerce.number().int().min(1).default(1);
const listQuery = z.object({ page, pageSize: z.coerce.number().int().min(1).max(100).default(10) });

export const diffBody = z.object({
  data: z.strictObject({
    before: z
      .string()
      .min(1)
      .refine((id) => id !== 'live', 'has to be a backup; the live content can only be `after`'),
    after: z.string().min(1),
    project: z.string().min(1).optional(),
  }),
});

const place = {
  contentType: z.string().min(1),
  locale: z.string().min(1).optional(),
  status: z.enum(['draft', 'published']).optional(),
};

export const entriesQuery = z.strictObject({
  ...place,
  kind: z.enum(['added', 'removed', 'changed']).optional(),
  search: z.string().trim().max(200).optional(),
  page,
  pageSize: z.coerce.number().int().min(1).max(500).default(50),
});

export const entryQuery = z.strictObject({
  ...place,
  documentId: z.string().min(1),
  copy: z.coerce.number().int().min(0).default(0),
});

export function createDiffsController({ strapi }: { strapi: Core.Strapi }) {
  const diffs = () => pluginService(strapi, 'diffs');

  return {
    list: answering(strapi, async (ctx): Promise<ListDiffs['response']> => {
      const query = parseRequest(listQuery, ctx.query);
      const { diffs: data, total } = await diffs().list(query.page, query.pageSize, sightIn(ctx));
      return { data, meta: { pagination: paginationOf(query, total) } };
    }),

    create: answering(strapi, async (ctx): Promise<CreateDiff['response']> => {
      const { data } = parseRequest(diffBody, ctx.request.body);
      const { slug: project } = await projectIn(strapi, ctx, data.project);
      const before = (await snapshotIn(strapi, ctx, data.before, project)).documentId;
      const after =
        data.after === 'live' ? 'live' : (await snapshotIn(strapi, ctx, data.after, project)).documentId;
      return { data: await diffs().create({ before, after, project }, askedBy(ctx)) };
    }),

    get: answering(strapi, async (ctx): Promise<GetDiff['response']> => ({
      data: await diffs().find(String(ctx.params.id)),
    })),

    entries: answering(strapi, async (ctx): Promise<ListDiffEntries['response']> => {
      const { contentType, ...query } = parseRequest(entriesQuery, ctx.query);
      const found = await diffs().entries(String(ctx.params.id), contentType, query, viewerOf(ctx));
      return {
        data: found.entries,
        meta: { pagination: paginationOf(query, found.total), moved: found.moved },
      };
    }),

    entry: answering(strapi, async (ctx): Promise<GetDiffEntry['response']> => {
      const { locale = null, status = null, ...key } = parseRequest(entryQuery, ctx.query);
      return { data: await diffs().entry(String(ctx.params.id), { ...key, locale, status }, viewerOf(ctx)) };
    }),

    inverse: answering(strapi, async (ctx): Promise<GetDiffInverse['response']> => {
      const { locale = null, status = null, ...key } = parseRequest(entryQuery, ctx.query);
      const id = String(ctx.params.id);
      return { data: await diffs().inverse(id, { ...key, locale, status }, viewerOf(ctx)) };
    }),

    /** A file, made while it is sent. */
    file: answering(strapi, async (ctx) => {
      const id = String(ctx.params.id);
      return sendStream(strapi, ctx, diffFile(id, await diffs().file(id, viewerOf(ctx))));
    }),

    ticket: answering(strapi, async (ctx): Promise<CreateDiffTicket['response']> => {
      const { documentId: diffId } = await diffs().find(String(ctx.params.id));
      const request = { diffId, showsPrivate: viewerOf(ctx).showsPrivate };
      const { token, expiresAt } = await pluginService(strapi, 'tickets').issue(
        String(ctx.state.user.id),
        request,
      );
      ctx.set(PRIVATE);
      return { data: { url: `/keepsake/downloads/${token}`, expiresAt } };
    }),
  };
}

export function paginationOf({ page, pageSize }: { page: number; pageSize: number }, total: number) {
  return { page, pageSize, total, pageCount: Math.ceil(total / pageSize) };
}
