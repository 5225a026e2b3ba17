import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { ActivityAction } from '../../../../shared/contracts/activity';
import type { Version, VersionDetails, VersionOrigin } from '../../../../shared/contracts/versions';
import { KeepsakeError } from '../../core/errors';
import type { Manifest, Repository, SnapshotEntry } from '../../core/repository/repository';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { pluginVersion } from '../../plugin-version';
import type { ActivityEvent } from '../activity/activity-service';
import { describe, interrupted } from '../jobs/job-errors';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import type { StartedJob } from '../jobs/job-service';
import type { HeldLock } from '../jobs/lock-service';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { inSight } from '../projects/sight';
import type { Sight } from '../projects/sight';
import { commitSnapshot } from '../snapshots/commit-snapshot';
import { skipVersionNumbers, nextVersionNumber } from './version-numbers';
import { committed, toVersion, VERSION_UID } from './version-row';
import type { VersionRow } from './version-row';
import { versionSettingsOf } from './version-settings';

export interface VersionRequest {
  project: string;
  label?: string | undefined;
  note?: string | undefined;
  pinned?: boolean | undefined;
  /** Display name of who asked for it. */
  author: string | null;
}

const versionInput = z.object({
  project: z.string(),
  label: z.string().optional(),
  note: z.string().optional(),
  pinned: z.boolean().optional(),
  author: z.string().nullable(),
});

type VersionInput = z.infer<typeof versionInput>;

export interface VersionOutcome extends JobOutcome {
  version: Version;
}

export interface VersionFilter {
  sight?: Sight;
  origin?: VersionOrigin;
  pinned?: boolean;
  search?: string;
  page: number;
  pageSize: number;
}

export interface VersionChange {
  label?: string | null | undefined;
  note?: string | null | undefined;
  pinned?: boolean | undefined;
}

/**
 * Versions: snapshots of content that people keep. A version's row is made when it is asked for and filled when its
 * snapshot is committed:
 *
 *   running ──commit──▶ succeeded          ──a verification finds damage──▶ partial | failed
 *      └── it fails, or its process dies ──▶ failed, in the list with its reason
 */
export interface VersionService {
  jobKind: JobKind<VersionInput>;
  /** Starts one as a job. Throws `project_unknown` and what opening the repository throws. */
  start(request: VersionRequest): Promise<StartedJob<VersionOutcome>>;
  list(filter: VersionFilter): Promise<{ versions: Version[]; total: number }>;
  /** Every version of a project, newest first. */
  all(project: string): Promise<Version[]>;
  /** Throws `version_unknown`. */
  find(documentId: string): Promise<Version>;
  /** The same; null where there is none. */
  known(documentId: string): Promise<Version | null>;
  /** Throws what `find` and reading the manifest throw. */
  details(documentId: string): Promise<VersionDetails>;
  /** What is left out stays. Throws `version_unknown`. */
  change(documentId: string, change: VersionChange): Promise<Version>;
  /** Throws `version_unknown`, `version_running` and what removing it from the repository throws. */
  remove(documentId: string): Promise<{ documentId: string; bytes: number }>;
  /** The same for several, under a lock that is held; one that is not there is passed over. */
  removeAll(documentIds: string[], lock: HeldLock): Promise<number>;
  /** Makes rows for versions that only the repository knows, see `BackupService.reconcile`. */
  reconcile(options?: { everything?: boolean }): Promise<number>;
  /** Ends the rows of versions whose process died. */
  endDead(): Promise<void>;
}

export function createVersionService({ strapi }: { strapi: Core.Strapi }): VersionService {
  const versions = () => ownRows<VersionRow>(strapi, VERSION_UID);
  const newestFirst = [{ number: 'desc' }, { id: 'desc' }];

  const service: VersionService = {
    jobKind: {
      kind: 'version',
      right: 'backup',
      writes: true,
      resumable: true,
      retries: 0,
      parse: (input) => versionInput.parse(input),
      run: (context) =>
        pluginService(strapi, 'locks').hold(async (lock) => fill(await rowToFill(context), context, lock)),
      ended: ({ backupId }, error) => endRow(backupId, error),
    },

    async start(request) {
      const project = await pluginService(strapi, 'projects').find(request.project);
      // A missing secret or an unreachable storage is said now, not in a job that fails later.
      await pluginService(strapi, 'repository').open();
      const { author } = request;
      const row = await createRow({ ...request, project: project.slug });
      return pluginService(strapi, 'jobs').start<VersionOutcome>({
        type: 'version',
        project: project.slug,
        backupId: row.documentId,
        startedBy: author,
        input: { ...request, project: project.slug },
      });
    },

    async list({ page, pageSize, ...filter }) {
      await pluginService(strapi, 'backups').fillEmptyList();
      const where = whereOf(filter);
      const rows = await versions().findMany({
        where,
        orderBy: newestFirst,
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { versions: rows.map(toVersion), total: await versions().count({ where }) };
    },

    async all(project) {
      return (await versions().findMany({ where: { project }, orderBy: newestFirst })).map(toVersion);
    },

    async find(documentId) {
      const found = await service.known(documentId);
      if (!found) throw unknownVersion(documentId);
      return found;
    },

    async known(documentId) {
      const row = await rowOf(documentId);
      return row && toVersion(row);
    },

    async details(documentId) {
      const version = await service.find(documentId);
      const empty = {
        types: [],
        problems: [],
        unheld: [],
        touched: [],
        strapiVersion: '',
        pluginVersion: '',
      };
      if (version.state === 'running' || version.state === 'failed') return { ...version, ...empty };
      const manifest = await pluginService(strapi, 'snapshots').manifest(version);
      const plan = await readSnapshotPlan(await pluginService(strapi, 'repository').open(), manifest);
      const names = new Map(plan.types.map((type) => [type.uid, type.displayName]));
      return {
        ...version,
        types: manifest.types.map(({ uid, documents, tree }) => ({
          uid,
          displayName: names.get(uid) ?? uid,
          documents,
          records: tree.entries,
        })),
        problems: manifest.problems,
        unheld: manifest.notices.filter(({ code }) => code === 'media_not_held'),
        touched: versionSettingsOf(manifest)?.touched ?? [],
        strapiVersion: manifest.strapi,
        pluginVersion: manifest.plugin,
      };
    },

    async change(documentId, change) {
      const version = await service.find(documentId);
      const data = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (Object.keys(data).length === 0) return version;
      return pluginService(strapi, 'activity').during(eventOf('version.change', version, data), async () => {
        const changed = await versions().update({ where: { documentId }, data });
        if (!changed) throw unknownVersion(documentId);
        return toVersion(changed);
      });
    },

    async remove(documentId) {
      const version = await service.find(documentId);
      if (version.state === 'running') throw stillRunning(documentId);
      const { number, label } = version;
      const event = eventOf('version.delete', version, { number, label });
      const bytes = await pluginService(strapi, 'activity').during(event, () =>
        pluginService(strapi, 'locks').hold((lock) => service.removeAll([documentId], lock)),
      );
      return { documentId, bytes };
    },

    async removeAll(documentIds, lock) {
      const repository = await pluginService(strapi, 'repository').openToWrite();
      const stored = new Set(repository.snapshots().map(({ id }) => id));
      const ids = documentIds.filter((id) => stored.has(id));
      // Another site's snapshot stays where it is; only the row of it goes.
      const removed = ids.length > 0 ? await repository.removeSnapshots(ids) : null;
      await lock.assertHeld();
      await pluginService(strapi, 'repository').record();
      await versions().deleteMany({ where: { documentId: { $in: documentIds } } });
      return removed?.bytes ?? 0;
    },

    async reconcile({ everything = false } = {}) {
      const repository = await pluginService(strapi, 'repository').open();
      const rows = await versions().findMany({ select: ['documentId'] });
      const known = new Set(rows.map((row) => row.documentId));
      const missing = repository
        .snapshots({ own: !everything && rows.length > 0 })
        .filter(({ id, kind }) => kind === 'version' && !known.has(id));
      for (const entry of missing) await adoptRow(repository, entry);
      return missing.length;
    },

    async endDead() {
      const rows = await versions().findMany({ where: { state: 'running' } });
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

  function rowOf(documentId: string): Promise<VersionRow | null> {
    return versions().findOne({ where: { documentId } });
  }

  async function createRow({ project, label, note, pinned, author }: VersionRequest): Promise<VersionRow> {
    return versions().create({
      data: {
        project,
        number: await nextVersionNumber(strapi, project),
        origin: 'manual',
        label: label || null,
        note: note || null,
        pinned: pinned ?? false,
        state: 'running',
        startedAt: new Date().toISOString(),
        author,
        pluginVersion,
        strapiVersion: strapi.config.get('info.strapi') as string,
      },
    });
  }

  /** The row that was made when it was asked for; another one when that one holds a version, or was deleted. */
  async function rowToFill({ documentId, input, set }: JobContext<VersionInput>): Promise<VersionRow> {
    const { backupId } = await pluginService(strapi, 'jobs').find(documentId);
    const row = backupId ? await rowOf(backupId) : null;
    if (row?.state === 'running') return row;
    if (row?.state === 'failed') {
      const again = { state: 'running', startedAt: new Date().toISOString(), finishedAt: null, error: null };
      return (await versions().update({ where: { documentId: row.documentId }, data: again })) ?? row;
    }
    const made = await createRow(input);
    await set({ backupId: made.documentId });
    return made;
  }

  async function fill(
    row: VersionRow,
    { signal, progress }: JobContext<VersionInput>,
    lock: HeldLock,
  ): Promise<VersionOutcome> {
    const repository = await pluginService(strapi, 'repository').openToWrite();
    const isThere = repository.snapshots().some(({ id }) => id === row.documentId);
    if (isThere) await pluginService(strapi, 'repository').record();
    const { documentId: id, project, note, startedAt: createdAt, strapiVersion } = row;
    const { number, origin, label, author, pinned } = row;
    const settings = { version: { number, origin, label, author, pinned } };
    const order = { id, project, kind: 'version' as const, note, createdAt, strapiVersion, settings };
    // The process that made it may have died after the commit: it is there, and only its row does not know.
    const { manifest, storedBytes } = isThere
      ? { manifest: await repository.readManifest(id), storedBytes: 0 }
      : await commitSnapshot(strapi, repository, order, { lock, signal, onProgress: progress });
    const data = { ...committed(manifest), storedBytes };
    const done = await versions().update({ where: { documentId: id }, data });
    return { version: toVersion(done ?? row), problems: manifest.problems };
  }

  /** A version that did not come about stays in the list, with its reason. */
  async function endRow(documentId: string | null, error: KeepsakeError): Promise<void> {
    const row = documentId ? await rowOf(documentId) : null;
    if (row?.state !== 'running') return;
    const repository = error.code === 'interrupted' ? await pluginService(strapi, 'repository').open() : null;
    const isThere = repository?.snapshots().some(({ id }) => id === documentId) ?? false;
    const failed = { state: 'failed', finishedAt: new Date().toISOString(), error: describe(error) };
    const data = isThere ? committed(await repository!.readManifest(row.documentId)) : failed;
    await versions().update({ where: { documentId: row.documentId }, data });
  }

  async function adoptRow(repository: Repository, entry: SnapshotEntry): Promise<void> {
    const manifest = await readable(repository, entry.id);
    const kept = manifest && versionSettingsOf(manifest);
    const taken =
      kept && (await versions().findOne({ where: { project: entry.project, number: kept.number } }));
    if (kept) await skipVersionNumbers(strapi, entry.project, kept.number);
    const number = kept && !taken ? kept.number : await nextVersionNumber(strapi, entry.project);
    await versions().create({
      data: {
        ...entry.counts,
        ...committed(manifest ?? entry),
        documentId: entry.id,
        project: entry.project,
        number,
        origin: kept?.origin ?? 'manual',
        label: kept?.label ?? null,
        pinned: kept?.pinned ?? false,
        author: kept?.author ?? null,
        note: entry.note,
        startedAt: entry.createdAt,
        pluginVersion: manifest?.plugin ?? '',
        strapiVersion: manifest?.strapi ?? '',
      },
    });
  }

  return service;
}

function eventOf(
  action: ActivityAction,
  { project, documentId, number, label }: Version,
  details: Record<string, unknown>,
): ActivityEvent {
  const name = label ? `#${number} ${label}` : `#${number}`;
  return { action, project, object: { type: 'version', id: documentId, name }, details };
}

/** Null for one whose manifest is damaged: it is listed all the same, and can be deleted. */
async function readable(repository: Repository, id: string): Promise<Manifest | null> {
  try {
    return await repository.readManifest(id);
  } catch (error) {
    if (error instanceof KeepsakeError) return null;
    throw error;
  }
}

function whereOf({ sight = null, origin, pinned, search }: Omit<VersionFilter, 'page' | 'pageSize'>): object {
  const contains = { $containsi: search };
  const number = search && /^#?\d{1,9}$/.test(search) ? [{ number: Number(search.replace('#', '')) }] : [];
  return {
    ...inSight(sight),
    ...(origin ? { origin } : {}),
    ...(pinned === undefined ? {} : { pinned }),
    ...(search ? { $or: [{ label: contains }, { note: contains }, { documentId: search }, ...number] } : {}),
  };
}

export function unknownVersion(documentId: string): KeepsakeError {
  return new KeepsakeError('version_unknown', `There is no version ${documentId}.`, {
    hint: 'List the versions to see their ids; it may have been deleted.',
    item: documentId,
  });
}

function stillRunning(documentId: string): KeepsakeError {
  return new KeepsakeError('version_running', 'This version is still being made.', {
    hint: 'Cancel its job first, or wait until it has finished.',
    item: documentId,
  });
}
