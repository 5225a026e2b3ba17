import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import { parseRequest } from '../answer';
import { versionBody } from '../versions';
import { demandScope, forProject } from './for-project';
import type { Answer, ProjectCall } from './for-project';
import { backupBody, createBackup, listBackups, removeBackup } from './project-backups';
import { createDiff } from './project-diffs';
import { restoreRequest, startRestore } from './project-restores';
import { createSchedule, listSchedules, removeSchedule, updateSchedule } from './project-schedules';
import { createVersion, listVersions, removeVersion } from './project-versions';

const TYPES = ['backups', 'schedules', 'versions'] as const;
const ACTIONS = ['create_backup', 'create_version', 'create_schedule', 'restore', 'diff'] as const;

const listQuery = z.object({ type: z.enum(TYPES).default('backups') });
const asked = z.object({ data: z.looseObject({ action: z.enum(ACTIONS) }) });
const restoreBody = z.object({ data: restoreRequest });
const diffBody = z.object({ data: z.strictObject({ before: z.string().min(1), after: z.string().min(1) }) });
const changeBody = z.object({ data: z.looseObject({ scheduleId: z.string().min(1) }) });
const removeQuery = z
  .strictObject({
    backupId: z.string().min(1).optional(),
    scheduleId: z.string().min(1).optional(),
    versionId: z.string().min(1).optional(),
  })
  .refine((query) => Object.values(query).filter(Boolean).length === 1, {
    message: 'name one of backupId, scheduleId and versionId',
  });

/** The system's original address of backups; each action takes the scope that its own route takes. */
export function createProjectBackupController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find: forProject(strapi, async (call) => {
      const { type } = parseRequest(listQuery, call.ctx.query);
      await demandScope(call.caller, `project-${type}.find`);
      return LISTS[type](strapi, call);
    }),

    create: forProject(strapi, async (call) => {
      const { action, ...data } = parseRequest(asked, call.ctx.request.body).data;
      const { scope, run } = CREATES[action];
      await demandScope(call.caller, scope);
      return run(strapi, call, { data });
    }),

    update: forProject(strapi, async (call) => {
      const { scheduleId, ...change } = parseRequest(changeBody, call.ctx.request.body).data;
      await demandScope(call.caller, 'project-schedules.update');
      return updateSchedule(strapi, call, change, scheduleId);
    }),

    delete: forProject(strapi, async (call) => {
      const { backupId, scheduleId, versionId } = parseRequest(removeQuery, call.ctx.query);
      if (scheduleId !== undefined) {
        await demandScope(call.caller, 'project-schedules.delete');
        return removeSchedule(strapi, call, scheduleId);
      }
      if (versionId !== undefined) {
        await demandScope(call.caller, 'project-versions.delete');
        return removeVersion(strapi, call, versionId);
      }
      await demandScope(call.caller, 'project-backups.delete');
      return removeBackup(strapi, call, backupId);
    }),
  };
}

type Run = (strapi: Core.Strapi, call: ProjectCall, body: { data: object }) => Promise<Answer>;

const LISTS = { backups: listBackups, schedules: listSchedules, versions: listVersions };

const CREATES: Record<(typeof ACTIONS)[number], { scope: string; run: Run }> = {
  create_backup: {
    scope: 'project-backups.create',
    run: (strapi, call, body) => createBackup(strapi, call, parseRequest(backupBody, body).data),
  },
  create_version: {
    scope: 'project-versions.create',
    run: (strapi, call, body) => createVersion(strapi, call, parseRequest(versionBody, body).data),
  },
  create_schedule: {
    scope: 'project-schedules.create',
    run: (strapi, call, body) => createSchedule(strapi, call, body.data),
  },
  restore: {
    scope: 'project-restores.create',
    run: (strapi, call, body) => startRestore(strapi, call, parseRequest(restoreBody, body).data),
  },
  diff: {
    scope: 'project-diffs.create',
    run: (strapi, call, body) => {
      const { before, after } = parseRequest(diffBody, body).data;
      return createDiff(strapi, call, before, after);
    },
  },
};
