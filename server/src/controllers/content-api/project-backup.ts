import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { pluginService } from '../../services/plugin-service';
import { parseRequest } from '../answer';
import { demandScope, forProject } from './for-project';
import { backupBody, backupOf, createBackup, listBackups } from './project-backups';
import { createDiff } from './project-diffs';
import { restoreRequest, startRestore } from './project-restores';

const listQuery = z.object({ type: z.enum(['backups']).default('backups') });
const asked = z.object({ data: z.object({ action: z.enum(['create_backup', 'restore', 'diff']) }) });
const restoreBody = z.object({ data: restoreRequest.extend({ action: z.literal('restore') }) });
const diffBody = z.object({
  data: z.strictObject({ action: z.literal('diff'), before: z.string().min(1), after: z.string().min(1) }),
});
const removeQuery = z.strictObject({ backupId: z.string().min(1) });

/** The system's original address of backups; each action takes the scope that its own route takes. */
export function createProjectBackupController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find: forProject(strapi, async (call) => {
      const { type } = parseRequest(listQuery, call.ctx.query);
      await demandScope(call.caller, `project-${type}.find`);
      return listBackups(strapi, call);
    }),

    create: forProject(strapi, async (call) => {
      const body: unknown = call.ctx.request.body;
      const { action } = parseRequest(asked, body).data;
      if (action === 'restore') {
        await demandScope(call.caller, 'project-restores.create');
        const { action: _action, ...request } = parseRequest(restoreBody, body).data;
        return startRestore(strapi, call, request);
      }
      if (action === 'diff') {
        await demandScope(call.caller, 'project-diffs.create');
        const { before, after } = parseRequest(diffBody, body).data;
        return createDiff(strapi, call, before, after);
      }
      await demandScope(call.caller, 'project-backups.create');
      const { action: _action, ...rest } = (body as { data: Record<string, unknown> }).data;
      return createBackup(strapi, call, parseRequest(backupBody, { data: rest }).data);
    }),

    delete: forProject(strapi, async (call) => {
      const { backupId } = parseRequest(removeQuery, call.ctx.query);
      await demandScope(call.caller, 'project-backups.delete');
      const { documentId } = await backupOf(strapi, call, backupId);
      await pluginService(strapi, 'backups').remove(documentId);
      return { data: { documentId } };
    }),
  };
}
