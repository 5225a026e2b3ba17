import type { Core } from '@strapi/strapi';

import { diffTrees } from '../../core/diff/diff-trees';
import type { AnnexRow } from '../../core/formats/annexes';
import type { ExportRequest } from '../../core/formats/export-request';
import type { ExportType } from '../../core/formats/export-schema';
import type { Repository, TreeEntry, TreeRoot } from '../../core/repository/repository';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { readRecords } from '../../core/restore/snapshot-records';
import type { ReadPlan, TypePlan } from '../../core/snapshot/read-plan';
import { parseKeyString } from '../../core/snapshot/record';
import type { StoredRecord } from '../../core/snapshot/record';
import { hiddenFrom, mayListType, sightOf } from '../diffs/diff-viewer';
import type { DiffViewer } from '../diffs/diff-viewer';
import { adminNames } from '../history/admin-names';
import { pluginService } from '../plugin-service';
import type { Snapshot } from '../snapshots/snapshot-service';

/** Changes whose records are read together. */
const AT_ONCE = 200;
const NOTHING: TreeRoot = { pieces: [], entries: 0 };

interface Change {
  kind: 'added' | 'changed' | 'removed';
  key: string;
  before: TreeEntry | null;
  after: TreeEntry | null;
}

/**
 * What changed in the entries of an export from one backup or version to the next, newest first. The oldest is where it
 * begins. A snapshot that cannot be read is told to `onUnreadable` and passed over.
 */
export async function* entryChanges(
  strapi: Core.Strapi,
  request: ExportRequest,
  viewer: DiffViewer,
  onUnreadable: (snapshot: Snapshot, error: unknown) => void,
): AsyncGenerator<AnnexRow> {
  const repository = await pluginService(strapi, 'repository').open();
  const snapshots = await pluginService(strapi, 'snapshots').usable(request.head.project);
  let newer: Seen | null = null;
  for (const snapshot of snapshots) {
    const older = await seen(repository, snapshot).catch((error: unknown) => {
      onUnreadable(snapshot, error);
      return null;
    });
    if (!older) continue;
    for (const type of newer ? request.types : [])
      yield* typeChanges(strapi, repository, request, viewer, type, older, newer!);
    newer = older;
  }
}

interface Seen {
  snapshot: Snapshot;
  plan: ReadPlan;
  trees: Map<string, TreeRoot>;
}

async function seen(repository: Repository, snapshot: Snapshot): Promise<Seen> {
  const manifest = await repository.readManifest(snapshot.documentId);
  const plan = await readSnapshotPlan(repository, manifest);
  return { snapshot, plan, trees: new Map(manifest.types.map(({ uid, tree }) => [uid, tree])) };
}

async function* typeChanges(
  strapi: Core.Strapi,
  repository: Repository,
  { filter }: ExportRequest,
  viewer: DiffViewer,
  { uid, fields }: ExportType,
  older: Seen,
  newer: Seen,
): AsyncGenerator<AnnexRow> {
  const plans = [newer.plan, older.plan];
  const type = plans.flatMap(({ types }) => types.find((one) => one.uid === uid) ?? [])[0];
  if (!type || !mayListType(strapi, viewer, type)) return;
  const sight = sightOf(strapi, viewer, type, plans);
  const names = adminNames(strapi, viewer);
  const isAsked = (key: string) => {
    const { documentId, locale, status } = parseKeyString(key);
    if (filter.documentIds && !filter.documentIds.includes(documentId)) return false;
    if (filter.locales && locale !== null && !filter.locales.includes(locale)) return false;
    if (filter.status && status !== null && status !== filter.status) return false;
    return sight(locale) !== 'nothing';
  };
  const exported = new Set(fields.map(({ name }) => name));
  const { documentId, kind, number, createdAt } = newer.snapshot;
  const seenIn = { documentId, kind, number, createdAt };
  let batch: Change[] = [];
  const flush = async () => {
    const records = await recordsOf(repository, batch);
    const rows: AnnexRow[] = [];
    for (const { kind: change, key, before, after } of batch) {
      const at = parseKeyString(key);
      const now = after && records.get(after);
      const { updatedAt = null } = now?.body ?? {};
      rows.push({
        contentType: uid,
        ...at,
        change,
        label: sight(at.locale) === 'named' ? (after ?? before)!.label : '',
        fields: before && now ? changedFields(records.get(before), now, shown(at.locale)) : [],
        changedAt: updatedAt,
        changedBy: now?.aside.updatedBy ? await names(now.aside.updatedBy) : null,
        seenIn,
      });
    }
    batch = [];
    return rows;
  };
  const shown = (locale: string | null) => shownFields(strapi, viewer, type, locale, plans, exported);
  const changes = diffTrees(repository, older.trees.get(uid) ?? NOTHING, newer.trees.get(uid) ?? NOTHING);
  for await (const change of changes) {
    if (!isAsked(change.key)) continue;
    const before = change.kind === 'added' ? null : change.before;
    const after = change.kind === 'removed' ? null : change.after;
    batch.push({ kind: change.kind, key: change.key, before, after });
    if (batch.length === AT_ONCE) yield* await flush();
  }
  yield* await flush();
}

/** Of fields only those are named that the export has and the viewer may read. */
function shownFields(
  strapi: Core.Strapi,
  viewer: DiffViewer,
  type: TypePlan,
  locale: string | null,
  plans: ReadPlan[],
  exported: ReadonlySet<string>,
): (name: string) => boolean {
  const hides = hiddenFrom(strapi, viewer, type, locale, plans);
  return (name) => exported.has(name) && !hides(type.uid, name, [name]);
}

async function recordsOf(repository: Repository, changes: Change[]): Promise<Map<TreeEntry, StoredRecord>> {
  const entries = changes.flatMap(({ before, after }) => (after ? [after, ...(before ? [before] : [])] : []));
  const records = new Map<TreeEntry, StoredRecord>();
  for await (const { entry, record } of readRecords(repository, entries)) records.set(entry, record);
  return records;
}

const STAMPS = ['createdAt', 'updatedAt', 'publishedAt'];

function changedFields(
  before: StoredRecord | undefined,
  after: StoredRecord,
  isShown: (name: string) => boolean,
): string[] {
  const [then, now] = [before?.body ?? {}, after.body];
  const names = new Set([...Object.keys(then), ...Object.keys(now)]);
  return [...names].filter(
    (name) =>
      !STAMPS.includes(name) && isShown(name) && JSON.stringify(then[name]) !== JSON.stringify(now[name]),
  );
}
