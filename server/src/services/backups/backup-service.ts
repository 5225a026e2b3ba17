import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Backup, BackupDetails, BackupKind, BrokenBackup } from '../../../../shared/contracts/backups';
import type { Problem } from '../../../../shared/contracts/errors';
import type { Job, JobProgress } from '../../../../shared/contracts/jobs';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import type { BrokenSnapshot, Manifest, Repository, SnapshotEntry } from '../../core/repository/repository';
import { rehashInput } from '../../core/snapshot/record';
import { pluginVersion } from '../../plugin-version';
import type { ActivityEvent } from '../activity/activity-service';
import { describe, interrupted } from '../jobs/job-errors';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import type { JobRequest, StartedJob } from '../jobs/job-service';
import type { HeldLock } from '../jobs/lock-service';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { checkedPacks } from '../repository/checked-packs';
import { commitSnapshot } from '../snapshots/commit-snapshot';
import { assertUsable } from '../snapshots/snapshot-service';
import type { Snapshot } from '../snapshots/snapshot-service';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { toBackup } from './backup-row';
import type { BackupRow } from './backup-row';
import { brokenBackup, noteDamage } from './note-damage';

const UID = 'plugin::keepsake.backup';

export interface BackupRequest {
  project: string;
  kind: BackupKind;
  note?: string;
  /** Display name of who asked for it. */
  author: string | null;
  /** Media files to read again although their rows say that they are the same: all, or those with these keys. */
  reread?: boolean | ReadonlySet<string>;
  /** Into the second storage (`storage.cloud`). Refused: there is no repository in it yet. */
  cloud?: boolean;
  /** documentId of the schedule that has it made. */
  schedule?: string;
}

/** What the row of a backup's job holds. */
const backupInput = z.object({
  project: z.string(),
  kind: z.enum(['manual', 'scheduled', 'safety']),
  note: z.string().optional(),
  schedule: z.string().optional(),
  author: z.string().nullable(),
  reread: z.boolean().optional(),
});

const verifyInput = z.object({
  backupId: z.string().nullable(),
  share: z.number().optional(),
});

type BackupInput = z.infer<typeof backupInput>;
type VerifyInput = z.infer<typeof verifyInput>;

export interface BackupOutcome extends JobOutcome {
  backup: Backup;
}

export interface VerifyOutcome extends JobOutcome {
  objects: number;
  bytes: number;
  /** Backups that cannot be restored whole. */
  broken: BrokenBackup[];
}

export interface BackupService {
  jobKinds: { backup: JobKind<BackupInput>; verify: JobKind<VerifyInput> };
  /** Starts a backup as a job. Throws `project_unknown`, `cloud_unavailable` and what opening the repository throws. */
  start(request: BackupRequest & { reread?: boolean }): Promise<StartedJob<BackupOutcome>>;
  /**
   * Writes down a backup that is to be made, within a transaction of the site's database; when that is committed, its
   * job is taken like any other (`jobs.wake`). What keeps it from being made is said by that job.
   */
  queue(request: BackupRequest & { retries: number }): Promise<Job>;
  /** Why `cloud` would be refused; null when it would not. */
  whyNoCloud(): KeepsakeError | null;
  /** Takes a backup within another job that holds the lock already. */
  take(request: BackupRequest, run: TakeOptions): Promise<BackupOutcome>;
  list(page: number, pageSize: number): Promise<{ backups: Backup[]; total: number }>;
  /** Every backup of a project, newest first. */
  all(project: string): Promise<Backup[]>;
  /** By documentId, or `latest` of a project. Throws `backup_unknown`. */
  find(idOrLatest: string, project?: string): Promise<Backup>;
  /** Throws what `find` throws, and what reading the manifest throws. */
  details(idOrLatest: string, project?: string): Promise<BackupDetails & { notices: Problem[] }>;
  /** The manifest of a finished backup; throws `backup_unusable` for one that failed. */
  manifest(backup: Backup): Promise<Manifest>;
  remove(documentId: string): Promise<{ documentId: string; bytes: number }>;
  /** Several at once, for who holds the repository's lock. Those that are not there any more are left out. */
  removeAll(documentIds: string[], lock: HeldLock): Promise<{ bytes: number }>;
  /** What people may change of it. Throws `backup_unknown`. */
  change(documentId: string, change: { note?: string | null; pinned?: boolean }): Promise<Backup>;
  /** Reads the bytes again: of one backup, or of all. */
  verify(
    idOrLatest: string | null,
    startedBy: string | null,
    project?: string,
    /** Read only this share of the bytes (0 to 1), what was checked longest ago first. */
    share?: number,
  ): Promise<StartedJob<VerifyOutcome>>;
  /** Objects of the storage that turned out damaged: which backups that costs, whose rows then say so. */
  suspect(objects: ReadonlySet<string>): Promise<BrokenSnapshot[]>;
  /**
   * Makes rows for snapshots that only the repository knows: those of this site, and while there are no rows at all
   * (or when asked), those of other sites too. Returns how many it made.
   */
  reconcile(options?: { everything?: boolean }): Promise<number>;
  /** A database that lost its list, to `strapi import` for example, gets it back from the repository. */
  fillEmptyList(): Promise<void>;
  /** Ends the rows of backups whose process died. */
  endDead(): Promise<void>;
}

export interface TakeOptions {
  lock: HeldLock;
  signal: AbortSignal;
  onProgress: (progress: JobProgress) => void;
}

export function createBackupService({ strapi }: { strapi: Core.Strapi }): BackupService {
  const backups = () => ownRows<BackupRow>(strapi, UID);

  const service: BackupService = {
    jobKinds: {
      backup: {
        kind: 'backup',
        right: 'backup',
        writes: true,
        // A backup that was not complete is not there: begun again it is another one.
        resumable: true,
        retries: 0,
        parse: (input) => backupInput.parse(input),
        run: (context) =>
          pluginService(strapi, 'locks').hold(async (lock) => {
            const row = await rowToFill(context);
            const { signal, progress: onProgress } = context;
            return fill(row, context.input, { lock, signal, onProgress });
          }),
        ended: ({ backupId }, error) => endRow(backupId, error),
      },
      verify: {
        kind: 'verify',
        right: 'backup',
        writes: false,
        resumable: true,
        retries: 0,
        parse: (input) => verifyInput.parse(input),
        run: verifyNow,
      },
    },

    async start(request) {
      const project = await pluginService(strapi, 'projects').find(request.project);
      if (request.cloud) throw cloudUnavailable();
      // A missing secret or an unreachable storage is said now, not in a job that fails later.
      await pluginService(strapi, 'repository').open();
      const known = { ...request, project: project.slug };
      const row = await createRow(known);
      return pluginService(strapi, 'jobs').start<BackupOutcome>(jobOf(known, row));
    },

    async queue({ retries, ...request }) {
      if (request.cloud) throw cloudUnavailable();
      const row = await createRow(request);
      return pluginService(strapi, 'jobs').queue({ ...jobOf(request, row), retries });
    },

    whyNoCloud: () => cloudUnavailable(),

    async take(request, options) {
      const row = await createRow(request);
      return finishing(row, () => fill(row, request, options));
    },

    async list(page, pageSize) {
      await service.fillEmptyList();
      const rows = await backups().findMany({
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { backups: rows.map(toBackup), total: await backups().count() };
    },

    async all(project) {
      await service.fillEmptyList();
      const rows = await backups().findMany({
        where: { project },
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      });
      return rows.map(toBackup);
    },

    async find(idOrLatest, project = 'site') {
      await service.fillEmptyList();
      const row = idOrLatest === 'latest' ? await latest(project) : await byId(idOrLatest);
      if (!row) throw unknownBackup(idOrLatest);
      return toBackup(row);
    },

    async details(idOrLatest, project) {
      const backup = await service.find(idOrLatest, project);
      const { error } = backup;
      const drill = (await byId(backup.documentId))?.drill ?? null;
      if (backup.state === 'running' || backup.state === 'failed') return withoutManifest(backup, drill);
      const manifest = await service.manifest(backup);
      const lost = error ? [{ code: error.code, message: error.message, item: backup.documentId }] : [];
      const plan = await readSnapshotPlan(await pluginService(strapi, 'repository').open(), manifest);
      const names = new Map(plan.types.map((type) => [type.uid, type.displayName]));
      return {
        ...backup,
        types: manifest.types.map(({ uid, documents, tree }) => ({
          uid,
          displayName: names.get(uid) ?? uid,
          documents,
          records: tree.entries,
        })),
        problems: [...lost, ...manifest.problems],
        notices: manifest.notices,
        drill,
        strapiVersion: manifest.strapi,
        pluginVersion: manifest.plugin,
      };
    },

    manifest: (backup) => pluginService(strapi, 'snapshots').manifest(backup),

    async remove(documentId) {
      const backup = await service.find(documentId);
      if (backup.state === 'running') throw stillRunning(documentId);
      return pluginService(strapi, 'activity').during(deletionOf(backup), () => removeStored(backup));
    },

    async removeAll(documentIds, lock) {
      const repository = await pluginService(strapi, 'repository').openToWrite();
      const going = new Set(documentIds);
      // Another site's snapshot stays where it is; only the row of it goes.
      const stored = repository.snapshots().flatMap(({ id }) => (going.has(id) ? [id] : []));
      const removed = stored.length > 0 ? await repository.removeSnapshots(stored) : null;
      await lock.assertHeld();
      await pluginService(strapi, 'repository').record();
      for (const documentId of documentIds) await backups().delete({ where: { documentId } });
      return { bytes: removed?.bytes ?? 0 };
    },

    async change(documentId, { note, pinned }) {
      await service.find(documentId);
      const data = {
        ...(note === undefined ? {} : { note: note || null }),
        ...(pinned === undefined ? {} : { pinned }),
      };
      const row = await backups().update({ where: { documentId }, data });
      if (!row) throw unknownBackup(documentId);
      await pluginService(strapi, 'activity').record({
        action: 'backup.change',
        project: row.project,
        object: { type: 'backup', id: documentId },
        details: { note, pinned },
      });
      return toBackup(row);
    },

    async verify(idOrLatest, startedBy, project = 'site', share) {
      const backup = idOrLatest ? await pluginService(strapi, 'snapshots').find(idOrLatest, project) : null;
      if (backup) assertUsable(backup);
      // A missing secret is said now, and not in a job that fails later.
      await pluginService(strapi, 'repository').open();
      return pluginService(strapi, 'jobs').start<VerifyOutcome>({
        type: 'verify',
        project: backup?.project ?? project,
        backupId: backup?.documentId ?? null,
        startedBy,
        input: { backupId: backup?.documentId ?? null, share },
      });
    },

    async suspect(objects) {
      const repositories = pluginService(strapi, 'repository');
      await repositories.distrust(true);
      const broken = await (await repositories.open()).brokenSnapshots(objects);
      await noteDamage(strapi, broken);
      return broken;
    },

    async reconcile({ everything = false } = {}) {
      const repository = await pluginService(strapi, 'repository').open();
      const rows = await backups().findMany({ select: ['documentId'] });
      const known = new Set(rows.map((row) => row.documentId));
      const missing = repository
        .snapshots({ own: !everything && rows.length > 0 })
        .filter(({ id, kind }) => kind !== 'version' && !known.has(id));
      for (const snapshot of missing) await backups().create({ data: rowOf(snapshot) });
      return missing.length;
    },

    async fillEmptyList() {
      if ((await backups().count()) > 0) return;
      try {
        await service.reconcile();
        await pluginService(strapi, 'versions').reconcile();
      } catch (error) {
        // What keeps the repository from opening is the status's to say; the list is empty either way.
        if (!(error instanceof KeepsakeError)) throw error;
      }
    },

    async endDead() {
      const rows = await backups().findMany({ where: { state: 'running' } });
      if (rows.length === 0) return;
      // While any job is under way, a running row may be its.
      const { total } = await pluginService(strapi, 'jobs').list({
        states: ['queued', 'running'],
        pageSize: 1,
      });
      if (total > 0) return;
      for (const { documentId } of rows) await endRow(documentId, interrupted());
    },
  };

  async function removeStored(backup: Backup): Promise<{ documentId: string; bytes: number }> {
    return pluginService(strapi, 'locks').hold(async (lock) => {
      const { bytes } = await service.removeAll([backup.documentId], lock);
      return { documentId: backup.documentId, bytes };
    });
  }

  async function verifyNow(context: JobContext<VerifyInput>): Promise<VerifyOutcome> {
    const { input, signal, progress } = context;
    const { share } = input;
    const backup = input.backupId ? await pluginService(strapi, 'snapshots').find(input.backupId) : null;
    const repository = await pluginService(strapi, 'repository').open();
    const checks = checkedPacks(strapi);
    const result = await repository.verify({
      snapshotIds: backup ? [backup.documentId] : undefined,
      sample: share === undefined ? undefined : { share, checked: await checks.read() },
      checkRecord: (line, entry, uid) => repository.hash('record', rehashInput(uid, line)) === entry.hash,
      signal,
      onProgress: ({ done, total, bytes }) =>
        progress({ phase: 'checking', done, total, bytes, etaSeconds: null, message: '' }),
    });
    await checks.add(result.packs, new Date());
    const { objects, bytes } = result;
    await context.set({ result: { verified: { share: share ?? 1, objects, bytes } } });
    if (result.problems.length === 0 && share === undefined) await markVerified(repository, backup);
    if (result.problems.length === 0) return { ...result, broken: [] };
    const broken = await service.suspect(new Set(result.problems.map(({ item }) => item)));
    return { ...result, broken: broken.map(toBroken) };
  }

  /** The row that was made when it was asked for; another one when that one holds a backup, or was deleted. */
  async function rowToFill({ documentId, input, set }: JobContext<BackupInput>): Promise<BackupRow> {
    const { backupId } = await pluginService(strapi, 'jobs').find(documentId);
    const row = backupId ? await byId(backupId) : null;
    if (row?.state === 'running') return row;
    if (row?.state === 'failed') {
      const again = { state: 'running', startedAt: new Date().toISOString(), finishedAt: null, error: null };
      return (await backups().update({ where: { documentId: row.documentId }, data: again })) ?? row;
    }
    const made = await createRow(input);
    await set({ backupId: made.documentId });
    return made;
  }

  /** A backup that did not come about stays in the list, with its reason. */
  async function endRow(documentId: string | null, error: KeepsakeError): Promise<void> {
    const row = documentId ? await byId(documentId) : null;
    if (row?.state !== 'running') return;
    // A process may have died after the commit: then the backup is there, and only its row does not know.
    const snapshot = error.code === 'interrupted' ? await snapshotOf(row.documentId) : undefined;
    const ended = { state: 'failed', finishedAt: new Date().toISOString(), error: describe(error) };
    await backups().update({
      where: { documentId: row.documentId },
      data: snapshot ? rowOf(snapshot) : ended,
    });
  }

  async function snapshotOf(documentId: string): Promise<SnapshotEntry | undefined> {
    const repository = await pluginService(strapi, 'repository').open();
    return repository.snapshots().find(({ id }) => id === documentId);
  }

  async function createRow(request: BackupRequest): Promise<BackupRow> {
    return backups().create({
      data: {
        project: request.project,
        kind: request.kind,
        state: 'running',
        note: request.note || null,
        schedule: request.schedule ?? null,
        startedAt: new Date().toISOString(),
        author: request.author,
        pluginVersion,
        strapiVersion: strapi.config.get('info.strapi') as string,
      },
    });
  }

  async function fill(row: BackupRow, request: BackupRequest, options: TakeOptions): Promise<BackupOutcome> {
    const repository = await pluginService(strapi, 'repository').openToWrite();
    if (repository.snapshots().some(({ id }) => id === row.documentId)) return adopt(row, repository);
    const { kind, project, reread } = request;
    const { documentId: id, note, startedAt: createdAt, strapiVersion } = row;
    const order = { id, project, kind, note, createdAt, strapiVersion, reread };
    const { manifest, storedBytes } = await commitSnapshot(strapi, repository, order, options);
    const done = await backups().update({
      where: { documentId: row.documentId },
      data: { ...rowOf(manifest), storedBytes, problemCount: manifest.problems.length },
    });
    return { backup: toBackup(done ?? row), problems: manifest.problems };
  }

  /** The process that made it died after the commit: it is there, and only its row does not know. */
  async function adopt(row: BackupRow, repository: Repository): Promise<BackupOutcome> {
    const manifest = await repository.readManifest(row.documentId);
    await pluginService(strapi, 'repository').record();
    const data = { ...rowOf(manifest), problemCount: manifest.problems.length };
    const done = await backups().update({ where: { documentId: row.documentId }, data });
    return { backup: toBackup(done ?? row), problems: manifest.problems };
  }

  /** Within another job, whose own end says nothing of this one. */
  async function finishing(row: BackupRow, work: () => Promise<BackupOutcome>): Promise<BackupOutcome> {
    try {
      return await work();
    } catch (error) {
      await endRow(row.documentId, asKeepsakeError(error));
      throw error;
    }
  }

  async function byId(documentId: string): Promise<BackupRow | null> {
    return backups().findOne({ where: { documentId } });
  }

  /** The newest good one that is no safety backup; if there are only partial ones, the newest of those. */
  async function latest(project: string): Promise<BackupRow | null> {
    for (const state of ['succeeded', 'partial']) {
      const [row] = await backups().findMany({
        where: { project, state, kind: { $in: ['manual', 'scheduled'] } },
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        limit: 1,
      });
      if (row) return row;
    }
    return null;
  }

  async function markVerified(repository: Repository, backup: Snapshot | null): Promise<void> {
    const verifiedAt = new Date().toISOString();
    const whole = repository.snapshots().filter(({ id }) => !backup || id === backup.documentId);
    await noteDamage(strapi, [], whole);
    const states = { $in: ['succeeded', 'partial'] };
    const rows = await backups().findMany({
      where: backup ? { documentId: backup.documentId } : { state: states },
      select: ['documentId'],
    });
    for (const { documentId } of rows)
      await backups().update({ where: { documentId }, data: { verifiedAt } });
  }

  return service;
}

function jobOf(
  { project, kind, note, schedule, author, reread }: BackupRequest,
  { documentId }: BackupRow,
): JobRequest {
  return {
    type: 'backup',
    project,
    backupId: documentId,
    startedBy: author,
    // A set of keys is only asked for within another job, which needs no row that says so.
    input: { project, kind, note, schedule, author, reread: reread === true || undefined },
  };
}

function toBroken(broken: BrokenSnapshot): BrokenBackup {
  const { message, item } = brokenBackup(broken);
  return { id: broken.entry.id, createdAt: broken.entry.createdAt, message, item };
}

function deletionOf({ documentId: id, project, createdAt, note, kind }: Backup): ActivityEvent {
  return {
    action: 'backup.delete',
    project,
    object: { type: 'backup', id },
    details: { kind, note, createdAt },
  };
}

/** Better than a backup in another place than the one that was asked for. */
function cloudUnavailable(): KeepsakeError {
  return new KeepsakeError(
    'cloud_unavailable',
    'Backups to the second storage (storage.cloud) cannot be made yet.',
    {
      hint: 'Name the cloud storage as storage.provider itself, or leave is_cloud_backup out.',
    },
  );
}

function rowOf(snapshot: SnapshotEntry) {
  const seconds = (Date.parse(snapshot.finishedAt) - Date.parse(snapshot.createdAt)) / 1000;
  return {
    documentId: snapshot.id,
    project: snapshot.project,
    kind: snapshot.kind,
    state: snapshot.state,
    note: snapshot.note,
    startedAt: snapshot.createdAt,
    finishedAt: snapshot.finishedAt,
    seconds,
    ...snapshot.counts,
  };
}

function withoutManifest(
  backup: Backup,
  drill: BackupDetails['drill'],
): BackupDetails & { notices: Problem[] } {
  return { ...backup, drill, types: [], problems: [], notices: [], strapiVersion: '', pluginVersion: '' };
}

export function unknownBackup(id: string): KeepsakeError {
  if (id === 'latest') {
    return new KeepsakeError('backup_unknown', 'There is no backup yet.', {
      hint: 'Make one first.',
      item: id,
    });
  }
  return new KeepsakeError('backup_unknown', `There is no backup ${id}.`, {
    hint: 'List the backups and versions to see their ids; it may have been deleted.',
    item: id,
  });
}

function stillRunning(documentId: string): KeepsakeError {
  return new KeepsakeError('backup_running', 'This backup is still being made.', {
    hint: 'Cancel its job first, or wait until it has finished.',
    item: documentId,
  });
}
