import type { Core } from '@strapi/strapi';

import type { Export } from '../../../../shared/contracts/exports';
import { toExport } from '../../services/exports/export-row';
import type { ExportRow } from '../../services/exports/export-row';
import { unknownExport } from '../../services/exports/export-service';
import { callerAsker } from '../../services/exports/owner-asker';
import { pluginService } from '../../services/plugin-service';
import { pageOfRows } from '../../services/projects/page-of-rows';
import { answering, parseRequest } from '../answer';
import { exportBody } from '../exports';
import { sendExport } from '../send-export';
import { callerOf } from './caller-of';
import { forProject, projectCall } from './for-project';
import type { Answer, ProjectCall } from './for-project';

const EXPORT_UID = 'plugin::keepsake.export';

export function createProjectExportsController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find: forProject(strapi, async ({ ctx, project, caller }) => {
      const { rows, pagination } = await pageOfRows<ExportRow>(strapi, EXPORT_UID, {
        query: ctx.query,
        auth: ctx.state.auth,
        where: { project: project.slug, ownerId: callerAsker(caller).id },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return { data: rows.map(toExport), meta: { pagination } };
    }),
    findOne: forProject(strapi, async (call) => ({ data: await exportOf(strapi, call) })),
    create: forProject(strapi, async (call) =>
      startExport(strapi, call, parseRequest(exportBody, call.ctx.request.body ?? {}).data),
    ),
    /** Several projects of the caller's in one file; any other is as unknown as none. */
    bulk: answering(strapi, async (ctx) => {
      const caller = await callerOf(strapi, ctx);
      const { data } = parseRequest(exportBody, ctx.request.body ?? {});
      const find = (project: string) => pluginService(strapi, 'projects').findFor(caller, project);
      const started = await pluginService(strapi, 'exports').startBulk(data, callerAsker(caller), find);
      started.done.catch(() => undefined);
      ctx.status = 202;
      return { data: { ...started.job, exportId: started.exportId }, meta: {} };
    }),
    delete: forProject(strapi, async (call) => {
      const { documentId } = await exportOf(strapi, call);
      return { data: await pluginService(strapi, 'exports').remove(documentId, callerAsker(call.caller)) };
    }),
    /** A file, not JSON; ranges of it, too. */
    download: answering(strapi, async (ctx) => {
      const call = await projectCall(strapi, ctx);
      const { documentId } = await exportOf(strapi, call);
      const opened = await pluginService(strapi, 'exports').open(documentId, callerAsker(call.caller));
      return sendExport(strapi, ctx, opened);
    }),
  };
}

export async function startExport(
  strapi: Core.Strapi,
  { ctx, project, caller }: ProjectCall,
  options: unknown,
): Promise<Answer> {
  const { job, exportId } = await pluginService(strapi, 'exports').start(
    project.slug,
    options,
    callerAsker(caller),
  );
  ctx.status = 202;
  return { data: { ...job, exportId } };
}

async function exportOf(strapi: Core.Strapi, { ctx, project, caller }: ProjectCall): Promise<Export> {
  const id = String(ctx.params.exportId);
  const found = await pluginService(strapi, 'exports').find(id, callerAsker(caller));
  if (found.project === project.slug) return found;
  throw unknownExport(id);
}
