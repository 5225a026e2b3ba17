import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Backup, BackupDetails, BackupKind, BrokenBackup } from '../../../../shared/contracts/backups';
import type { Problem } from '../../../../shared/contracts/errors';
import type { Job, JobProgress } from '../../../../shared/contracts/jobs';
import type { StoragePlace } from '../../../../shared/contracts/storage';
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
import { inSight } from '../projects/sight';
import type { Sight } from '../projects/sight';
import { checkedPacks } from '../repository/checked-packs';
import { inEachPlace } from '../repository/in-each-place';
import type { PlaceRepository } from '../repository/place-repository';
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
  /** Into the second storage (`storage.cloud`). */
  cloud?: boolean | undefined;
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
  cloud: z.boolean().optional(),
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
  /** Takes a backup within another job that holds the lock already. */
  take(request: BackupRequest, run: TakeOptions): Promise<BackupOutcome>;
  list(page: number, pageSize: number, sight?: Sight): Promise<{ backups: Backup[]; total: number }>;
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
  /** Objects of a storage that turned out damaged: which backups that costs, whose rows then say so. */
  suspect(objects: ReadonlySet<string>, place: StoragePlace): Promise<BrokenSnapshot[]>;
  /**
   * Makes rows for snapshots that only the repository knows: those of this site, and while there are no rows at all
   * (or when asked), those of other sites too; of all storages, or these. Returns how many it made.
   */
  reconcile(options?: { everything?: boolean; storages?: StoragePlace[] }): Promise<number>;
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
      // A missing secret or an unreachable storage is said now, not in a job that fails later.
      await pluginService(strapi, 'repository').at(placeOf(request)).open();
      const known = { ...request, project: project.slug };
      const row = await createRow(known);
      return pluginService(strapi, 'jobs').start<BackupOutcome>(jobOf(known, row));
    },

    async queue({ retries, ...request }) {
      const row = await createRow(request);
      return pluginService(strapi, 'jobs').queue({ ...jobOf(request, row), retries });
    },

    async take(request, options) {
      const row = await createRow(request);
      return finishing(row, () => fill(row, request, options));
    },

    async list(page, pageSize, sight = null) {
      await service.fillEmptyList();
      const where = inSight(sight);
      const rows = await backups().findMany({
        where,
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { backups: rows.map(toBackup), total: await backups().count({ where }) };
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
      const plan = await readSnapshotPlan(
        await pluginService(strapi, 'snapshots').repository(backup),
        manifest,
      );
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
      const rows = await backups().findMany({ where: { documentId: { $in: documentIds } } });
      let bytes = 0;
      for (const place of new Set(rows.map(({ storage }) => storage ?? 'main'))) {
        const there = rows.filter(({ storage }) => (storage ?? 'main') === place);
        const repository = pluginService(strapi, 'repository').at(place);
        bytes += await removeFrom(repository, new Set(there.map(({ documentId }) => documentId)), lock);
      }
      return { bytes };
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
      await pluginService(strapi, 'repository')
        .at(backup?.storage ?? 'main')
        .open();
      return pluginService(strapi, 'jobs').start<VerifyOutcome>({
        type: 'verify',
        project: backup?.project ?? project,
        backupId: backup?.documentId ?? null,
        startedBy,
        input: { backupId: backup?.documentId ?? null, share },
      });
    },

    async suspect(objects, place) {
      const repository = pluginService(strapi, 'repository').at(place);
      await repository.distrust(true);
      const broken = await (await repository.open()).brokenSnapshots(objects);
      await noteDamage(strapi, broken);
      return broken;
    },

    async reconcile({ everything = false, storages } = {}) {
      const rows = await backups().findMany({ select: ['documentId'] });
      const known = new Set(rows.map((row) => row.documentId));
      let made = 0;
      for (const place of await pluginService(strapi, 'repository').inUse()) {
        if (storages && !storages.includes(place.place)) continue;
        const repository = await place.open();
        const missing = repository
          .snapshots({ own: !everything && rows.length > 0 })
          .filter(({ id, kind }) => kind !== 'version' && !known.has(id));
        for (const snapshot of missing)
          await backups().create({ data: { ...rowOf(snapshot), storage: place.place } });
        made += missing.length;
      }
      return made;
    },

    async fillEmptyList() {
      // Not counted: that reads a large list from one end to the other.
      if (await backups().findOne({ select: ['id'] })) return;
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

  async function removeFrom(
    place: PlaceRepository,
    documentIds: ReadonlySet<string>,
    lock: HeldLock,
  ): Promise<number> {
    const repository = await place.openToWrite();
    // Another site's snapshot stays where it is; only the row of it goes.
    const stored = repository.snapshots().flatMap(({ id }) => (documentIds.has(id) ? [id] : []));
    const removed = stored.length > 0 ? await repository.removeSnapshots(stored) : null;
    await lock.assertHeld();
    await place.record();
    for (const documentId of documentIds) await backups().delete({ where: { documentId } });
    return removed?.bytes ?? 0;
  }

  async function verifyNow(context: JobContext<VerifyInput>): Promise<VerifyOutcome> {
    const { input, signal } = context;
    const { share } = input;
    const backup = input.backupId ? await pluginService(strapi, 'snapshots').find(input.backupId) : null;
    const repositories = pluginService(strapi, 'repository');
    const places = backup ? [repositories.at(backup.storage)] : await repositories.inUse();
    const { results, problems } = await inEachPlace(places, signal, (place) =>
      verifyIn(place, backup, context),
    );
    const sum = (of: 'objects' | 'bytes') => results.reduce((total, result) => total + result[of], 0);
    const [objects, bytes] = [sum('objects'), sum('bytes')];
    await context.set({ result: { verified: { share: share ?? 1, objects, bytes } } });
    return {
      objects,
      bytes,
      problems: [...results.flatMap((result) => result.problems), ...problems],
      broken: results.flatMap(({ broken }) => broken),
    };
  }

  async function verifyIn(
    place: PlaceRepository,
    backup: Snapshot | null,
    { input: { share }, signal, progress }: JobContext<VerifyInput>,
  ): Promise<VerifyOutcome> {
    const repository = await place.open();
    const checks = checkedPacks(strapi, place.place);
    const result = await repository.verify({
      snapshotIds: backup ? [backup.documentId] : undefined,
      sample: share === undefined ? undefined : { share, checked: await checks.read() },
      checkRecord: (line, entry, uid) => repository.hash('record', rehashInput(uid, line)) === entry.hash,
      signal,
      onProgress: ({ done, total, bytes }) =>
        progress({ phase: 'checking', done, total, bytes, etaSeconds: null, message: '' }),
    });
    await checks.add(result.packs, new Date());
    if (result.problems.length === 0 && share === undefined) await markVerified(repository, backup);
    if (result.problems.length === 0) return { ...result, broken: [] };
    const broken = await service.suspect(new Set(result.problems.map(({ item }) => item)), place.place);
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
    const snapshot = error.code === 'interrupted' ? await snapshotOf(row) : undefined;
    const ended = { state: 'failed', finishedAt: new Date().toISOString(), error: describe(error) };
    await backups().update({
      where: { documentId: row.documentId },
      data: snapshot ? rowOf(snapshot) : ended,
    });
  }

  async function snapshotOf({ documentId, storage }: BackupRow): Promise<SnapshotEntry | undefined> {
    const repository = await pluginService(strapi, 'repository')
      .at(storage ?? 'main')
      .open();
    return repository.snapshots().find(({ id }) => id === documentId);
  }

  async function createRow(request: BackupRequest): Promise<BackupRow> {
    return backups().create({
      data: {
        project: request.project,
        storage: placeOf(request),
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
    const place = pluginService(strapi, 'repository').at(row.storage ?? 'main');
    const repository = await place.openToWrite();
    if (repository.snapshots().some(({ id }) => id === row.documentId)) return adopt(row, repository, place);
    const { kind, project, reread } = request;
    const { documentId: id, note, startedAt: createdAt, strapiVersion, schedule } = row;
    const settings = schedule ? { schedule } : {};
    const order = { id, project, kind, note, createdAt, strapiVersion, reread, settings };
    const { manifest, storedBytes } = await commitSnapshot(strapi, repository, order, options);
    const done = await backups().update({
      where: { documentId: row.documentId },
      data: { ...rowOf(manifest), storedBytes, problemCount: manifest.problems.length },
    });
    return { backup: toBackup(done ?? row), problems: manifest.problems };
  }

  /** The process that made it died after the commit: it is there, and only its row does not know. */
  async function adopt(
    row: BackupRow,
    repository: Repository,
    place: PlaceRepository,
  ): Promise<BackupOutcome> {
    const manifest = await repository.readManifest(row.documentId);
    await place.record();
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
    const there = new Set(whole.map(({ id }) => id));
    for (const { documentId } of rows.filter((row) => there.has(row.documentId)))
      await backups().update({ where: { documentId }, data: { verifiedAt } });
  }

  return service;
}

function jobOf(
  { project, kind, note, schedule, author, reread, cloud }: BackupRequest,
  { documentId }: BackupRow,
): JobRequest {
  return {
    type: 'backup',
    project,
    backupId: documentId,
    startedBy: author,
    // A set of keys is only asked for within another job, which needs no row that says so.
    input: {
      ...{ project, kind, note, schedule, author },
      reread: reread === true || undefined,
      cloud: cloud || undefined,
    },
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

function placeOf({ cloud }: BackupRequest): StoragePlace {
  return cloud ? 'cloud' : 'main';
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
