import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { RestoreSelection } from '../../../../shared/contracts/restores';
import { pluginService } from '../../services/plugin-service';
import { parseRequest } from '../answer';
import { selection } from '../restores';
import { demandScope, forProject } from './for-project';
import type { Answer, ProjectCall } from './for-project';
import { snapshotOf } from './project-backups';

export const planBody = z.object({ data: selection.extend({ backupId: z.string().min(1) }) });

/** As the library's `restoreBackup` takes it, too: `overwriteExisting` is mode `overwrite`. */
export const restoreRequest = selection.extend({
  backupId: z.string().min(1),
  mode: selection.shape.mode.optional(),
  overwriteExisting: z.boolean().optional(),
  preserveIds: z.boolean().default(false),
  /** Of the plan that was looked at; without it, the plan as it is now. */
  fingerprint: z.string().min(1).optional(),
  emitEvents: z.boolean().optional(),
});

const restoreBody = z.object({ data: restoreRequest });

export function createProjectRestoresController({ strapi }: { strapi: Core.Strapi }) {
  return {
    plan: forProject(strapi, async (call) => {
      const { backupId, ...chosen } = parseRequest(planBody, call.ctx.request.body).data;
      const documentId = await snapshotOf(strapi, call, backupId);
      await demandWholeSite(call, chosen);
      return { data: await pluginService(strapi, 'restores').plan(documentId, chosen, call.project.slug) };
    }),

    create: forProject(strapi, async (call) =>
      startRestore(strapi, call, parseRequest(restoreBody, call.ctx.request.body).data),
    ),
  };
}

export async function startRestore(
  strapi: Core.Strapi,
  call: ProjectCall,
  request: z.infer<typeof restoreRequest>,
): Promise<Answer> {
  const { backupId, overwriteExisting, preserveIds, fingerprint = null, emitEvents, ...rest } = request;
  const documentId = await snapshotOf(strapi, call, backupId);
  const chosen = { ...rest, mode: rest.mode ?? (overwriteExisting ? 'overwrite' : 'skip') } as const;
  await demandWholeSite(call, chosen);
  const { job } = await pluginService(strapi, 'restores').start({
    backupId: documentId,
    selection: chosen,
    fingerprint,
    safety: true,
    preserveIds,
    emitEvents,
    startedBy: call.caller.name,
    project: call.project.slug,
  });
  call.ctx.status = 202;
  return { data: job };
}

/** Users, roles and settings are of the site as a whole, whoever is a member of a project. */
async function demandWholeSite(
  { caller }: ProjectCall,
  { users, settings }: RestoreSelection,
): Promise<void> {
  if (users || settings) await demandScope(caller, 'projects.all');
}
