import { once } from 'node:events';
import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { z } from 'zod';

import { callerAsker } from '../../services/exports/owner-asker';
import { pluginService } from '../../services/plugin-service';
import { answering, parseRequest } from '../answer';
import { exportBody } from '../exports';
import { sendExport } from '../send-export';
import { demandScope, forProject, projectCall } from './for-project';
import type { ProjectCall } from './for-project';
import { startExport } from './project-exports';
import { changeJob, jobOf } from './project-jobs';

const jobBody = z.object({
  data: z.strictObject({ action: z.enum(['status', 'cancel', 'retry', 'resume']), jobId: z.string().min(1) }),
});

/** The system's original address of exports; each action takes the scope that its own route takes. */
export function createProjectExportController({ strapi }: { strapi: Core.Strapi }) {
  return {
    /** Makes the file and answers with it. Who hangs up meanwhile cancels it. */
    findOne: answering(strapi, async (ctx) => {
      const call = await projectCall(strapi, ctx);
      await demandScope(call.caller, 'project-exports.create');
      await demandScope(call.caller, 'project-exports.download');
      return makeAndSend(strapi, call);
    }),

    create: forProject(strapi, async (call) => {
      const { ctx, caller } = call;
      const { data } = parseRequest(exportBody, ctx.request.body ?? {});
      if (!('action' in data)) {
        await demandScope(caller, 'project-exports.create');
        return startExport(strapi, call, data);
      }
      const { action, jobId } = parseRequest(jobBody, ctx.request.body).data;
      if (action === 'status') {
        await demandScope(caller, 'project-jobs.findOne');
        return { data: await jobOf(strapi, caller, jobId) };
      }
      await demandScope(caller, `project-jobs.${action}`);
      const jobs = pluginService(strapi, 'jobs');
      return { data: await changeJob(strapi, ctx, jobId, (id) => jobs[action](id)) };
    }),
  };
}

async function makeAndSend(
  strapi: Core.Strapi,
  { ctx, project, caller }: ProjectCall,
): Promise<Readable | string> {
  const exports = pluginService(strapi, 'exports');
  const asker = callerAsker(caller);
  const started = await exports.start(project.slug, optionsOf(ctx), asker);
  const ended = new AbortController();
  void once(ctx.res, 'close', { signal: ended.signal }).then(
    () => pluginService(strapi, 'jobs').cancel(started.job.documentId),
    // It was made before anybody left.
    () => undefined,
  );
  try {
    await started.done;
  } finally {
    ended.abort();
  }
  return sendExport(strapi, ctx, await exports.open(started.exportId, asker));
}

const LISTS = ['contentTypes', 'documentIds', 'fields', 'locales'];
const SWITCHES = ['includeAssets', 'includeHistory', 'includeVersions', 'includeComponents', 'minify'];

/** `ExportOptions` in an address: lists by commas or named again, switches as `true` and `false`. */
function optionsOf({ query }: Context): Record<string, unknown> {
  const read = (name: string, value: unknown): unknown => {
    if (LISTS.includes(name)) return [value].flat().flatMap((part) => String(part).split(','));
    if (SWITCHES.includes(name) && (value === 'true' || value === 'false')) return value === 'true';
    return value;
  };
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, read(name, value)]));
}
