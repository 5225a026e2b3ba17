import type { Core } from '@strapi/strapi';

import type { GetHistoryEntry, HistoryItem } from '../../../../shared/contracts/history';
import { contentOf } from '../../core/diff/without-places';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import type { Repository, TreeEntry } from '../../core/repository/repository';
import { readLiveRecords } from '../../core/restore/live-records';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { readRecords } from '../../core/restore/snapshot-records';
import { readAhead } from '../../core/snapshot/read-ahead';
import type { ReadPlan, TypePlan } from '../../core/snapshot/read-plan';
import { parseKeyString, rehashRecord } from '../../core/snapshot/record';
import type { Body } from '../../core/snapshot/record';
import { LIVE } from '../diffs/diff-service';
import { mayListType, sightOf, type DiffViewer } from '../diffs/diff-viewer';
import { compareEntry, forbidden, openDiff, typeUnknown, type EntryKey } from '../diffs/opened-diff';
import { pluginService } from '../plugin-service';
import { projectPlan } from '../projects/project-scope';
import { nameOf } from '../snapshots/snapshot-service';
import type { Snapshot } from '../snapshots/snapshot-service';
import { adminNames } from './admin-names';
import { createEntryLookup } from './entry-lookup';
import { historyRecords } from './history-records';

export interface HistoryQuery {
  project: string;
  contentType: string;
  documentId: string;
  locale?: string | undefined;
  status?: 'draft' | 'published' | undefined;
  /** Go on with the snapshots that are older than this one. */
  before?: string | undefined;
  pageSize: number;
}

export interface HistoryPage {
  items: HistoryItem[];
  next: string | null;
  looked: number;
  unreadable: { documentId: string; code: string; message: string }[];
}

/**
 * One entry through all backups and versions. It is looked up in each snapshot's tree, which is a few pieces of it, and
 * of those most are shared; a record is read only where it differs from the snapshot before, for who changed it.
 */
export interface HistoryService {
  /** Throws `content_type_unknown`, `forbidden` and, for `before`, `backup_unknown`. */
  list(query: HistoryQuery, viewer: DiffViewer): Promise<HistoryPage>;
  /** One row of the entry in two snapshots, or one and the live content. Throws what `compareEntry` throws. */
  entry(
    key: EntryKey,
    sides: { before: string; after: string },
    viewer: DiffViewer,
  ): Promise<GetHistoryEntry['response']['data']>;
  /** What a snapshot holds of a document. Throws what finding and reading it throws. */
  held(snapshotId: string, contentType: string, documentId: string): Promise<TreeEntry[]>;
}

/** Snapshots that one page looks into at most: in a cold storage each is a request or two. */
const MOST_LOOKED = 300;
const LOOKS_AT_ONCE = 6;

/** What one snapshot has of the entry; `error` where it cannot be read. */
interface Look {
  snapshot: Snapshot;
  entries: TreeEntry[];
  error: KeepsakeError | null;
}

export function createHistoryService({ strapi }: { strapi: Core.Strapi }): HistoryService {
  const lookup = createEntryLookup();

  const service: HistoryService = {
    async list(query, viewer) {
      const repository = await pluginService(strapi, 'repository').open();
      const snapshots = await pluginService(strapi, 'snapshots').usable(query.project);
      const { type, plans } = await typeOf(snapshots, query);
      if (!mayListType(strapi, viewer, type)) throw forbidden(query.contentType);
      const sight = sightOf(strapi, viewer, type, plans);
      const isAsked = ({ key }: TreeEntry) => {
        const { locale, status } = parseKeyString(key);
        if (query.locale && locale !== query.locale) return false;
        if (query.status && status !== null && status !== query.status) return false;
        return sight(locale) !== 'nothing';
      };
      const from = query.before ? after(snapshots, query.before) : 0;
      const page: HistoryPage = { items: [], next: null, looked: 0, unreadable: [] };
      const live = await liveContents(type, query);
      const said = (body: Body) => contentOf(plans[0]!, type.uid, body);
      const names = adminNames(strapi, viewer);
      let newer: Look | null = null;
      for (const { ready } of readAhead(snapshots.slice(from), LOOKS_AT_ONCE, (one) =>
        look(repository, one, query),
      )) {
        const found = await ready;
        page.looked += 1;
        if (found.error) {
          const { code, message } = found.error;
          page.unreadable.push({ documentId: found.snapshot.documentId, code, message });
          continue;
        }
        const older: Look = { ...found, entries: found.entries.filter(isAsked) };
        if (newer) await add(newer, older);
        newer = older;
        if (page.items.length < query.pageSize && page.looked < MOST_LOOKED) continue;
        // What the last one shows is known only with the one before it, which the next page looks at again.
        page.next = previousOf(snapshots, newer.snapshot);
        if (page.next !== null) return page;
      }
      if (newer) await add(newer, null);
      return page;

      async function add(now: Look, then: Look | null): Promise<void> {
        const repositoryOf = (look: Look) => pluginService(strapi, 'snapshots').repository(look.snapshot);
        const sides = { now: now.entries, then: then?.entries ?? [] };
        const from = { now: await repositoryOf(now), then: await repositoryOf(then ?? now) };
        const records = await historyRecords(from, sides, { sight, names, live, contentOf: said });
        if (records.length > 0) page.items.push({ snapshot: nameOf(now.snapshot), records });
      }
    },

    async entry(key, { before, after: other }, viewer) {
      const snapshots = pluginService(strapi, 'snapshots');
      const idOf = async (name: string) => (await snapshots.find(name)).documentId;
      const opened = await openDiff(strapi, await idOf(before), other === LIVE ? null : await idOf(other));
      return { ...(await compareEntry(strapi, opened, key, viewer)), moved: false };
    },

    async held(snapshotId, contentType, documentId) {
      const snapshots = pluginService(strapi, 'snapshots');
      const snapshot = await snapshots.find(snapshotId);
      // Throws for one that holds nothing to use.
      await snapshots.manifest(snapshot);
      const repository = await snapshots.repository(snapshot);
      return lookup.find(repository, snapshot.documentId, contentType, documentId);
    },
  };

  async function look(
    repository: Repository,
    snapshot: Snapshot,
    { contentType, documentId }: HistoryQuery,
  ): Promise<Look> {
    try {
      const from = await pluginService(strapi, 'snapshots').repository(snapshot);
      const entries = await lookup.find(from, snapshot.documentId, contentType, documentId);
      const known =
        from === repository ? entries : await hashedAnew(entries, contentType, { from, to: repository });
      return { snapshot, entries: known, error: null };
    } catch (error) {
      return { snapshot, entries: [], error: asKeepsakeError(error) };
    }
  }

  /** As the site has the content type now, or as the newest snapshot that still has it. */
  async function typeOf(
    snapshots: Snapshot[],
    { contentType: uid, project }: HistoryQuery,
  ): Promise<{ type: TypePlan; plans: ReadPlan[] }> {
    const live = await projectPlan(strapi, project);
    const type = live.types.find((one) => one.uid === uid);
    if (type) return { type, plans: [live] };
    const [newest] = snapshots;
    const from = newest && (await pluginService(strapi, 'snapshots').repository(newest));
    const plan = from && (await readSnapshotPlan(from, await from.readManifest(newest.documentId)));
    const gone = plan?.types.find((one) => one.uid === uid);
    if (!plan || !gone) throw typeUnknown(uid);
    return { type: gone, plans: [plan] };
  }

  async function liveContents(
    { uid }: TypePlan,
    { documentId, project }: HistoryQuery,
  ): Promise<Map<string, string>> {
    const plan = await projectPlan(strapi, project);
    const type = plan.types.find((one) => one.uid === uid);
    if (!type) return new Map();
    const live = { db: strapi.db.connection, plan };
    const contents = new Map<string, string>();
    for await (const { key, body } of readLiveRecords(live, type, [documentId]))
      contents.set(key, contentOf(plan, uid, body));
    return contents;
  }

  return service;
}

/** Entries of a snapshot in another storage, with the hashes that their records have in this one. */
async function hashedAnew(
  entries: TreeEntry[],
  uid: string,
  { from, to }: { from: Repository; to: Repository },
): Promise<TreeEntry[]> {
  const hashed: TreeEntry[] = [];
  for await (const { entry, record } of readRecords(from, entries))
    hashed.push({ ...entry, hash: to.hash('record', rehashRecord(uid, record)) });
  return hashed;
}

/** Where those begin that are older than the snapshot `id`. */
function after(snapshots: Snapshot[], id: string): number {
  const at = snapshots.findIndex(({ documentId }) => documentId === id);
  if (at >= 0) return at + 1;
  throw new KeepsakeError('backup_unknown', `There is no backup or version ${id}.`, {
    hint: 'It may have been deleted meanwhile. Begin at the newest again, without `before`.',
    item: id,
  });
}

/** The snapshot after which the next page begins, so that it looks at `snapshot` first; null at the very first. */
function previousOf(snapshots: Snapshot[], snapshot: Snapshot): string | null {
  const at = snapshots.findIndex(({ documentId }) => documentId === snapshot.documentId);
  return snapshots[at - 1]?.documentId ?? null;
}
