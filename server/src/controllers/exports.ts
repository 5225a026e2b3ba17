import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import type {
  CreateBulkExport,
  CreateExport,
  CreateExportTicket,
  DeleteExport,
  EstimateExport,
  Export,
  GetExport,
  ListExportChoices,
  ListExportFormats,
  ListExports,
  PreviewExport,
} from '../../../shared/contracts/exports';
import { pluginService } from '../services/plugin-service';
import { answering, parseRequest } from './answer';
import { askerOf } from './asker-of';
import { projectIn, sightOn } from './own-projects';
import { sendExport } from './send-export';
import { PRIVATE } from './send-file';

const choicesQuery = z.object({ project: z.string().min(1).max(255).optional() });
const listQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
  project: z.string().min(1).max(255).optional(),
});

/** Beside the options of an export, which the service reads by itself. */
const withProject = z.looseObject({ project: z.string().min(1).max(255).optional() });

const createBody = z.object({ data: z.record(z.string(), z.unknown()) });
// Under its own name it would be read from the controller's `exports`, as it is compiled.
export { createBody as exportBody };

export function createExportsController({ strapi }: { strapi: Core.Strapi }) {
  const exports = () => pluginService(strapi, 'exports');
  const previews = () => pluginService(strapi, 'exportPreviews');

  /** The project of an export, which has to be the asker's, and the options beside it. */
  async function chosenIn(ctx: Context): Promise<{ slug: string; options: object }> {
    const { data } = parseRequest(createBody, ctx.request.body ?? {});
    const { project, ...options } = parseRequest(withProject, data);
    return { slug: (await projectIn(strapi, ctx, project)).slug, options };
  }

  /** Who makes exports may not see jobs, but may see how far theirs are. */
  async function withProgress(found: Export): Promise<Export> {
    if (found.state !== 'running' || found.jobId === null) return found;
    const job = await pluginService(strapi, 'jobs')
      .find(found.jobId)
      .catch(() => null);
    return { ...found, progress: job?.progress ?? null };
  }

  return {
    formats: answering(strapi, async (): Promise<ListExportFormats['response']> => ({
      data: exports().formats(),
    })),

    choices: answering(strapi, async (ctx): Promise<ListExportChoices['response']> => ({
      data: await previews().choices(askerOf(ctx), parseRequest(choicesQuery, ctx.query).project),
    })),

    estimate: answering(strapi, async (ctx): Promise<EstimateExport['response']> => {
      const { slug, options } = await chosenIn(ctx);
      return { data: await previews().estimate(slug, options, askerOf(ctx)) };
    }),

    preview: answering(strapi, async (ctx): Promise<PreviewExport['response']> => {
      const { slug, options } = await chosenIn(ctx);
      return { data: await previews().preview(slug, options, askerOf(ctx)) };
    }),

    list: answering(strapi, async (ctx): Promise<ListExports['response']> => {
      const { page, pageSize, project } = parseRequest(listQuery, ctx.query);
      const sight = await sightOn(strapi, ctx, project);
      const { exports: data, total } = await exports().list(askerOf(ctx), page, pageSize, sight);
      return {
        data: await Promise.all(data.map(withProgress)),
        meta: { pagination: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) } },
      };
    }),

    get: answering(strapi, async (ctx): Promise<GetExport['response']> => ({
      data: await withProgress(await exports().find(String(ctx.params.id), askerOf(ctx))),
    })),

    create: answering(strapi, async (ctx): Promise<CreateExport['response']> => {
      const { slug, options } = await chosenIn(ctx);
      const { job, done, exportId } = await exports().start(slug, options, askerOf(ctx));
      // The job's row tells how it went.
      done.catch(() => undefined);
      ctx.status = 202;
      return { data: { ...job, exportId } };
    }),

    createBulk: answering(strapi, async (ctx): Promise<CreateBulkExport['response']> => {
      const { data } = parseRequest(createBody, ctx.request.body ?? {});
      const { job, done, exportId } = await exports().startBulk(data, askerOf(ctx), (project) =>
        projectIn(strapi, ctx, project),
      );
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
      const opened = await exports().open(String(ctx.params.id), askerOf(ctx));
      return sendExport(strapi, ctx, opened);
    }),

    ticket: answering(strapi, async (ctx): Promise<CreateExportTicket['response']> => {
      const asker = askerOf(ctx);
      const exportId = String(ctx.params.id);
      // What cannot be downloaded is said now, and not in the browser's list of downloads.
      await exports().open(exportId, asker);
      const request = { exportId, showsPrivate: false };
      const { token, expiresAt } = await pluginService(strapi, 'tickets').issue(String(asker.id), request);
      ctx.set(PRIVATE);
      return { data: { url: `/keepsake/downloads/${token}`, expiresAt } };
    }),
  };
}
