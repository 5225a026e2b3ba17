import type { Core } from '@strapi/strapi';

import type {
  DiffEntry,
  DiffItem,
  EntryDiff,
  SnapshotDiff,
  StoredDiff,
} from '../../../../shared/contracts/diffs';
import type { Problem } from '../../../../shared/contracts/errors';
import { diffEntry } from '../../core/diff/diff-entry';
import { diffSnapshots, diffWithLive } from '../../core/diff/diff-snapshots';
import { findEntries } from '../../core/diff/find-entries';
import { pageEntries, type EntryQuery } from '../../core/diff/page-entries';
import { fingerprintOf, treeOf, typeChanges, type DiffTarget } from '../../core/diff/type-changes';
import { KeepsakeError } from '../../core/errors';
import type { Manifest, Repository } from '../../core/repository/repository';
import { readLiveEntries } from '../../core/restore/live-entries';
import { readLiveRecords } from '../../core/restore/live-records';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { readRecords } from '../../core/restore/snapshot-records';
import type { ReadPlan, TypePlan } from '../../core/snapshot/read-plan';
import { keyString, type Body, type RecordKey } from '../../core/snapshot/record';
import { pluginVersion } from '../../plugin-version';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { rowOf, toStoredDiff, type ComputedDiff, type DiffRow } from './diff-row';
import { hiddenFrom, mayListType, sightOf, type DiffViewer } from './diff-viewer';
import { targetLabels } from './target-labels';

/** What stands for the live content where a backup may be named. */
export const LIVE = 'live';

export interface DiffRequest {
  /** A backup: documentId or `latest`. */
  before: string;
  /** The same, or `live`. */
  after: string;
  project?: string;
}

/** A record of a diff. */
export interface EntryKey extends RecordKey {
  contentType: string;
  copy: number;
}

/**
 * What changed between two backups, or a backup and the live content. Counts and summary are stored; lists and single
 * entries are computed when they are asked for, from the parts of the snapshots' trees that differ.
 */
export interface DiffService {
  /** Changes nothing and stores nothing. Throws `backup_unknown`, `backup_unusable` and what reading the backups throws. */
  compute(request: DiffRequest): Promise<ComputedDiff>;
  /** The same, kept. Two backups never change: what was kept of them is the answer the next time. */
  create(request: DiffRequest, author: string | null): Promise<StoredDiff>;
  list(page: number, pageSize: number): Promise<{ diffs: StoredDiff[]; total: number }>;
  /** Throws `diff_unknown`. */
  find(documentId: string): Promise<StoredDiff>;
  /** The documents of a content type that changed. Throws `content_type_unknown` and `forbidden` too. */
  entries(
    documentId: string,
    contentType: string,
    query: EntryQuery,
    viewer: DiffViewer,
  ): Promise<{ entries: DiffEntry[]; total: number; moved: boolean }>;
  /** One record field by field. Throws `diff_entry_unknown` when neither side has it. */
  entry(documentId: string, key: EntryKey, viewer: DiffViewer): Promise<EntryDiff>;
  /** Throws `diff_stale`, with the content types, when live content moved since the diff with it was made. */
  assertUnmoved(documentId: string): Promise<void>;
}

const UID = 'plugin::keepsake.diff';
/** Older ones go when a new one is made: each can be made again. */
const MOST_ROWS = 200;

export function createDiffService({ strapi }: { strapi: Core.Strapi }): DiffService {
  const rows = () => ownRows<DiffRow & { id: number }>(strapi, UID);

  const service: DiffService = {
    async compute({ before: a, after: b, project }) {
      const started = Date.now();
      const before = await pluginService(strapi, 'snapshots').find(a, project);
      const after = b === LIVE ? null : await pluginService(strapi, 'snapshots').find(b, project);
      const { repository, manifest, target } = await open(before.documentId, after?.documentId ?? null);
      const diff =
        'manifest' in target
          ? await diffSnapshots(repository, manifest, target.manifest)
          : await diffWithLive(repository, manifest, target.live);
      const partial = [manifest, ...('manifest' in target ? [target.manifest] : [])].flatMap(partialSide);
      return {
        before,
        after,
        diff,
        fingerprint: after ? null : liveFingerprint(repository, diff),
        problems: [...new Map(partial.map((problem) => [problem.item, problem])).values()],
        seconds: (Date.now() - started) / 1000,
      };
    },

    async create(request, author) {
      const kept = await findKept(request);
      if (kept) return toStoredDiff(kept);
      const computed = await service.compute(request);
      const row = await rows().create({ data: { ...rowOf(computed), author, pluginVersion } });
      await prune();
      return toStoredDiff(row);
    },

    async list(page, pageSize) {
      const found = await rows().findMany({
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { diffs: found.map(toStoredDiff), total: await rows().count() };
    },

    async find(documentId) {
      return toStoredDiff(await rowWith(documentId));
    },

    async entries(documentId, contentType, query, viewer) {
      const row = await rowWith(documentId);
      const opened = await open(row.beforeId, row.afterId);
      const type = await requireList(strapi, opened, contentType, viewer);
      const { repository, manifest, target } = opened;
      const { changes, fingerprint } = await typeChanges(repository, manifest, target, contentType);
      const sight = sightOf(strapi, viewer, type, await plansOf(opened));
      const see = (item: DiffItem) =>
        sight(item.locale) === 'nothing'
          ? null
          : { ...item, label: sight(item.locale) === 'named' ? item.label : '' };
      const page = await pageEntries(contentType, changes, { ...query, see });
      return { ...page, moved: fingerprint !== storedFingerprint(row, contentType) };
    },

    async entry(documentId, key, viewer) {
      const row = await rowWith(documentId);
      const opened = await open(row.beforeId, row.afterId);
      const { contentType: uid } = key;
      const type = await requireList(strapi, opened, uid, viewer);
      const plans = await plansOf(opened);
      const sight = sightOf(strapi, viewer, type, plans)(key.locale);
      if (sight === 'nothing') throw forbidden(uid);
      const { repository, manifest, target } = opened;
      const name = keyString(key, key.copy);
      const before = await storedBody(repository, manifest, uid, name);
      const after = await bodyAfter(opened, uid, name, key);
      if (!before && !after) throw entryUnknown(uid, key);
      const labelOf = await targetLabels(
        repository,
        manifest,
        target,
        [before?.body ?? null, after?.body ?? null],
        (linked, locale) => {
          const found = typeIn(plans, linked);
          return found !== null && sightOf(strapi, viewer, found, plans)(locale) === 'named';
        },
      );
      const { fields, unchanged } = diffEntry(
        uid,
        { plan: plans[0]!, body: before?.body ?? null },
        { plan: plans[1]!, body: after?.body ?? null },
        hiddenFrom(strapi, viewer, type, key.locale, plans),
        labelOf,
      );
      const { documentId: document, locale, status, copy } = key;
      return {
        kind: !before ? 'added' : !after ? 'removed' : 'changed',
        uid,
        documentId: document,
        locale,
        status,
        copy,
        label: sight === 'named' ? ((after ?? before)?.label ?? '') : '',
        fields,
        unchanged,
        moved: await hasMoved(opened, row, uid),
      };
    },

    async assertUnmoved(documentId) {
      const row = await rowWith(documentId);
      if (row.afterId !== null) return;
      const opened = await open(row.beforeId, null);
      const moved: string[] = [];
      for (const { uid } of row.types) if (await hasMoved(opened, row, uid)) moved.push(uid);
      if (moved.length > 0) throw stale(moved);
    },
  };

  async function rowWith(documentId: string): Promise<DiffRow> {
    const row = await rows().findOne({ where: { documentId } });
    if (!row) throw unknownDiff(documentId);
    return row;
  }

  async function findKept({ before: a, after: b, project }: DiffRequest): Promise<DiffRow | null> {
    if (b === LIVE) return null;
    const snapshots = pluginService(strapi, 'snapshots');
    const [before, after] = [await snapshots.find(a, project), await snapshots.find(b, project)];
    return rows().findOne({
      where: { beforeId: before.documentId, afterId: after.documentId, pluginVersion },
    });
  }

  async function prune(): Promise<void> {
    const [oldest] = await rows().findMany({ orderBy: { id: 'desc' }, offset: MOST_ROWS, limit: 1 });
    if (oldest) await rows().deleteMany({ where: { id: { $lte: oldest.id } } });
  }

  /** Throws `backup_unknown` where one is gone by now. */
  async function open(beforeId: string, afterId: string | null): Promise<OpenedDiff> {
    const snapshots = pluginService(strapi, 'snapshots');
    const manifestOf = async (id: string) => snapshots.manifest(await snapshots.find(id));
    const repository = await pluginService(strapi, 'repository').open();
    const live = { db: strapi.db.connection, plan: compileReadPlan(strapi) };
    return {
      repository,
      manifest: await manifestOf(beforeId),
      target: afterId === null ? { live } : { manifest: await manifestOf(afterId) },
    };
  }

  return service;
}

interface OpenedDiff {
  repository: Repository;
  manifest: Manifest;
  target: DiffTarget;
}

interface FoundBody {
  body: Body;
  label: string;
}

/** The schemas of both sides. */
async function plansOf({ repository, manifest, target }: OpenedDiff): Promise<ReadPlan[]> {
  const after = 'manifest' in target ? await readSnapshotPlan(repository, target.manifest) : target.live.plan;
  return [await readSnapshotPlan(repository, manifest), after];
}

function typeIn(plans: ReadPlan[], uid: string): TypePlan | null {
  const found = plans.map((plan) => plan.types.find((type) => type.uid === uid));
  return found.findLast((type) => type !== undefined) ?? null;
}

/** Throws `content_type_unknown` and `forbidden`. */
async function requireList(
  strapi: Core.Strapi,
  opened: OpenedDiff,
  uid: string,
  viewer: DiffViewer,
): Promise<TypePlan> {
  const type = typeIn(await plansOf(opened), uid);
  if (!type) throw typeUnknown(uid);
  if (!mayListType(strapi, viewer, type)) throw forbidden(uid);
  return type;
}

async function storedBody(
  repository: Repository,
  manifest: Manifest,
  uid: string,
  key: string,
): Promise<FoundBody | null> {
  const tree = treeOf(manifest, uid);
  const entry = tree && (await findEntries(repository, tree, [key])).get(key);
  if (!entry) return null;
  for await (const { record } of readRecords(repository, [entry]))
    return { body: record.body, label: entry.label };
  return null;
}

async function bodyAfter(
  { repository, target }: OpenedDiff,
  uid: string,
  key: string,
  { documentId }: EntryKey,
): Promise<FoundBody | null> {
  if ('manifest' in target) return storedBody(repository, target.manifest, uid, key);
  const type = target.live.plan.types.find((one) => one.uid === uid);
  if (!type) return null;
  for await (const record of readLiveRecords(target.live, type, [documentId]))
    if (record.key === key) return { body: record.body, label: record.label };
  return null;
}

/** Of all content types together. */
function liveFingerprint(repository: Repository, { types }: SnapshotDiff): string {
  const hasher = repository.hasher('plan');
  for (const { uid, fingerprint } of types) hasher.update(Buffer.from(`${uid} ${fingerprint}\n`));
  return hasher.digest();
}

function storedFingerprint({ types }: DiffRow, uid: string): string | null {
  return types.find((type) => type.uid === uid)?.fingerprint ?? null;
}

async function hasMoved({ repository, target }: OpenedDiff, row: DiffRow, uid: string): Promise<boolean> {
  if ('manifest' in target) return false;
  const type = target.live.plan.types.find((one) => one.uid === uid);
  const entries = type ? await readLiveEntries(repository, target.live, type) : [];
  return fingerprintOf(repository, uid, entries) !== storedFingerprint(row, uid);
}

/** What a partial backup lacks looks as if it had been removed or added. */
function partialSide({ id, problems }: Manifest): Problem[] {
  if (problems.length === 0) return [];
  const [first] = problems;
  const message =
    `The backup ${id} is partial: ${problems.length} of its parts are missing (${first?.message ?? ''}) ` +
    'What it lacks may look as if it had been removed or added.';
  return [{ code: 'backup_partial', message, item: id }];
}

export function unknownDiff(documentId: string): KeepsakeError {
  return new KeepsakeError('diff_unknown', `There is no diff ${documentId}.`, {
    hint: 'It may have made room for newer ones. Compare again.',
    item: documentId,
  });
}

function typeUnknown(uid: string): KeepsakeError {
  return new KeepsakeError('content_type_unknown', `Neither side has a content type ${uid}.`, {
    hint: 'Take one of those that the diff lists.',
    item: uid,
  });
}

function forbidden(uid: string): KeepsakeError {
  return new KeepsakeError('forbidden', `You may not see the entries of ${uid}.`, {
    hint: 'Ask for the right to read them in the content manager; users and settings need the right to see the settings of Keepsake.',
    item: uid,
  });
}

function entryUnknown(uid: string, { documentId }: RecordKey): KeepsakeError {
  return new KeepsakeError('diff_entry_unknown', `Neither side has ${documentId} of ${uid}.`, {
    hint: 'Look at the list of entries that differ.',
    item: `${uid} ${documentId}`,
  });
}

function stale(moved: string[]): KeepsakeError {
  return new KeepsakeError('diff_stale', 'The content changed after it was compared.', {
    hint: `Compare again. It moved in ${moved.join(', ')}.`,
    item: moved.join(', '),
  });
}
