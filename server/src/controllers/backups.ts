import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type {
  ChangeBackup,
  CreateBackup,
  DeleteBackup,
  GetBackup,
  ListBackups,
  VerifyBackup,
} from '../../../shared/contracts/backups';
import { pluginService } from '../services/plugin-service';
import { answering, askedBy, parseRequest } from './answer';
import { projectIn, sightOn } from './own-projects';

const listQuery = z.object({
  project: z.string().min(1).max(255).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
});

const createBody = z.object({
  data: z
    .strictObject({
      note: z.string().trim().max(500, 'may have at most 500 characters').optional(),
      is_cloud_backup: z.boolean().optional(),
      project: z.string().min(1).max(255).optional(),
    })
    .default({}),
});

const changeBody = z.object({
  data: z.strictObject({
    note: z.string().trim().max(500, 'may have at most 500 characters').nullable().optional(),
    pinned: z.boolean().optional(),
  }),
});

export function createBackupsController({ strapi }: { strapi: Core.Strapi }) {
  const backups = () => pluginService(strapi, 'backups');

  return {
    list: answering(strapi, async (ctx): Promise<ListBackups['response']> => {
      const { page, pageSize, project } = parseRequest(listQuery, ctx.query);
      const sight = await sightOn(strapi, ctx, project);
      const { backups: data, total } = await backups().list(page, pageSize, sight);
      return {
        data,
        meta: { pagination: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) } },
      };
    }),

    get: answering(strapi, async (ctx): Promise<GetBackup['response']> => {
      const { notices: _notices, ...data } = await backups().details(String(ctx.params.id));
      return { data };
    }),

    create: answering(strapi, async (ctx): Promise<CreateBackup['response']> => {
      const { data } = parseRequest(createBody, ctx.request.body ?? {});
      const { job, done } = await backups().start({
        project: (await projectIn(strapi, ctx, data.project)).slug,
        kind: 'manual',
        note: data.note,
        cloud: data.is_cloud_backup,
        author: askedBy(ctx),
      });
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),

    change: answering(strapi, async (ctx): Promise<ChangeBackup['response']> => {
      const { data } = parseRequest(changeBody, ctx.request.body ?? {});
      return { data: await backups().change(String(ctx.params.id), data) };
    }),

    remove: answering(strapi, async (ctx): Promise<DeleteBackup['response']> => {
      const { documentId } = await backups().remove(String(ctx.params.id));
      return { data: { documentId } };
    }),

    verify: answering(strapi, async (ctx): Promise<VerifyBackup['response']> => {
      const { job, done } = await backups().verify(String(ctx.params.id), askedBy(ctx));
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: job };
    }),
  };
}
