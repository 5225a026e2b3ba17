import type { Knex } from 'knex';

import type { Manifest, SnapshotReader, TreeRoot } from '../repository/repository';
import { readLiveEntries } from '../restore/live-entries';
import type { LiveEntry } from '../restore/live-entries';
import type { ReadPlan } from '../snapshot/read-plan';
import { diffTrees, treeSource } from './diff-trees';
import { EntrySource, mergeEntries } from './merge-entries';
import type { ComparedEntry, EntryChange } from './merge-entries';

export type LabelledEntry = ComparedEntry & { label: string };

/** What a diff compares with: a later snapshot, or the live content. */
export type DiffTarget = { manifest: Manifest } | { live: { db: Knex; plan: ReadPlan } };

/** The records of one content type that changed, in key order. */
export interface TypeChanges {
  /** Records on each side; undefined on a side that lacks the content type. */
  entries: { before: number | undefined; after: number | undefined };
  changes: AsyncGenerator<EntryChange<LabelledEntry, LabelledEntry>>;
  /** Stands for all live rows of the type: equal fingerprints mean that none moved. Null between two snapshots. */
  fingerprint: string | null;
}

const NO_TREE: TreeRoot = { pieces: [], entries: 0 };

/** Between snapshots only pieces that differ are read, against the live content every row of the type. */
export async function typeChanges(
  repository: Pick<SnapshotReader, 'readTops' | 'readLeafLines' | 'hash' | 'hasher'>,
  before: Manifest,
  after: DiffTarget,
  uid: string,
): Promise<TypeChanges> {
  const old = treeOf(before, uid);
  if ('manifest' in after) {
    const now = treeOf(after.manifest, uid);
    return {
      entries: { before: old?.entries, after: now?.entries },
      changes: diffTrees(repository, old ?? NO_TREE, now ?? NO_TREE),
      fingerprint: null,
    };
  }
  const type = after.live.plan.types.find((one) => one.uid === uid);
  const rows = type ? await readLiveEntries(repository, after.live, type) : [];
  return {
    entries: { before: old?.entries, after: type && rows.length },
    changes: mergeEntries(
      treeSource(repository, old ?? NO_TREE),
      new EntrySource([rows], (row: LiveEntry) => row),
    ),
    fingerprint: fingerprintOf(repository, uid, rows),
  };
}

export function treeOf(manifest: Manifest, uid: string): TreeRoot | undefined {
  return manifest.types.find((type) => type.uid === uid)?.tree;
}

/** Stands for all live rows of a type. */
export function fingerprintOf(
  repository: Pick<SnapshotReader, 'hasher'>,
  uid: string,
  rows: ComparedEntry[],
): string {
  const hasher = repository.hasher('plan');
  hasher.update(Buffer.from(`live ${uid}\n`));
  for (const { key, hash } of rows) hasher.update(Buffer.from(`${key} ${hash}\n`));
  return hasher.digest();
}
