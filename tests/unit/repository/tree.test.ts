import crypto from 'node:crypto';
import fc from 'fast-check';
import { randomBlockId } from '../../../server/src/core/repository/frame';
import type {
  PieceRef,
  Repository,
  SnapshotWriter,
  TreeEntry,
  TreeRoot,
} from '../../../server/src/core/repository/repository';
import {
  decodeLeaf,
  decodeTop,
  encodeEntry,
  encodePiece,
} from '../../../server/src/core/repository/tree-piece';
import { createMemoryStorage, type MemoryStorage } from './memory-storage';
import { documentKeys, entriesOf, manifestOf, NO_TREE, openSample, UID } from './sample-snapshot';

let storage: MemoryStorage;
let repository: Repository;

beforeEach(async () => {
  storage = createMemoryStorage();
  // Where pieces end depends on the id key; the same one each time makes the figures below the same each time.
  let drawn = 0;
  const random = jest.spyOn(crypto, 'randomBytes').mockImplementation(((length: number) => {
    drawn += 1;
    return crypto.createHash('shake256', { outputLength: length }).update(`${drawn}`).digest();
  }) as never);
  repository = await openSample(storage);
  random.mockRestore();
});

const block = randomBlockId();
const entryOf = (key: string, content = key): TreeEntry => ({
  key,
  hash: repository.hash('record', content),
  block,
  slot: 0,
  rowId: 1,
  label: `Label of ${key}`,
});

let snapshots = 0;

/** Stores one tree in a snapshot of its own; how many bytes of packs it cost. */
async function store(
  entries: Iterable<TreeEntry>,
  previous?: TreeRoot,
): Promise<{ tree: TreeRoot; bytes: number }> {
  const writer = await repository.beginWrite();
  const tree = await writer.addTree(entries, previous);
  const type = { uid: UID, part: 'content' as const, tree, documents: tree.entries };
  snapshots += 1;
  const { objects } = await writer.commit(manifestOf(`snapshot-${snapshots}`, { types: [type] }));
  // The last two are manifest and root.
  const packs = objects.slice(0, -2).map((name) => storage.objects.get(name)?.length ?? 0);
  return { tree, bytes: packs.reduce((sum, length) => sum + length, 0) };
}

describe('a tree', () => {
  it('gives back its entries in order, also from a fresh process', async () => {
    const entries = documentKeys(1000).map((key) => entryOf(key));
    const { tree } = await store(entries);
    expect(tree.entries).toBe(1000);
    expect([...(await entriesOf(repository, tree)).values()]).toEqual(entries);
    const reopened = await openSample(storage);
    expect([...(await entriesOf(reopened, tree)).values()]).toEqual(entries);
  });

  it('may be empty', async () => {
    const { tree } = await store([]);
    expect(tree).toEqual(NO_TREE);
    expect([...(await entriesOf(repository, tree)).values()]).toEqual([]);
  });

  it('keeps files with their chunks, empty ones too', async () => {
    const blocks = [randomBlockId(), randomBlockId()];
    const full = { ...entryOf('a/'), block: blocks[0] as string, file: { blocks, bytes: 9, signature: 's' } };
    const empty = { ...entryOf('b/'), block: '', file: { blocks: [], bytes: 0, signature: '' } };
    const { tree } = await store([full, empty]);
    expect([...(await entriesOf(repository, tree)).values()]).toEqual([full, empty]);
  });

  it('keeps any key and label that JavaScript can hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 40 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        async (keys, label) => {
          const entries = keys
            .sort((a, b) => (a < b ? -1 : 1))
            .map((key) => ({ ...entryOf('x'), key, label }));
          const { tree } = await store(entries);
          expect([...(await entriesOf(repository, tree)).values()]).toEqual(entries);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('refuses keys that do not rise', async () => {
    const writer = await repository.beginWrite();
    const unsorted = { code: 'tree_unsorted' };
    await expect(writer.addTree([entryOf('b'), entryOf('a')])).rejects.toMatchObject(unsorted);
    await expect(writer.addTree([entryOf('a'), entryOf('a')])).rejects.toMatchObject(unsorted);
    // UTF-16 code units: a surrogate pair sorts before U+FF5E.
    await writer.addTree([entryOf('\u{1F600}'), entryOf('\uFF5E')]);
    await expect(writer.addTree([entryOf('\uFF5E'), entryOf('\u{1F600}')])).rejects.toMatchObject(unsorted);
    await writer.abort();
  });

  it.each([
    { hash: 'short' },
    { block: '' },
    { slot: -1 },
    { rowId: 0.5 },
    { label: 'x'.repeat(121) },
    { file: { blocks: [], bytes: 0, signature: '' } },
    { file: { blocks: ['nonsense'], bytes: 0, signature: '' } },
  ])('refuses an entry that could not be read back: %j', async (change) => {
    const writer = await repository.beginWrite();
    await expect(writer.addTree([{ ...entryOf('a'), ...change }])).rejects.toMatchObject({
      code: 'tree_invalid',
      item: 'a',
    });
    await writer.abort();
  });

  it('counts the characters of a label as people do', async () => {
    const { tree } = await store([{ ...entryOf('a'), label: '😀'.repeat(120) }]);
    expect(tree.entries).toBe(1);
  });

  it('has leaves of about 24 and a short list of top pieces', async () => {
    const { tree } = await store(documentKeys(20_000).map((key) => entryOf(key)));
    let leaves = 0;
    for (const top of tree.pieces) {
      const plain = await repository.readBlock(top.block, 'tree');
      leaves += decodeTop(plain).length;
    }
    expect(20_000 / leaves).toBeGreaterThan(20);
    expect(20_000 / leaves).toBeLessThan(28);
    expect(tree.pieces.length).toBeLessThanOrEqual(48);
  });

  it('shares everything with a previous one that is the same', async () => {
    const entries = documentKeys(2000).map((key) => entryOf(key));
    const { tree } = await store(entries);
    const packs = storage.objects.size;
    const { tree: again, bytes } = await store(entries, tree);
    expect(again).toEqual(tree);
    expect(bytes).toBe(0);
    // A manifest and the second root slot at most.
    expect(storage.objects.size).toBeLessThanOrEqual(packs + 2);
  });

  it('of 20 000 entries costs less than 1 % when one changes, comes or goes', async () => {
    const keys = documentKeys(20_000);
    const entries = keys.map((key) => entryOf(key));
    const { tree, bytes } = await store(entries);
    const edits = [
      (at: number) => entries.map((entry, place) => (place === at ? entryOf(entry.key, 'new') : entry)),
      (at: number) => [...entries.slice(0, at + 1), entryOf(`${keys[at]}+`), ...entries.slice(at + 1)],
      (at: number) => entries.filter((_, place) => place !== at),
    ];
    const places = [7, 5000, 9999, 13_333, 19_000];
    let total = 0;
    for (const edit of edits) {
      for (const at of places) total += (await store(edit(at), tree)).bytes;
    }
    expect(total / edits.length / places.length).toBeLessThan(bytes / 100);

    for (const edit of edits) {
      const edited = edit(10_000);
      const { tree: next } = await store(edited, tree);
      const read = [...(await entriesOf(repository, next)).values()];
      expect(JSON.stringify(read)).toBe(JSON.stringify(edited));
    }
  }, 60_000);

  it('is cut at the same places whatever came before', async () => {
    const entries = documentKeys(5000).map((key) => entryOf(key));
    const { tree } = await store(entries);
    const { tree: fromMiddle } = await store(entries.slice(2500));
    const hashes = async (root: TreeRoot) => {
      const leaves: string[] = [];
      for (const top of root.pieces) {
        for (const leaf of decodeTop(await repository.readBlock(top.block, 'tree'))) leaves.push(leaf.hash);
      }
      return leaves;
    };
    const whole = new Set(await hashes(tree));
    const half = await hashes(fromMiddle);
    expect(half.filter((hash) => whole.has(hash)).length).toBeGreaterThan(half.length - 6);
  });

  it('keeps its top pieces when entries come in before them', async () => {
    const keys = documentKeys(30_000);
    const entries = keys.map((key) => entryOf(key));
    const { tree } = await store(entries);
    const before = Array.from({ length: 300 }, (_, at) => entryOf(`!${String(at).padStart(4, '0')}`));
    const { tree: longer } = await store([...before, ...entries], tree);
    const known = new Set(tree.pieces.map(({ block: id }) => id));
    expect(longer.pieces.filter(({ block: id }) => !known.has(id)).length).toBeLessThanOrEqual(4);
  }, 30_000);

  it('passes on that the storage cannot be reached', async () => {
    const { tree } = await store(documentKeys(200).map((key) => entryOf(key)));
    const reopened = await openSample(storage);
    storage.before = () => {
      throw new RangeError('out of memory');
    };
    await expect(entriesOf(reopened, tree)).rejects.toThrow(RangeError);
  });

  it('needs its predecessor whole to share with it', async () => {
    const entries = documentKeys(200).map((key) => entryOf(key));
    const { tree } = await store(entries);
    const reopened = await openSample(storage);
    for (const name of storage.objects.keys()) if (!name.includes('root')) storage.objects.delete(name);
    const writer = await reopened.beginWrite();
    await expect(writer.addTree(entries, tree)).rejects.toMatchObject({ code: 'object_missing' });
    expect((await writer.addTree(entries)).entries).toBe(200);
    await writer.abort();
  });
});

describe('several pieces at once', () => {
  const lines = (entries: TreeEntry[]) => entries.map(encodeEntry);

  it('come in the order asked for, with few requests where they lie side by side', async () => {
    const entries = documentKeys(4000).map((key) => entryOf(key));
    const { tree } = await store(entries);
    const reopened = await openSample(storage);
    const leaves = (await reopened.readTops(tree.pieces)).flat();
    expect(leaves.length).toBeGreaterThan(50);
    storage.log.length = 0;
    const read = await reopened.readLeafLines(leaves);
    expect(storage.log.length).toBe(1);
    expect(read.flat()).toEqual(lines(entries));
    // Now from the cache, backwards and twice.
    const some = [leaves[9], leaves[3], leaves[9]] as PieceRef[];
    const again = await reopened.readLeafLines(some);
    expect(again.map((piece) => piece.length)).toEqual(some.map((leaf) => leaf.entries));
    expect(again[0]).toEqual(again[2]);
    expect(storage.log.length).toBe(1);
  });

  it('come from several packs', async () => {
    const keys = documentKeys(600);
    const first = await store(keys.map((key) => entryOf(key)));
    const second = await store(
      keys.map((key) => entryOf(key, 'new')),
      first.tree,
    );
    const reopened = await openSample(storage);
    const tops = [first.tree.pieces[0], second.tree.pieces[0]] as PieceRef[];
    const [one, other] = await reopened.readTops(tops);
    expect(one?.at(-1)?.last).toBe(other?.at(-1)?.last);
    expect(one?.at(-1)?.hash).not.toBe(other?.at(-1)?.hash);
  });

  it('are all refused when one is not there, of another kind, or not what was referenced', async () => {
    const writer = await repository.beginWrite();
    const tree = await writer.addTree(documentKeys(300).map((key) => entryOf(key)));
    const record = await writer.addBlock('records', Buffer.from('{}'));
    await writer.commit(manifestOf('pieces'));
    const leaves = (await repository.readTops(tree.pieces)).flat();
    const [leaf, ...rest] = leaves as [PieceRef, ...PieceRef[]];
    const read = (changed: Partial<PieceRef>) => repository.readLeafLines([...rest, { ...leaf, ...changed }]);
    expect((await read({})).length).toBe(leaves.length);
    await expect(read({ block: randomBlockId() })).rejects.toMatchObject({ code: 'block_unknown' });
    await expect(read({ block: record })).rejects.toMatchObject({ code: 'block_unknown' });
    await expect(read({ entries: 1 })).rejects.toMatchObject({ code: 'object_damaged' });
    await expect(read({ last: 'z' })).rejects.toMatchObject({ code: 'object_damaged' });
  });
});

describe('a piece of a tree', () => {
  const refused = expect.objectContaining({ name: 'StoredJsonError' });

  it('is a leaf or a top piece, never the one for the other', () => {
    const leaf = encodePiece('leaf', [encodeEntry(entryOf('a'))]);
    expect(decodeLeaf(leaf)).toEqual([entryOf('a')]);
    expect(() => decodeTop(leaf)).toThrow(refused);
    expect(() => decodeLeaf(encodePiece('top', []))).toThrow(refused);
  });

  it.each(['', '{}', '["a"]', 'null', '["__proto__"]', '[{"__proto__":1}]', '["a",1,2,3,4,5]'])(
    'with the line %j is refused',
    (line) => {
      expect(() => decodeLeaf(encodePiece('leaf', [line]))).toThrow(refused);
      expect(() => decodeTop(encodePiece('top', [line]))).toThrow(refused);
    },
  );

  it('must be the one that its reference describes', async () => {
    const writer: SnapshotWriter = await repository.beginWrite();
    const leaf = encodePiece('leaf', [encodeEntry(entryOf('a'))]);
    const good = await writer.addBlock('tree', leaf);
    const nonsense = await writer.addBlock('tree', Buffer.from('nonsense'));
    const empty = await writer.addBlock('tree', encodePiece('top', []));
    const top = (lines: unknown[][]) =>
      writer.addBlock(
        'tree',
        encodePiece(
          'top',
          lines.map((line) => JSON.stringify(line)),
        ),
      );
    const hash = repository.hash('piece', leaf);
    const right = await top([['a', hash, good, 1]]);
    const wrongCount = await top([['a', hash, good, 2]]);
    const wrongKey = await top([['b', hash, good, 1]]);
    await writer.commit(manifestOf('pieces'));
    const read = (topBlock: string, entries = 1, last = 'a') =>
      entriesOf(repository, { entries, pieces: [{ hash, block: topBlock, last, entries }] });
    expect((await read(right)).size).toBe(1);
    const damaged = { code: 'object_damaged' };
    await expect(read(right, 2)).rejects.toMatchObject(damaged);
    await expect(read(right, 1, 'z')).rejects.toMatchObject(damaged);
    await expect(read(wrongCount, 2)).rejects.toMatchObject(damaged);
    await expect(read(wrongKey, 1, 'b')).rejects.toMatchObject(damaged);
    await expect(read(nonsense)).rejects.toMatchObject(damaged);
    await expect(read(empty)).rejects.toMatchObject(damaged);
  });
});
