import crypto from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { diffTrees, treeSource } from '../../../server/src/core/diff/diff-trees';
import type { TreeReader } from '../../../server/src/core/diff/diff-trees';
import { EntrySource, mergeEntries } from '../../../server/src/core/diff/merge-entries';
import { randomBlockId } from '../../../server/src/core/repository/frame';
import type {
  PieceRef,
  Repository,
  TreeEntry,
  TreeRoot,
} from '../../../server/src/core/repository/repository';
import { createMemoryStorage } from '../repository/memory-storage';
import { documentKeys, entriesOf, manifestOf, NO_TREE, openSample, UID } from '../repository/sample-snapshot';

const KEYS = documentKeys(6000);
const block = randomBlockId();
let repository: Repository;
let snapshots = 0;

beforeAll(async () => {
  // Where pieces end depends on the id key: the same one each time makes the counts below the same each time.
  let drawn = 0;
  const random = jest.spyOn(crypto, 'randomBytes').mockImplementation(((length: number) => {
    drawn += 1;
    return crypto.createHash('shake256', { outputLength: length }).update(`${drawn}`).digest();
  }) as never);
  repository = await openSample(createMemoryStorage());
  random.mockRestore();
});

type Contents = Map<string, string>;

const contentsOf = (keys: string[], content = 'first'): Contents =>
  new Map(keys.map((key) => [key, content]));

function entry(key: string, content: string): TreeEntry {
  return { key, hash: repository.hash('record', content), block, slot: 0, rowId: 1, label: key.slice(0, 8) };
}

async function store(contents: Contents, previous?: TreeRoot): Promise<TreeRoot> {
  const writer = await repository.beginWrite();
  const entries = [...contents].map(([key, content]) => entry(key, content));
  entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  const tree = await writer.addTree(entries, previous);
  const type = { uid: UID, part: 'content' as const, tree, documents: tree.entries };
  snapshots += 1;
  await writer.commit(manifestOf(`snapshot-${snapshots}`, { types: [type] }));
  return tree;
}

/** What the difference is, by looking at everything. */
function naive(before: Contents, after: Contents): string[] {
  const lines: string[] = [];
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    if (!after.has(key)) lines.push(`removed ${key}`);
    else if (!before.has(key)) lines.push(`added ${key}`);
    else if (before.get(key) !== after.get(key)) lines.push(`changed ${key}`);
  }
  return lines;
}

async function diffed(before: TreeRoot, after: TreeRoot, reader: TreeReader = repository): Promise<string[]> {
  const lines: string[] = [];
  for await (const change of diffTrees(reader, before, after)) lines.push(`${change.kind} ${change.key}`);
  return lines;
}

/** Hashes of the pieces that were asked for. */
function counting(): TreeReader & { tops: string[]; leaves: string[] } {
  const hashes = (pieces: PieceRef[]) => pieces.map(({ hash }) => hash);
  const reader = {
    tops: [] as string[],
    leaves: [] as string[],
    readTops(pieces: PieceRef[]) {
      reader.tops.push(...hashes(pieces));
      return repository.readTops(pieces);
    },
    readLeafLines(pieces: PieceRef[]) {
      reader.leaves.push(...hashes(pieces));
      return repository.readLeafLines(pieces);
    },
  };
  return reader;
}

async function leavesOf(tree: TreeRoot): Promise<string[]> {
  return (await repository.readTops(tree.pieces)).flat().map(({ hash }) => hash);
}

const edits: Record<string, (contents: Contents) => void> = {
  'a record changed': (contents) => contents.set(KEYS[3000] as string, 'second'),
  'a record came': (contents) => contents.set(`${KEYS[3000]}+`, 'second'),
  'a record went': (contents) => contents.delete(KEYS[3000] as string),
  'the first record went': (contents) => contents.delete(KEYS[0] as string),
  'one came before all others': (contents) => contents.set('!', 'second'),
  'one came after all others': (contents) => contents.set('~', 'second'),
  'a thousand came before all others': (contents) => {
    for (let at = 1000; at < 2000; at += 1) contents.set(`!${at}`, 'second');
  },
  'the first half went': (contents) => KEYS.slice(0, 3000).forEach((key) => contents.delete(key)),
  'the second half went': (contents) => KEYS.slice(3000).forEach((key) => contents.delete(key)),
  'all but the last few went': (contents) => KEYS.slice(0, 5990).forEach((key) => contents.delete(key)),
  'every hundredth changed': (contents) =>
    KEYS.forEach((key, at) => at % 100 === 0 && contents.set(key, 'second')),
  'every seventh went': (contents) => KEYS.forEach((key, at) => at % 7 === 0 && contents.delete(key)),
  'all changed': (contents) => KEYS.forEach((key) => contents.set(key, 'second')),
  'all went': (contents) => contents.clear(),
  'nothing happened': () => undefined,
};

describe('the diff of two trees', () => {
  let first: TreeRoot;
  beforeAll(async () => {
    first = await store(contentsOf(KEYS));
  });

  it.each(Object.keys(edits))('is exactly what changed, both ways, when %s', async (name) => {
    const before = contentsOf(KEYS);
    const after = contentsOf(KEYS);
    edits[name]?.(after);
    const second = await store(after, first);
    expect(await diffed(first, second)).toEqual(naive(before, after));
    expect(await diffed(second, first)).toEqual(naive(after, before));
  });

  it.each(Object.keys(edits))('reads no piece that both have when %s', async (name) => {
    const after = contentsOf(KEYS);
    edits[name]?.(after);
    const second = await store(after, first);
    const reader = counting();
    await diffed(first, second, reader);
    const topsOf = (tree: TreeRoot) => tree.pieces.map(({ hash }) => hash);
    const onlyIn = (ours: string[], theirs: string[]) => ours.filter((hash) => !theirs.includes(hash));
    const [a, b] = [topsOf(first), topsOf(second)];
    expect(reader.tops.sort()).toEqual([...onlyIn(a, b), ...onlyIn(b, a)].sort());
    const [c, d] = [await leavesOf(first), await leavesOf(second)];
    expect(reader.leaves.sort()).toEqual([...onlyIn(c, d), ...onlyIn(d, c)].sort());
  });

  it('gives the entries of both sides, so that the records can be read', async () => {
    const key = KEYS[17] as string;
    const second = await store(new Map([...contentsOf(KEYS), [key, 'second']]), first);
    const changes = [];
    for await (const change of diffTrees(repository, first, second)) changes.push(change);
    expect(changes).toEqual([
      { key, kind: 'changed', before: entry(key, 'first'), after: entry(key, 'second') },
    ]);
  });

  it('finds nothing where only row ids or places in the storage differ', async () => {
    const writer = await repository.beginWrite();
    const moved = KEYS.map((key) => ({ ...entry(key, 'first'), block: randomBlockId(), rowId: 99 }));
    const second = await writer.addTree(moved);
    await writer.commit(manifestOf('moved'));
    expect(await diffed(first, second)).toEqual([]);
  });

  it.each([
    ['two empty trees', [], []],
    ['an empty one and a full one', [], KEYS.slice(0, 300)],
    ['two with nothing in common', KEYS.slice(0, 400), KEYS.slice(400, 900)],
    ['two that alternate', KEYS.filter((_, at) => at % 2 === 0), KEYS.filter((_, at) => at % 2 === 1)],
    ['one of many and one of few in between', KEYS, [`${KEYS[2000]}+`, `${KEYS[4000]}+`]],
  ])('is right for %s', async (_, before, after) => {
    const [a, b] = [contentsOf(before), contentsOf(after)];
    const [left, right] = [await store(a), await store(b)];
    expect(await diffed(left, right)).toEqual(naive(a, b));
    expect(await diffed(right, left)).toEqual(naive(b, a));
  });

  it('is the naive diff for any trees, however they came about', async () => {
    const pool = KEYS.slice(0, 900);
    const edit = fc.record({
      from: fc.nat(pool.length),
      length: fc.oneof(fc.nat(3), fc.nat(400)),
      to: fc.constantFrom('first', 'second', null),
    });
    const contents = (start: Contents, list: { from: number; length: number; to: string | null }[]) => {
      const result = new Map(start);
      for (const { from, length, to } of list) {
        for (const key of pool.slice(from, from + length)) {
          if (to === null) result.delete(key);
          else result.set(key, to);
        }
      }
      return result;
    };
    const list = fc.array(edit, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(list, list, fc.boolean(), async (one, two, incremental) => {
        const before = contents(new Map(), one);
        const after = contents(before, two);
        const left = await store(before);
        const right = await store(after, incremental ? left : undefined);
        expect(await diffed(left, right)).toEqual(naive(before, after));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('holds only a few leaves at a time, also where one side is far ahead of the other', async () => {
    const many = await store(contentsOf(documentKeys(20_000, 5)));
    const few = await store(contentsOf(['m/en/draft', 'z/en/draft']));
    const reader = counting();
    let seen = 0;
    let most = 0;
    for await (const _ of diffTrees(reader, many, few)) {
      seen += 1;
      most = Math.max(most, reader.leaves.length * 24 - seen);
    }
    expect(seen).toBe(20_002);
    expect(most).toBeLessThan(4 * 64 * 24);
  }, 30_000);

  it('ends quietly when nobody wants the rest, even if reading ahead fails', async () => {
    const unseen = jest.fn();
    process.on('unhandledRejection', unseen);
    const second = await store(contentsOf(KEYS, 'second'));
    let reads = 0;
    const readLeafLines = (leaves: PieceRef[]) => {
      reads += 1;
      return reads > 2 ? Promise.reject(new Error('unreadable')) : repository.readLeafLines(leaves);
    };
    for await (const change of diffTrees({ ...repository, readLeafLines }, first, second)) {
      expect(change.kind).toBe('changed');
      break;
    }
    await setTimeout(20);
    process.off('unhandledRejection', unseen);
    expect(reads).toBeGreaterThan(2);
    expect(unseen).not.toHaveBeenCalled();
  });

  it('throws what reading throws', async () => {
    const second = await store(contentsOf(KEYS, 'third'));
    const broken = { ...repository, readLeafLines: () => Promise.reject(new Error('unreadable')) };
    await expect(diffed(first, second, broken)).rejects.toThrow('unreadable');
  });
});

describe('a tree compared with a plain list', () => {
  it('gives the same changes as with the tree of that list', async () => {
    const before = contentsOf(KEYS.slice(0, 500));
    const after = new Map([...contentsOf(KEYS.slice(100, 600)), [KEYS[150] as string, 'second']]);
    const tree = await store(before);
    const list = [...(await entriesOf(repository, await store(after))).values()];
    const lines: string[] = [];
    const changes = mergeEntries(treeSource(repository, tree), new EntrySource([list], (item) => item));
    for await (const change of changes) lines.push(`${change.kind} ${change.key}`);
    expect(lines).toEqual(naive(before, after));
  });

  it('may be empty on both sides', async () => {
    const nothing = new EntrySource<TreeEntry, TreeEntry>([], (item) => item);
    for await (const _ of mergeEntries(treeSource(repository, NO_TREE), nothing)) throw new Error('a change');
  });
});
