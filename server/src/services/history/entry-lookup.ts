import { findDocument } from '../../core/diff/find-document';
import { treeOf } from '../../core/diff/type-changes';
import type { Repository, TreeEntry } from '../../core/repository/repository';

/** What snapshots hold of a document; they never change, so what was looked up once stays true. */
export interface EntryLookup {
  /** Throws what reading the snapshot's manifest and tree throws. */
  find(repository: Repository, snapshotId: string, uid: string, documentId: string): Promise<TreeEntry[]>;
}

/** Answers kept; each is a handful of entries. */
const MOST_KNOWN = 5000;

export function createEntryLookup(): EntryLookup {
  const answers = new Map<string, TreeEntry[]>();
  /** What leaves say of the document that was asked for last. */
  let leaves = { of: '', known: new Map<string, TreeEntry[]>() };

  return {
    async find(repository, snapshotId, uid, documentId) {
      const name = `${snapshotId} ${uid} ${documentId}`;
      const before = answers.get(name);
      if (before) return before;
      const of = `${uid} ${documentId}`;
      if (leaves.of !== of) leaves = { of, known: new Map() };
      const { known } = leaves;
      const tree = treeOf(await repository.readManifest(snapshotId), uid);
      const found = tree ? await findDocument(repository, tree, documentId, known) : [];
      answers.set(name, found);
      const [oldest] = answers.keys();
      if (answers.size > MOST_KNOWN && oldest !== undefined) answers.delete(oldest);
      return found;
    },
  };
}
