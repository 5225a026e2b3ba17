import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type {
  CreateExport,
  DeleteExport,
  EstimateExport,
  GetExport,
  ListExportChoices,
  ListExportFormats,
  ListExports,
  PreviewExport,
} from '../../../shared/contracts/exports';
import { permissionId } from '../permissions';
import type { Ability, Asker } from '../services/exports/asker';
import { pluginService } from '../services/plugin-service';
import { SITE } from '../services/projects/project-service';
import { answering, askedBy, parseRequest } from './answer';
import { sendFile } from './send-file';

const listQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
});

const createBody = z.object({ data: z.record(z.string(), z.unknown()) });

const SUPER_ADMIN = 'strapi-super-admin';

export function createExportsController({ strapi }: { strapi: Core.Strapi }) {
  const exports = () => pluginService(strapi, 'exports');
  const previews = () => pluginService(strapi, 'exportPreviews');

  function noteDownload(id: string, name: string): Promise<void> {
    const object = { type: 'export', id, name };
    return pluginService(strapi, 'activity').record({ action: 'export.download', project: SITE, object });
  }

  return {
    formats: answering(strapi, async (): Promise<ListExportFormats['response']> => ({
      data: exports().formats(),
    })),

    choices: answering(strapi, async (ctx): Promise<ListExportChoices['response']> => ({
      data: await previews().choices(askerOf(ctx)),
    })),

    estimate: answering(strapi, async (ctx): Promise<EstimateExport['response']> => {
      const { data } = parseRequest(createBody, ctx.request.body ?? {});
      return { data: await previews().estimate(SITE, data, askerOf(ctx)) };
    }),

    preview: answering(strapi, async (ctx): Promise<PreviewExport['response']> => {
      const { data } = parseRequest(createBody, ctx.request.body ?? {});
      return { data: await previews().preview(SITE, data, askerOf(ctx)) };
    }),

    list: answering(strapi, async (ctx): Promise<ListExports['response']> => {
      const { page, pageSize } = parseRequest(listQuery, ctx.query);
      const { exports: data, total } = await exports().list(askerOf(ctx), page, pageSize);
      return {
        data,
        meta: { pagination: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) } },
      };
    }),

    get: answering(strapi, async (ctx): Promise<GetExport['response']> => ({
      data: await exports().find(String(ctx.params.id), askerOf(ctx)),
    })),

    create: answering(strapi, async (ctx): Promise<CreateExport['response']> => {
      const { data } = parseRequest(createBody, ctx.request.body ?? {});
      const { job, done, exportId } = await exports().start(SITE, data, askerOf(ctx));
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: { ...job, exportId } };
    }),

    remove: answering(strapi, async (ctx): Promise<DeleteExport['response']> => ({
      data: await exports().remove(String(ctx.params.id), askerOf(ctx)),
    })),

    /** A file, in whole or the range that was asked for; breaks off where it cannot be read. */
    download: answering(strapi, async (ctx) => {
      const id = String(ctx.params.id);
      const opened = await exports().open(id, askerOf(ctx));
      // What goes on where it broke off is the same download.
      if (/^(bytes=0-.*)?$/.test(ctx.get('Range'))) await noteDownload(id, opened.fileName);
      return sendFile(strapi, ctx, opened);
    }),
  };
}

function askerOf(ctx: Context): Asker {
  const { id, roles = [] } = (ctx.state.user ?? {}) as { id?: number; roles?: { code: string }[] };
  const ability = ctx.state.userAbility as (Ability & { can(action: string): boolean }) | undefined;
  return {
    id: id === undefined ? null : String(id),
    name: askedBy(ctx),
    isSuperAdmin: roles.some(({ code }) => code === SUPER_ADMIN),
    seesPrivate: ability?.can(permissionId('settings')) === true,
    // Never null here: that stands for a command line, which may read everything.
    ability: ability ?? { rulesFor: () => [] },
  };
}
