import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { RestorePlan, RestoreSelection } from '../../../../shared/contracts/restores';
import type { Problem } from '../../../../shared/contracts/errors';
import type { Backup } from '../../../../shared/contracts/backups';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { mediaKey } from '../../core/media/media-store';
import type { MediaStore } from '../../core/media/media-store';
import { openOwnArchive, readArchiveHead, type Archive } from '../../core/archive/open-archive';
import type { Manifest, SnapshotReader } from '../../core/repository/repository';
import { applyRestore } from '../../core/restore/apply-restore';
import type { Applied } from '../../core/restore/apply-restore';
import { heldMedia } from '../../core/restore/held-media';
import { movedEntries } from '../../core/restore/moved-entries';
import { planRestore } from '../../core/restore/plan-restore';
import type { LiveSite } from '../../core/restore/plan-restore';
import type { ReadPlan } from '../../core/snapshot/read-plan';
import type { FileAction, RestoreActions } from '../../core/restore/restore-plan';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import type { JobRow, PendingFiles } from '../jobs/job-row';
import type { StartedJob } from '../jobs/job-service';
import { lost } from '../jobs/job-errors';
import type { HeldLock } from '../jobs/lock-service';
import { refreshCaches } from '../closure/refresh-caches';
import { createStrapiMediaStore } from '../media/strapi-media-store';
import { pluginService } from '../plugin-service';
import { restorableScope } from '../projects/project-scope';
import { SITE } from '../projects/project-service';
import { describePlan } from './describe-plan';
import { prepareEntryEvents } from './entry-events';
import { grantLocales } from './grant-locales';
import { PlanMoved } from './plan-moved';
import { movedSince, rememberPreview } from './previews';
import { writeFirst } from './write-first';

/**
 * A restore, step by step; a failure at any one of them leaves the site as it was:
 *
 *   plan ──fingerprint as previewed──▶ safety backup ──▶ write files whose names are free ──▶ transaction:
 *   compare once more, rows, components, links, list of files still to do ──commit──▶ replace and remove files
 *
 * While the transaction runs the site is closed to requests, see maintenance-service.
 * A process that dies after the commit leaves the list; the next boot carries it out.
 */
export interface RestoreService {
  jobKind: JobKind<RestoreInput>;
  /** Changes nothing. Throws `backup_unknown`, and what reading the backup throws. */
  plan(idOrLatest: string, selection: RestoreSelection, project?: string): Promise<RestorePlan>;
  /** The same for a snapshot that is read from a file. */
  planFrom(source: RestoreSource, selection: RestoreSelection): Promise<RestorePlan>;
  /** Throws what `plan` throws; the job fails with `plan_stale` when content moved since `fingerprint`. */
  start(request: RestoreRequest): Promise<StartedJob<RestoreOutcome>>;
  /** Sets the files of restores right whose process died: finished after the commit, undone before it. */
  rollForward(): Promise<void>;
}

export interface RestoreRequest {
  backupId: string;
  selection: RestoreSelection;
  /** Of the plan that was looked at; null takes the plan as it is now. */
  fingerprint: string | null;
  /** Make a safety backup first. */
  safety: boolean;
  preserveIds: boolean;
  /** Send Strapi's entry events for what was written, after the commit. */
  emitEvents?: boolean;
  startedBy: string | null;
  project?: string;
  /** Restores from a file instead of a backup of the repository; the caller closes it afterwards. */
  source?: RestoreSource;
}

/** What the row of a restore's job holds. The selection was validated when it was asked for. */
const restoreInput = z.object({
  backupId: z.string(),
  selection: z.custom<RestoreSelection>((value) => typeof value === 'object' && value !== null),
  fingerprint: z.string().nullable(),
  safety: z.boolean(),
  preserveIds: z.boolean(),
  emitEvents: z.boolean().optional(),
  startedBy: z.string().nullable(),
});

type RestoreInput = z.infer<typeof restoreInput>;

/** A snapshot outside of the repository that its keys proved to be made here. */
export interface RestoreSource {
  repository: SnapshotReader;
  manifest: Manifest;
  /** The file, for the case that this process dies: absolute, and there until the job has ended. */
  path: string;
}

export interface RestoreOutcome extends JobOutcome {
  plan: RestorePlan;
  safetyBackup: Backup | null;
}

export function createRestoreService({ strapi }: { strapi: Core.Strapi }): RestoreService {
  const service: RestoreService = {
    jobKind: {
      kind: 'restore',
      right: 'restore',
      writes: true,
      // What it would change now is for somebody to look at first.
      resumable: false,
      retries: 0,
      parse: (input) => restoreInput.parse(input),
      async run(context) {
        const backup = await usable(context.input.backupId);
        return tellingMoved(context, () =>
          pluginService(strapi, 'locks').hold((lock) => restore(backup, context.input, context, lock)),
        );
      },
      async ended(row) {
        if (row.pendingFiles) await finishInterrupted(row);
      },
    },

    async plan(idOrLatest, selection, project) {
      const backup = await usable(idOrLatest, project);
      const { actions } = await planNow(backup, selection);
      await rememberPreview(strapi, actions);
      return describePlan(backup.documentId, actions);
    },

    async planFrom(source, selection) {
      const { actions } = await planNow(restoredFrom(source.manifest), selection, source);
      await rememberPreview(strapi, actions);
      return describePlan(source.manifest.id, actions);
    },

    async start(request) {
      const { source } = request;
      const backup = source ? restoredFrom(source.manifest) : await usable(request.backupId, request.project);
      const { fingerprint, safety, preserveIds, emitEvents, startedBy, selection } = request;
      const job = {
        type: 'restore' as const,
        project: backup.project,
        backupId: backup.documentId,
        startedBy,
        selection,
      };
      const jobs = pluginService(strapi, 'jobs');
      if (!source) {
        const backupId = backup.documentId;
        const input = { backupId, selection, fingerprint, safety, preserveIds, emitEvents, startedBy };
        return jobs.start<RestoreOutcome>({ ...job, input });
      }
      return jobs.start(job, (context) =>
        tellingMoved(context, () =>
          pluginService(strapi, 'locks').hold((lock) => restore(backup, request, context, lock)),
        ),
      );
    },

    async rollForward() {
      for (const row of await pluginService(strapi, 'jobs').withPendingFiles()) await finishInterrupted(row);
    },
  };

  /** Throws `backup_unknown` and `backup_unusable`. */
  async function usable(idOrLatest: string, project?: string): Promise<RestoredBackup> {
    const backup = await pluginService(strapi, 'snapshots').find(idOrLatest, project);
    await pluginService(strapi, 'snapshots').manifest(backup);
    return backup;
  }

  async function planNow(backup: RestoredBackup, selection: RestoreSelection, source?: RestoreSource) {
    const own = source ? null : await pluginService(strapi, 'snapshots').repository(backup);
    const repository = source?.repository ?? own!;
    const manifest = source?.manifest ?? (await repository.readManifest(backup.documentId));
    const isVersion = own !== null && manifest.kind === 'version';
    const live: LiveSite = {
      db: strapi.db.connection,
      ...(await restorableScope(strapi, manifest)),
      media: createStrapiMediaStore(strapi),
      ...(isVersion ? { held: heldMedia(own, manifest) } : {}),
    };
    return { repository, live, manifest, actions: await planRestore(repository, manifest, live, selection) };
  }

  async function restore(
    backup: RestoredBackup,
    request: RestoreRequest,
    context: JobContext,
    lock: HeldLock,
  ): Promise<RestoreOutcome> {
    context.progress({ phase: 'planning', done: 0, total: 0, bytes: 0, etaSeconds: null, message: '' });
    const { repository, live, actions } = await planNow(backup, request.selection, request.source);
    const plan = describePlan(backup.documentId, actions);
    refuseBlocked(plan.blockers);
    // What undoes it has to know of what was added.
    if (actions.added.length > 0) await context.set({ selection: actions.selection });
    if (request.fingerprint !== null && request.fingerprint !== actions.fingerprint)
      throw new PlanMoved('restored', await movedSince(strapi, request.fingerprint, actions.seen));
    if (isEmpty(plan)) await context.set({ result: { counts: plan.counts } });
    if (isEmpty(plan)) return { plan, safetyBackup: null, problems: actions.problems };
    const safetyBackup = request.safety
      ? await makeSafetyBackup(backup, request, context, lock, actions)
      : null;
    context.signal.throwIfAborted();
    const missing = actions.files.flatMap((action) => (action.state === 'missing' ? [action] : []));
    // From here on a process that dies leaves files that nobody knows of, unless they are noted first.
    await context.set({ pendingFiles: { undo: missing.map(({ file }) => file) } });
    const events = request.emitEvents ? await prepareEntryEvents(strapi, actions) : null;
    const commit = { done: false };
    try {
      await writeFreeNames(repository, live.media, missing, context);
      await lock.assertHeld();
      const { applied, pending, problems } = await pluginService(strapi, 'closure').during(
        context.documentId,
        async () => {
          const written = await lock.withoutRenewal(async () => {
            const result = await applyInTransaction(repository, live, actions, plan, request, context);
            // From here on its files stay, whatever else goes wrong.
            commit.done = true;
            return result;
          });
          return { ...written, problems: [...written.applied.problems, ...(await takeUp(actions))] };
        },
      );
      await finishFiles(repository, live.media, pending);
      await context.set({ pendingFiles: null });
      await strapi.eventHub.emit('keepsake.restored', {
        backupId: backup.documentId,
        safetyBackupId: safetyBackup?.documentId ?? null,
        counts: plan.counts,
      });
      const eventProblems = events ? await events.send(applied) : [];
      return { plan, safetyBackup, problems: [...actions.problems, ...problems, ...eventProblems] };
    } catch (error) {
      if (!commit.done) await undoFiles(live.media, missing, context);
      throw error;
    }
  }

  async function makeSafetyBackup(
    backup: RestoredBackup,
    request: RestoreRequest,
    context: JobContext,
    lock: HeldLock,
    actions: RestoreActions,
  ): Promise<Backup> {
    const { backup: made } = await pluginService(strapi, 'backups').take(
      {
        project: await safeProject(backup.project),
        kind: 'safety',
        note: backup.note ? `Before restoring “${backup.note}”` : 'Before a restore',
        author: request.startedBy,
        // Bytes that are about to be replaced may have changed without their rows: undo has to bring those back.
        reread: new Set(
          actions.files.filter(({ state }) => state !== 'missing').map(({ file }) => mediaKey(file)),
        ),
      },
      {
        lock,
        signal: context.signal,
        onProgress: (progress) => context.progress({ ...progress, phase: 'safety' }),
      },
    );
    await context.set({ safetyBackupId: made.documentId });
    return made;
  }

  /** Of a project that is gone, all of the site is kept. */
  async function safeProject(project: string): Promise<string> {
    try {
      return (await pluginService(strapi, 'projects').find(project)).slug;
    } catch (error) {
      if (asKeepsakeError(error).code === 'project_unknown') return SITE;
      throw error;
    }
  }

  /** Bytes under names that nothing live has yet: harmless if the restore fails, and then removed again. */
  async function writeFreeNames(
    repository: SnapshotReader,
    media: MediaStore,
    missing: Exclude<FileAction, { state: 'extra' }>[],
    context: JobContext,
  ): Promise<void> {
    for (const [index, action] of missing.entries()) {
      context.signal.throwIfAborted();
      await writeContent(repository, media, action);
      const progress = { done: index + 1, total: missing.length, bytes: 0, etaSeconds: null, message: '' };
      context.progress({ phase: 'media', ...progress });
    }
  }

  async function undoFiles(media: MediaStore, missing: FileAction[], context: JobContext): Promise<void> {
    for (const { file } of missing) await media.remove(file);
    await context.set({ pendingFiles: null });
  }

  async function applyInTransaction(
    repository: SnapshotReader,
    live: Awaited<ReturnType<typeof planNow>>['live'],
    actions: RestoreActions,
    { counts }: RestorePlan,
    request: RestoreRequest,
    context: JobContext,
  ): Promise<{ applied: Applied; pending: FileAction[] }> {
    const pending = actions.files.filter(({ state }) => state !== 'missing');
    const jobTable = strapi.db.metadata.get('plugin::keepsake.job').tableName;
    // Asked for now: within the transaction nothing else gets at a pool of one connection.
    const addressOf = await live.media.addresses();
    const loud = await context.quiet();
    try {
      return await strapi.db.connection.transaction(async (trx) => {
        await writeFirst(strapi, trx, context.documentId);
        const liveNow = { ...live, db: trx };
        const now = await planRestore(repository, actions.manifest, liveNow, request.selection, actions);
        if (now.fingerprint !== actions.fingerprint)
          throw new PlanMoved('restored', movedEntries(actions.seen, now.seen));
        const applied = await applyRestore(repository, trx, writablePlan(live), actions, {
          preserveIds: request.preserveIds,
          addressOf,
          onProgress: context.progress,
        });
        context.signal.throwIfAborted();
        const redo: PendingFiles | null =
          pending.length > 0 ? { redo: pending, ...archivedIn(request) } : null;
        // With no file left to do, the commit is the end of the work, whatever becomes of this process.
        const end = redo
          ? {}
          : { state: applied.problems.length + actions.problems.length > 0 ? 'partial' : 'succeeded' };
        // Also the last word on whose restore this is: one that another process ended is rolled back.
        const noted = await trx(jobTable)
          .where(context.held)
          .update({
            ...end,
            result: JSON.stringify({ counts }),
            pending_files: redo && JSON.stringify(redo),
          });
        if (noted !== 1) throw lost(context.documentId);
        return { applied, pending };
      });
    } finally {
      loud();
    }
  }

  /** What Strapi would have done by itself, had the rows been written through it. */
  async function takeUp({ types }: RestoreActions): Promise<Problem[]> {
    const problems = await refreshCaches(strapi);
    const locales = types.find(({ uid }) => uid === 'plugin::i18n.locale');
    const hasOthers = locales && locales.create.length + locales.delete.length > 0;
    return hasOthers ? [...problems, ...(await grantLocales(strapi))] : problems;
  }

  async function finishFiles(
    repository: SnapshotReader,
    media: MediaStore,
    pending: FileAction[],
  ): Promise<void> {
    for (const action of pending) {
      if (action.state === 'extra') await media.remove(action.file);
      else await writeContent(repository, media, action);
    }
  }

  async function finishInterrupted(row: JobRow): Promise<void> {
    const pending = row.pendingFiles!;
    const media = createStrapiMediaStore(strapi);
    const jobs = pluginService(strapi, 'jobs');
    if ('undo' in pending) {
      for (const file of pending.undo) await media.remove(file);
      return jobs.update(row.documentId, { pendingFiles: null });
    }
    if (pending.archive) {
      const archive = await ownArchive(pending.archive);
      await finishFiles(archive, media, pending.redo).finally(() => archive.close());
    } else {
      const backup = await pluginService(strapi, 'snapshots').find(row.backupId!);
      await finishFiles(await pluginService(strapi, 'snapshots').repository(backup), media, pending.redo);
    }
    const finishedAt = new Date().toISOString();
    await jobs.update(row.documentId, { pendingFiles: null, state: 'succeeded', error: null, finishedAt });
    strapi.log.info(`keepsake: put the ${pending.redo.length} files of an interrupted restore in place.`);
  }

  /** Of whichever storage it was made from; an archive of none of them is refused by the first. */
  async function ownArchive(path: string): Promise<Archive> {
    const { repositoryId } = await readArchiveHead(path);
    const repositories = pluginService(strapi, 'repository');
    return openOwnArchive((await repositories.withId(repositoryId)) ?? (await repositories.open()), path);
  }

  return service;
}

/** Everything that names a row has to be known when one goes, with each type of the project as it is in it. */
function writablePlan({ plan, whole = plan }: LiveSite): ReadPlan {
  const own = new Map(plan.types.map((type) => [type.uid, type]));
  return { ...whole, types: whole.types.map((type) => own.get(type.uid) ?? type) };
}

/** Keeps what moved with the job that was refused for it, outside of the transaction that found it out. */
async function tellingMoved<T>(context: JobContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlanMoved) await context.set({ result: error.result });
    throw error;
  }
}

/** What a restore has to know of the backup that it restores. */
type RestoredBackup = Pick<Backup, 'documentId' | 'project' | 'note' | 'storage'>;

function restoredFrom({ id, project, note }: Manifest): RestoredBackup {
  // Its file is read, whichever storage it was made from.
  return { documentId: id, project, note, storage: 'main' };
}

function archivedIn({ source }: RestoreRequest): { archive?: string } {
  return source ? { archive: source.path } : {};
}

async function writeContent(
  repository: SnapshotReader,
  media: MediaStore,
  action: Exclude<FileAction, { state: 'extra' }>,
): Promise<void> {
  async function* chunks() {
    for (const block of action.content.blocks) yield await repository.readBlock(block, 'chunk');
  }
  await media.write(action.file, () => Readable.from(chunks(), { objectMode: false }));
}

function isEmpty({ counts }: RestorePlan): boolean {
  return counts.create + counts.update + counts.delete + counts.links + counts.files === 0;
}

function refuseBlocked(blockers: Problem[]): void {
  const [first] = blockers;
  if (!first) return;
  const more = blockers.length > 1 ? ` And ${blockers.length - 1} more; look at the preview.` : '';
  throw new KeepsakeError(first.code, first.message, {
    hint: `Nothing was changed. Choose what to restore so that this is left out.${more}`,
    item: first.item,
  });
}
