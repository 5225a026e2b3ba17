import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Backup } from '../../../../shared/contracts/backups';
import { toBackup } from '../../services/backups/backup-row';
import type { BackupRow } from '../../services/backups/backup-row';
import { unknownBackup } from '../../services/backups/backup-service';
import { pluginService } from '../../services/plugin-service';
import { pageOfRows } from '../../services/projects/page-of-rows';
import { answering, parseRequest } from '../answer';
import { sendStream } from '../send-file';
import { forProject, projectCall } from './for-project';
import type { Answer, ProjectCall } from './for-project';

const BACKUP_UID = 'plugin::keepsake.backup';

export const backupBody = z.object({
  data: z
    .strictObject({
      note: z.string().trim().max(500, 'may have at most 500 characters').optional(),
      is_cloud_backup: z.boolean().optional(),
    })
    .default({}),
});

export const fileQuery = z.strictObject({ format: z.enum(['keepsake', 'zip']).default('keepsake') });

export function createProjectBackupsController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find: forProject(strapi, (call) => listBackups(strapi, call)),

    findOne: forProject(strapi, async (call) => {
      const { documentId } = await backupOf(strapi, call);
      const { notices: _notices, ...data } = await pluginService(strapi, 'backups').details(documentId);
      return { data };
    }),

    create: forProject(strapi, async (call) => {
      const { data } = parseRequest(backupBody, call.ctx.request.body ?? {});
      return createBackup(strapi, call, data);
    }),

    verify: forProject(strapi, async (call) => {
      const { documentId } = await backupOf(strapi, call);
      const { job } = await pluginService(strapi, 'backups').verify(documentId, call.caller.name);
      call.ctx.status = 202;
      return { data: job };
    }),

    delete: forProject(strapi, async (call) => removeBackup(strapi, call)),

    /** A file, not JSON: encrypted, or a readable ZIP without private fields. */
    download: answering(strapi, async (ctx) => {
      const { format } = parseRequest(fileQuery, ctx.query);
      const { documentId } = await backupOf(strapi, await projectCall(strapi, ctx));
      const file = await pluginService(strapi, 'files').read(documentId, format, { showsPrivate: false });
      return sendStream(strapi, ctx, file);
    }),
  };
}

/** `GET /projects/:id/backups`, and by its alias. */
export async function listBackups(strapi: Core.Strapi, { ctx, project }: ProjectCall): Promise<Answer> {
  const { rows, pagination } = await pageOfRows<BackupRow>(strapi, BACKUP_UID, {
    query: ctx.query,
    auth: ctx.state.auth,
    where: { project: project.slug },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
  });
  return { data: rows.map(toBackup), meta: { pagination } };
}

export async function createBackup(
  strapi: Core.Strapi,
  { ctx, project, caller }: ProjectCall,
  { note, is_cloud_backup: cloud }: { note?: string; is_cloud_backup?: boolean },
): Promise<Answer> {
  const request = { project: project.slug, kind: 'manual' as const, note, cloud, author: caller.name };
  const { job } = await pluginService(strapi, 'backups').start(request);
  ctx.status = 202;
  return { data: job };
}

export async function removeBackup(
  strapi: Core.Strapi,
  call: ProjectCall,
  id = String(call.ctx.params.backupId),
): Promise<Answer> {
  const { documentId } = await backupOf(strapi, call, id);
  await pluginService(strapi, 'backups').remove(documentId);
  return { data: { documentId } };
}

/** The backup in the address, or `latest`; one of another project is as unknown as none. Throws `backup_unknown`. */
export async function backupOf(
  strapi: Core.Strapi,
  { ctx, project }: ProjectCall,
  id = String(ctx.params.backupId),
): Promise<Backup> {
  const backup = await pluginService(strapi, 'backups').find(id, project.slug);
  if (backup.project === project.slug) return backup;
  throw unknownBackup(id);
}

/** The same, or a version. Throws `backup_unknown`. */
export async function snapshotOf(strapi: Core.Strapi, { project }: ProjectCall, id: string): Promise<string> {
  const snapshot = await pluginService(strapi, 'snapshots').find(id, project.slug);
  if (snapshot.project === project.slug) return snapshot.documentId;
  throw unknownBackup(id);
}
