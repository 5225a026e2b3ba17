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
import { answering, askedBy, parseRequest } from './answer';
import { projectIn, sightOn } from './own-projects';

const label = z.string().trim().min(1).max(120, 'may have at most 120 characters');
const note = z.string().trim().max(500, 'may have at most 500 characters');

const project = z.string().min(1).max(255).optional();

const listQuery = z.strictObject({
  project,
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

/** In the admin panel, where the address does not name the project. */
const createBody = z.object({ data: versionBody.shape.data.unwrap().extend({ project }).default({}) });

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
      const { project: asked, ...query } = parseRequest(listQuery, ctx.query);
      const sight = await sightOn(strapi, ctx, asked);
      const { versions: data, total } = await versions().list({ ...query, sight });
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
      const { project: asked, ...data } = parseRequest(createBody, ctx.request.body ?? {}).data;
      const { slug } = await projectIn(strapi, ctx, asked);
      const { job, done } = await versions().start({ project: slug, ...data, author: askedBy(ctx) });
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
