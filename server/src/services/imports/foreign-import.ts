import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { Backup } from '../../../../shared/contracts/backups';
import { KeepsakeError } from '../../core/errors';
import type { JobContext } from '../jobs/job-kinds';
import type { HeldLock } from '../jobs/lock-service';
import { pluginService } from '../plugin-service';
import { PlanMoved } from '../restores/plan-moved';
import type { RestoreOutcome } from '../restores/restore-service';
import { writeFirst } from '../restores/write-first';
import { ContentWriter } from './content-writer';
import type { ForeignFile } from './foreign-file';
import type { ImportRequest, OpenedImport } from './import-service';
import type { Importer } from './importer';
import { MediaImporter } from './media-importer';
import { ForeignPlanner, type Planned } from './plan-foreign';

/**
 * Brings in what nothing vouches for. Each record goes through Strapi's document service: its validation, its
 * lifecycles, and before it the content rights of who imports. Content is written in one transaction; library files,
 * which cannot be, are uploaded before it and removed again when it fails.
 */
export function createForeignImport(
  strapi: Core.Strapi,
  file: ForeignFile,
  importer: Importer,
): OpenedImport {
  return {
    plan: async (selection) => (await new ForeignPlanner(strapi, file, importer, selection).run()).plan,

    start(request) {
      const job = {
        type: 'restore' as const,
        project: 'site',
        backupId: null,
        startedBy: request.startedBy,
        selection: request.selection,
      };
      return pluginService(strapi, 'jobs').start(job, (context) =>
        pluginService(strapi, 'locks').hold((lock) => run(request, context, lock)),
      );
    },

    close: () => file.close(),
  };

  async function run(request: ImportRequest, context: JobContext, lock: HeldLock): Promise<RestoreOutcome> {
    const planned = await new ForeignPlanner(strapi, file, importer, request.selection).run();
    const { plan } = planned;
    const [blocker] = plan.blockers;
    if (blocker) {
      const hint = 'Nothing was changed. Choose what to import so that this is left out.';
      throw new KeepsakeError(blocker.code, blocker.message, { item: blocker.item, hint });
    }
    if (request.fingerprint !== null && request.fingerprint !== plan.fingerprint)
      throw new PlanMoved('imported', []);
    const { create, update, delete: removed, files, links } = plan.counts;
    const result = { counts: plan.counts };
    if (create + update + removed + files + links === 0) {
      await context.set({ result });
      return { plan, safetyBackup: null, problems: plan.problems };
    }
    const safetyBackup = request.safety ? await makeSafetyBackup(request, context, lock) : null;
    const problems = await write(planned, context, lock);
    await context.set({ result });
    await strapi.eventHub.emit('keepsake.restored', {
      backupId: null,
      safetyBackupId: safetyBackup?.documentId ?? null,
      counts: plan.counts,
    });
    return { plan, safetyBackup, problems: [...plan.problems, ...problems] };
  }

  async function makeSafetyBackup(
    request: ImportRequest,
    context: JobContext,
    lock: HeldLock,
  ): Promise<Backup> {
    const { backup } = await pluginService(strapi, 'backups').take(
      { project: 'site', kind: 'safety', note: 'Before an import', author: request.startedBy },
      {
        lock,
        signal: context.signal,
        onProgress: (progress) => context.progress({ ...progress, phase: 'safety' }),
      },
    );
    await context.set({ safetyBackupId: backup.documentId });
    return backup;
  }

  async function inTransaction(writer: ContentWriter, planned: Planned, context: JobContext): Promise<void> {
    const loud = await context.quiet();
    try {
      await strapi.db.transaction(async ({ trx }) => {
        await writeFirst(strapi, trx, context.documentId);
        if (!(await planned.isUnmoved())) throw new PlanMoved('imported', []);
        await writer.write(planned.records, planned.removed, context.signal);
      });
    } finally {
      loud();
    }
  }

  async function write(planned: Planned, context: JobContext, lock: HeldLock): Promise<Problem[]> {
    const media = new MediaImporter(strapi, file, importer);
    try {
      for (const folder of planned.folders) await media.makeFolder(folder);
      for (const [index, { record, folder }] of planned.media.entries()) {
        context.signal.throwIfAborted();
        await media.add(record, folder);
        const progress = { done: index + 1, total: planned.media.length, bytes: 0 };
        context.progress({ phase: 'media', ...progress, etaSeconds: null, message: '' });
      }
      await lock.assertHeld();
      const writer = new ContentWriter(strapi, importer, planned.identities);
      await pluginService(strapi, 'closure').during(context.documentId, () =>
        lock.withoutRenewal(() => inTransaction(writer, planned, context)),
      );
      return [...media.problems, ...writer.problems()];
    } catch (error) {
      await media.undo();
      throw error;
    }
  }
}
