import { DeletedDocuments } from '../../../server/src/core/diff/deleted-documents';
import type { TreeReader } from '../../../server/src/core/diff/diff-trees';
import { findDocument } from '../../../server/src/core/diff/find-document';
import { randomBlockId } from '../../../server/src/core/repository/frame';
import type { Repository, TreeEntry, TreeRoot } from '../../../server/src/core/repository/repository';
import { parseKeyString } from '../../../server/src/core/snapshot/record';
import { createMemoryStorage } from '../repository/memory-storage';
import { documentKeys, manifestOf, openSample, UID } from '../repository/sample-snapshot';

const DOCUMENTS = 4000;
const SNAPSHOTS = 20;
const CHANGED_EACH = 20;

describe('Of many snapshots of many documents', () => {
  const block = randomBlockId();
  const keys = documentKeys(DOCUMENTS)
    .map((key) => key.replaceAll('/', '\t'))
    .sort();
  let repository: Repository;
  const trees: TreeRoot[] = [];

  beforeAll(async () => {
    repository = await openSample(createMemoryStorage());
    const entryOf = (key: string, content: string): TreeEntry => {
      return { key, hash: repository.hash('record', content), block, slot: 0, rowId: 1, label: 'A label' };
    };
    const entries = keys.map((key) => entryOf(key, 'first'));
    for (let nth = 0; nth < SNAPSHOTS; nth += 1) {
      for (let change = 0; nth > 0 && change < CHANGED_EACH; change += 1) {
        const at = (nth * 389 + change * 1009) % entries.length;
        entries[at] = entryOf(entries[at]!.key, `content ${nth}`);
      }
      const writer = await repository.beginWrite();
      const tree = await writer.addTree(entries, trees[nth - 1]);
      const type = { uid: UID, part: 'content' as const, tree, documents: DOCUMENTS };
      await writer.commit(manifestOf(`snapshot-${nth}`, { types: [type] }));
      trees.push(tree);
    }
    trees.reverse();
  }, 120_000);

  /** Counts the pieces that are asked for. */
  function counting(): { reader: TreeReader; leaves: () => number } {
    let leaves = 0;
    const reader: TreeReader = {
      readTops: (pieces) => repository.readTops(pieces),
      readLeafLines: (pieces) => {
        leaves += pieces.length;
        return repository.readLeafLines(pieces);
      },
    };
    return { reader, leaves: () => leaves };
  }

  const idOf = (key: string) => parseKeyString(key).documentId;

  it('the deleted ones are found by reading each piece once, however many snapshots share it', async () => {
    const [gone] = keys;
    const live = new Set(keys.map(idOf).filter((id) => id !== idOf(gone!)));
    const first = counting();
    const one = new DeletedDocuments<number>(live);
    await one.look(first.reader, 0, trees[0]!);
    const { reader, leaves } = counting();
    const walk = new DeletedDocuments<number>(live);
    for (const [nth, tree] of trees.entries()) await walk.look(reader, nth, tree);
    expect(walk.documents()).toMatchObject([{ documentId: idOf(gone!), snapshot: 0 }]);
    // Each snapshot adds the pieces of its changes.
    expect(leaves()).toBeLessThanOrEqual(first.leaves() + (SNAPSHOTS - 1) * CHANGED_EACH);
  });

  it('the history of one entry takes a piece or two, and those that snapshots share once', async () => {
    const { reader, leaves } = counting();
    const known = new Map<string, TreeEntry[]>();
    for (const tree of trees)
      expect(await findDocument(reader, tree, idOf(keys[DOCUMENTS / 2]!), known)).not.toEqual([]);
    expect(leaves()).toBeLessThan(SNAPSHOTS);
  });
});
