import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { CreateLink, ListLinks, RevokeLink } from '../../../shared/contracts/links';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';
import { askerOf } from './asker-of';
import { GUARDS } from './guards';
import { sightIn } from './admin-sight';
import { PRIVATE } from './send-file';

const listQuery = z.object({
  exportId: z.string().min(1).max(255).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
});

const createBody = z.object({
  data: z.strictObject({
    exportId: z.string().min(1).max(255),
    label: z.string().trim().max(120, 'may have at most 120 characters').default(''),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    oneUse: z.boolean().default(false),
  }),
});

export function createLinksController({ strapi }: { strapi: Core.Strapi }) {
  const links = () => pluginService(strapi, 'links');

  return {
    list: answering(strapi, async (ctx): Promise<ListLinks['response']> => {
      const { page, pageSize, ...filter } = parseRequest(listQuery, ctx.query);
      const { links: data, total } = await links().list(
        { ...filter, sight: sightIn(ctx) },
        askerOf(ctx),
        page,
        pageSize,
      );
      return {
        data,
        meta: { pagination: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) } },
      };
    }),

    create: answering(strapi, async (ctx): Promise<CreateLink['response']> => {
      const { data } = parseRequest(createBody, ctx.request.body ?? {});
      await GUARDS.exports(strapi, ctx, data.exportId);
      const { link, token } = await links().create(data, askerOf(ctx));
      ctx.set(PRIVATE);
      ctx.status = 201;
      return { data: { ...link, url: `/keepsake/downloads/${token}` } };
    }),

    revoke: answering(strapi, async (ctx): Promise<RevokeLink['response']> => ({
      data: await links().revoke(String(ctx.params.id), askerOf(ctx)),
    })),
  };
}
