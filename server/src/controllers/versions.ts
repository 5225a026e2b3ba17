import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type {
  CreateVersion,
  DeleteVersion,
  GetVersion,
  ListVersions,
  UpdateVersion,
} from '../../../shared/contracts/versions';
import { pluginService } from '../services/plugin-service';
import { SITE } from '../services/projects/project-service';
import { answering, askedBy, parseRequest } from './answer';

const label = z.string().trim().min(1).max(120, 'may have at most 120 characters');
const note = z.string().trim().max(500, 'may have at most 500 characters');

const listQuery = z.strictObject({
  origin: z.enum(['manual', 'auto']).optional(),
  pinned: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  search: z.string().trim().max(200).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
});

export const versionBody = z.object({
  data: z
    .strictObject({ label: label.optional(), note: note.optional(), pinned: z.boolean().optional() })
    .default({}),
});

export const versionChange = z.object({
  data: z.strictObject({
    label: label.nullable().optional(),
    note: note.nullable().optional(),
    pinned: z.boolean().optional(),
  }),
});

export function createVersionsController({ strapi }: { strapi: Core.Strapi }) {
  const versions = () => pluginService(strapi, 'versions');

  return {
    list: answering(strapi, async (ctx): Promise<ListVersions['response']> => {
      const query = parseRequest(listQuery, ctx.query);
      const { versions: data, total } = await versions().list(query);
      const { page, pageSize } = query;
      return {
        data,
        meta: { pagination: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) } },
      };
    }),

    get: answering(strapi, async (ctx): Promise<GetVersion['response']> => ({
      data: await versions().details(String(ctx.params.id)),
    })),

    create: answering(strapi, async (ctx): Promise<CreateVersion['response']> => {
      const { data } = parseRequest(versionBody, ctx.request.body ?? {});
      const { job, done } = await versions().start({ project: SITE, ...data, author: askedBy(ctx) });
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),

    update: answering(strapi, async (ctx): Promise<UpdateVersion['response']> => {
      const { data } = parseRequest(versionChange, ctx.request.body);
      return { data: await versions().change(String(ctx.params.id), data) };
    }),

    remove: answering(strapi, async (ctx): Promise<DeleteVersion['response']> => {
      const { documentId } = await versions().remove(String(ctx.params.id));
      return { data: { documentId } };
    }),
  };
}
