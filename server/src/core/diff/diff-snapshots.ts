import type { Knex } from 'knex';

import type {
  DiffCounts,
  DiffFile,
  DiffItem,
  DiffType,
  SchemaChange,
  SnapshotDiff,
} from '../../../../shared/contracts/diffs';
import type { Manifest, Repository, TreeEntry, TreeRoot } from '../repository/repository';
import { readSnapshotPlan } from '../restore/plan-restore';
import type { ReadPlan } from '../snapshot/read-plan';
import { parseKeyString } from '../snapshot/record';
import { diffTrees } from './diff-trees';
import type { EntryChange } from './merge-entries';
import { schemaChanges } from './schema-changes';
import { typeChanges } from './type-changes';
import type { LabelledEntry, TypeChanges } from './type-changes';

export interface DiffOptions {
  /** Content type uids; all when absent. */
  contentTypes?: string[];
  /** Items and files listed at most; counts are always complete. */
  most?: number;
  signal?: AbortSignal;
}

const MOST_ITEMS = 500;

/**
 * What changed from one snapshot to another. Only pieces of trees that differ are read, and no record at all. Throws
 * `object_missing`, `object_damaged` or `object_truncated` when a part cannot be read, and the signal's reason.
 */
export async function diffSnapshots(
  repository: Repository,
  before: Manifest,
  after: Manifest,
  options: DiffOptions = {},
): Promise<SnapshotDiff> {
  const [old, now] = await Promise.all([
    readSnapshotPlan(repository, before),
    readSnapshotPlan(repository, after),
  ]);
  const collector = new DiffCollector({ before: old, after: now }, options);
  const uids = (manifest: Manifest) => manifest.types.map(({ uid }) => uid);
  for (const uid of collector.uids(uids(before), uids(after)))
    await collector.addType(uid, await typeChanges(repository, before, { manifest: after }, uid));
  await collector.addFiles(before.media, diffTrees(repository, before.media, after.media));
  return collector.result(before.id, after.id);
}

/**
 * What changed from a snapshot to the live content: every row is read and hashed as a backup would. Files are left out,
 * since their bytes would have to be read; a file's entry in the media library is a record like any other.
 */
export async function diffWithLive(
  repository: Repository,
  before: Manifest,
  live: { db: Knex; plan: ReadPlan },
  options: DiffOptions = {},
): Promise<SnapshotDiff> {
  const snapshotPlan = await readSnapshotPlan(repository, before);
  const collector = new DiffCollector({ before: snapshotPlan, after: live.plan }, options);
  const liveUids = live.plan.types.map(({ uid }) => uid);
  for (const uid of collector.uids(
    before.types.map(({ uid }) => uid),
    liveUids,
  ))
    await collector.addType(uid, await typeChanges(repository, before, { live }, uid));
  return collector.result(before.id, null);
}

/** Counts all differences, lists the first ones. */
class DiffCollector {
  readonly #types: DiffType[] = [];
  readonly #items: DiffItem[] = [];
  #files: SnapshotDiff['files'] = null;
  #truncated = false;

  constructor(
    private readonly plans: { before: ReadPlan; after: ReadPlan },
    private readonly options: DiffOptions,
  ) {}

  /** The content types of either side that were asked for, sorted. */
  uids(before: Iterable<string>, after: Iterable<string>): string[] {
    const { contentTypes } = this.options;
    const all = [...new Set([...before, ...after])].sort();
    return contentTypes ? all.filter((uid) => contentTypes.includes(uid)) : all;
  }

  async addType(uid: string, { entries, changes, fingerprint }: TypeChanges): Promise<void> {
    const counts = noCounts();
    let documents = 0;
    let last: string | null = null;
    for await (const change of changes) {
      this.options.signal?.throwIfAborted();
      counts[change.kind] += 1;
      const item = itemOf(uid, change);
      if (item.documentId !== last) documents += 1;
      last = item.documentId;
      this.#list(this.#items, item);
    }
    counts.unchanged = (entries.before ?? 0) - counts.removed - counts.changed;
    const on = entries.before === undefined ? 'after' : entries.after === undefined ? 'before' : 'both';
    this.#types.push({ uid, displayName: this.#displayName(uid), on, counts, documents, fingerprint });
  }

  async addFiles(before: TreeRoot, changes: AsyncIterable<EntryChange<TreeEntry, TreeEntry>>): Promise<void> {
    const counts = noCounts();
    const items: DiffFile[] = [];
    for await (const change of changes) {
      this.options.signal?.throwIfAborted();
      counts[change.kind] += 1;
      this.#list(items, fileOf(change));
    }
    counts.unchanged = before.entries - counts.removed - counts.changed;
    this.#files = { counts, items };
  }

  result(before: string, after: string | null): SnapshotDiff {
    const schema = this.#schema();
    const counts = this.#types.reduce((sum, type) => addCounts(sum, type.counts), noCounts());
    const differences = [counts, this.#files?.counts ?? noCounts()].map(differing);
    return {
      before,
      after,
      same: schema.length === 0 && differences.every((number) => number === 0),
      counts,
      documents: this.#types.reduce((sum, { documents }) => sum + documents, 0),
      types: this.#types,
      items: this.#items,
      schema,
      files: this.#files,
      truncated: this.#truncated,
    };
  }

  /** With a choice of content types, theirs and the components'. */
  #schema(): SchemaChange[] {
    const { before, after } = this.plans;
    const { contentTypes } = this.options;
    const isType = (uid: string) => [...before.types, ...after.types].some((type) => type.uid === uid);
    return schemaChanges(before, after).filter(
      ({ uid }) => !contentTypes || contentTypes.includes(uid) || !isType(uid),
    );
  }

  #list<T>(list: T[], item: T): void {
    if (list.length < (this.options.most ?? MOST_ITEMS)) list.push(item);
    else this.#truncated = true;
  }

  #displayName(uid: string): string {
    const { before, after } = this.plans;
    const known = [after, before].map((plan) => plan.types.find((type) => type.uid === uid)).find(Boolean);
    return known?.displayName ?? uid;
  }
}

/** A difference as a list shows it. */
export function itemOf(uid: string, change: EntryChange<LabelledEntry, LabelledEntry>): DiffItem {
  const { label } = change.kind === 'removed' ? change.before : change.after;
  return { kind: change.kind, uid, ...parseKeyString(change.key), label };
}

function fileOf(change: EntryChange<TreeEntry, TreeEntry>): DiffFile {
  const before = change.kind === 'added' ? null : change.before;
  const after = change.kind === 'removed' ? null : change.after;
  const slash = change.key.lastIndexOf('/');
  return {
    kind: change.kind,
    documentId: change.key.slice(0, slash),
    variant: change.key.slice(slash + 1),
    name: (after ?? before)?.label ?? '',
    bytes: { before: before?.file?.bytes ?? null, after: after?.file?.bytes ?? null },
  };
}

function noCounts(): DiffCounts {
  return { added: 0, removed: 0, changed: 0, unchanged: 0 };
}

function addCounts(a: DiffCounts, b: DiffCounts): DiffCounts {
  return {
    added: a.added + b.added,
    removed: a.removed + b.removed,
    changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged,
  };
}

function differing({ added, removed, changed }: DiffCounts): number {
  return added + removed + changed;
}
