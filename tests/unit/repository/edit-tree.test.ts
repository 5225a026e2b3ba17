import fc from 'fast-check';
import { randomBlockId } from '../../../server/src/core/repository/frame';
import type {
  Repository,
  SnapshotWriter,
  TreeEntry,
  TreeRoot,
} from '../../../server/src/core/repository/repository';
import { createMemoryStorage } from './memory-storage';
import { documentKeys, manifestOf, NO_TREE, openSample, UID } from './sample-snapshot';

const block = randomBlockId();
const KEYS = documentKeys(1500);

describe('An edited tree', () => {
  let repository: Repository;
  let snapshots = 0;

  beforeEach(async () => {
    repository = await openSample(createMemoryStorage());
  });

  const entryOf = (key: string, content = key): TreeEntry => ({
    key,
    hash: repository.hash('record', content),
    block,
    slot: 0,
    rowId: 1,
    label: '',
  });

  async function committed(make: (writer: SnapshotWriter) => Promise<TreeRoot>): Promise<TreeRoot> {
    const writer = await repository.beginWrite();
    const tree = await make(writer);
    snapshots += 1;
    const type = { uid: UID, part: 'content' as const, tree, documents: tree.entries };
    await writer.commit(manifestOf(`snapshot-${snapshots}`, { types: [type] }));
    return tree;
  }

  const built = (entries: Iterable<TreeEntry>) => committed((writer) => writer.addTree(entries));
  const edited = (root: TreeRoot, edits: Map<string, TreeEntry | null>) =>
    committed((writer) => writer.editTree(root, edits));

  /** Where its pieces end, and what its leaves hold; the ids of blocks are drawn at random, and in the hashes of tops. */
  async function shape({ pieces, entries }: TreeRoot) {
    const leaves = (await repository.readTops(pieces)).flat();
    return {
      entries,
      tops: pieces.map(({ last, entries: count }) => [last, count]),
      leaves: leaves.map(({ hash, last, entries: count }) => [hash, last, count]),
    };
  }

  it('is the one that would be built of all its entries, whatever was edited', async () => {
    const at = fc.nat(KEYS.length - 1);
    const run = fc.record({ from: at, length: fc.nat(300) });
    const content = fc.constantFrom('new', 'other', null);
    await fc.assert(
      fc.asyncProperty(
        fc.array(run, { maxLength: 4 }),
        fc.array(fc.tuple(at, content), { maxLength: 60 }),
        fc.array(run, { maxLength: 2 }),
        async (missing, single, removed) => {
          repository = await openSample(createMemoryStorage());
          const absent = new Set(missing.flatMap(({ from, length }) => KEYS.slice(from, from + length)));
          const before = new Map(KEYS.filter((key) => !absent.has(key)).map((key) => [key, entryOf(key)]));
          const edits = new Map<string, TreeEntry | null>();
          for (const [index, text] of single) edits.set(KEYS[index]!, text && entryOf(KEYS[index]!, text));
          for (const { from, length } of removed)
            for (const key of KEYS.slice(from, from + length)) edits.set(key, null);
          const after = new Map(before);
          for (const [key, entry] of edits) {
            if (entry) after.set(key, entry);
            else after.delete(key);
          }
          const sorted = [...after.keys()].sort().map((key) => after.get(key)!);
          const root = await built([...before.keys()].sort().map((key) => before.get(key)!));
          expect(await shape(await edited(root, edits))).toEqual(await shape(await built(sorted)));
        },
      ),
      { numRuns: 30 },
    );
  }, 60_000);

  it('of an empty tree is the one of what was added', async () => {
    const entries = KEYS.slice(0, 500).map((key) => entryOf(key));
    const made = await edited(NO_TREE, new Map(entries.map((entry) => [entry.key, entry])));
    expect(await shape(made)).toEqual(await shape(await built(entries)));
  });

  it('reads and stores little for a single edit', async () => {
    const root = await built(KEYS.map((key) => entryOf(key)));
    const writer = await repository.beginWrite();
    const stored = jest.spyOn(writer, 'addBlock');
    const key = [...KEYS].sort()[700]!;
    const made = await writer.editTree(root, new Map([[key, entryOf(key, 'new')]]));
    expect(stored.mock.calls.length).toBeLessThanOrEqual(4);
    const kept = new Set(root.pieces.map(({ block: id }) => id));
    expect(made.pieces.filter((piece) => !kept.has(piece.block)).length).toBeLessThanOrEqual(2);
    await writer.abort();
  });
});
