import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import type { Actor } from '../../../../shared/contracts/activity';
import type {
  DerivedDiff,
  DiffEntry,
  DiffFileContent,
  DiffItem,
  EntryDiff,
  SnapshotDiff,
  StoredDiff,
} from '../../../../shared/contracts/diffs';
import type { Problem } from '../../../../shared/contracts/errors';
import { diffSnapshots, diffWithLive } from '../../core/diff/diff-snapshots';
import { pageEntries, type EntryQuery } from '../../core/diff/page-entries';
import { fingerprintOf, typeChanges } from '../../core/diff/type-changes';
import { KeepsakeError } from '../../core/errors';
import type { Manifest, Repository } from '../../core/repository/repository';
import { readLiveEntries } from '../../core/restore/live-entries';
import { pluginVersion } from '../../plugin-version';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { inSight } from '../projects/sight';
import type { Sight } from '../projects/sight';
import { derivedLinks } from './derived-links';
import { diffContent } from './diff-content';
import { rowOf, toStoredDiff, type ComputedDiff, type DiffRow } from './diff-row';
import { sightOf, type DiffViewer } from './diff-viewer';
import { markPlaces } from './mark-places';
import { compareEntry, openDiff, plansOf, requireList, type EntryKey, type OpenedDiff } from './opened-diff';

/** What stands for the live content where a backup may be named. */
export const LIVE = 'live';

export interface DiffRequest {
  /** A backup: documentId or `latest`. */
  before: string;
  /** The same, or `live`. */
  after: string;
  project?: string;
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
  list(page: number, pageSize: number, sight?: Sight): Promise<{ diffs: StoredDiff[]; total: number }>;
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
  /** Relations of a record that others own, as far as they changed. Throws `content_type_unknown` and `forbidden`. */
  inverse(documentId: string, key: EntryKey, viewer: DiffViewer): Promise<DerivedDiff[]>;
  /** All of it as JSON, see `DiffFileContent`, made while it is read. Throws `diff_unknown`, and what opening its sides throws. */
  file(documentId: string, viewer: DiffViewer, actor?: Actor): Promise<Readable>;
  /** The same of one that is not stored. */
  fileOf(computed: ComputedDiff, viewer: DiffViewer): Promise<Readable>;
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
      if (after && after.storage !== before.storage) throw acrossStorages();
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

    async list(page, pageSize, sight = null) {
      const where = inSight(sight);
      const found = await rows().findMany({
        where,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { diffs: found.map(toStoredDiff), total: await rows().count({ where }) };
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
      await markPlaces(opened, contentType, page.entries);
      return { ...page, moved: fingerprint !== storedFingerprint(row, contentType) };
    },

    async entry(documentId, key, viewer) {
      const row = await rowWith(documentId);
      const opened = await open(row.beforeId, row.afterId);
      const compared = await compareEntry(strapi, opened, key, viewer);
      // Both sides may have come to hold the same since; it is in the list of what changed all the same.
      const kind = compared.kind ?? 'changed';
      return { ...compared, kind, moved: await hasMoved(opened, row, key.contentType) };
    },

    async inverse(documentId, key, viewer) {
      const row = await rowWith(documentId);
      return derivedLinks(strapi, await open(row.beforeId, row.afterId), key, viewer);
    },

    async file(documentId, viewer, actor) {
      const row = await rowWith(documentId);
      const opened = await open(row.beforeId, row.afterId);
      // Before its first byte goes out, whatever then comes of it.
      await pluginService(strapi, 'activity').record({
        action: 'diff.download',
        actor,
        project: row.project,
        object: { type: 'diff', id: documentId },
      });
      return contentFrom(opened, toStoredDiff(row), viewer);
    },

    async fileOf(computed, viewer) {
      const { before, after } = computed;
      const opened = await open(before.documentId, after?.documentId ?? null);
      const createdAt = new Date().toISOString();
      const row = { ...rowOf(computed), documentId: '', author: null, createdAt };
      return contentFrom(opened, { ...toStoredDiff(row), documentId: null }, viewer);
    },
  };

  function contentFrom(opened: OpenedDiff, diff: DiffFileContent['diff'], viewer: DiffViewer): Readable {
    return Readable.from(diffContent(strapi, opened, diff, viewer), { objectMode: false });
  }

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

  const open = (beforeId: string, afterId: string | null) => openDiff(strapi, beforeId, afterId);

  return service;
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

/** Their hashes were made under different keys: every record would have to be read. */
function acrossStorages(): KeepsakeError {
  return new KeepsakeError(
    'diff_across_storages',
    'One of the two lies in the second storage, and what lies in different storages is not compared as a whole.',
    {
      hint: 'Compare each of them with the live content, or two of the same storage. The history of an entry shows both.',
    },
  );
}

export function unknownDiff(documentId: string): KeepsakeError {
  return new KeepsakeError('diff_unknown', `There is no diff ${documentId}.`, {
    hint: 'It may have made room for newer ones. Compare again.',
    item: documentId,
  });
}
