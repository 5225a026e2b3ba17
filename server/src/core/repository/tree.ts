import { KeepsakeError } from '../errors';
import { objectDamaged } from './damage';
import type { BlockReader } from './block-reader';
import type { Hashes } from './hashes';
import type { BlockId, PieceRef, TreeEntry, TreeRoot } from './repository';
import { StoredJsonError } from './stored-json';
import {
  decodeEntryLine,
  decodeLeaf,
  decodeTop,
  encodeEntry,
  encodeLeafRef,
  encodePiece,
  leafLines,
} from './tree-piece';

/**
 * A tree is a sorted list, cut into leaves of about 24 entries; the list of leaves is cut the same way into top pieces,
 * and the list of top pieces is what a manifest keeps. Where a piece ends is decided by the keys in it, not by counting
 * from the front: an edit rewrites one leaf and one top piece, and all others come out equal and are shared.
 *
 * A piece ends after at least 16 lines at the first key that the keyed hash picks (one in 8), or after 128. The least
 * length matters: an edit hits long pieces more often than short ones. Shorter pieces make scattered edits cheaper and a
 * full tree dearer: docs/format.md has the figures.
 */
const LEAST_LINES = 16;
const MOST_LINES = 128;

export interface TreeStore {
  hashes: Hashes;
  reader: BlockReader;
  addBlock(plain: Buffer): Promise<BlockId>;
}

/**
 * Stores the pieces of a tree that `previous` does not hold. Throws `tree_unsorted` when keys do not rise strictly, and
 * whatever reading the pieces of `previous` throws.
 */
export async function buildTree(
  store: TreeStore,
  entries: Iterable<TreeEntry>,
  previous?: TreeRoot,
): Promise<TreeRoot> {
  const known = new Map<string, PieceRef>();
  const before = previous?.pieces ?? [];
  for (const top of before) known.set(top.hash, top);
  for (const leaves of await readTops(store.reader, before)) {
    for (const leaf of leaves) known.set(leaf.hash, leaf);
  }
  const pieces: PieceRef[] = [];
  const tops = new PieceCutter(store, 1, known);
  const leaves = new PieceCutter(store, 0, known);
  const passUp = async (leaf: PieceRef | null) => {
    const top = leaf && (await tops.add(leaf.last, encodeLeafRef(leaf), leaf.entries));
    if (top) pieces.push(top);
  };

  let last: string | null = null;
  let count = 0;
  for (const entry of entries) {
    if (last !== null && !(last < entry.key)) {
      throw new KeepsakeError(
        'tree_unsorted',
        `The key ${JSON.stringify(entry.key)} does not come after ${last}.`,
        {
          item: entry.key,
        },
      );
    }
    last = entry.key;
    count += 1;
    await passUp(await leaves.add(entry.key, encodeEntry(entry), 1));
  }
  await passUp(await leaves.end());
  const end = await tops.end();
  if (end) pieces.push(end);
  return { pieces, entries: count };
}

/** Collects the lines of one level and closes a piece where the keys say so. */
export class PieceCutter {
  #lines: string[] = [];
  #entries = 0;
  #last = '';

  constructor(
    readonly store: TreeStore,
    readonly level: 0 | 1,
    readonly known: Map<string, PieceRef>,
  ) {}

  /** Nothing is begun: the next line is the first of a piece. */
  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** The piece that this line closed, or null. */
  async add(key: string, line: string, entries: number): Promise<PieceRef | null> {
    this.#lines.push(line);
    this.#entries += entries;
    this.#last = key;
    const { length } = this.#lines;
    const ends = length >= MOST_LINES || (length >= LEAST_LINES && this.store.hashes.cuts(key, this.level));
    return ends ? this.#close() : null;
  }

  async end(): Promise<PieceRef | null> {
    return this.#lines.length === 0 ? null : this.#close();
  }

  async #close(): Promise<PieceRef> {
    const plain = encodePiece(this.level === 0 ? 'leaf' : 'top', this.#lines);
    const hash = this.store.hashes.hash('piece', plain);
    const shared = this.known.get(hash);
    const ref = shared ?? {
      hash,
      block: await this.store.addBlock(plain),
      last: this.#last,
      entries: this.#entries,
    };
    this.#lines = [];
    this.#entries = 0;
    return ref;
  }
}

/** All entries in key order; the leaves of two top pieces at most are in memory. */
export async function* readTree(reader: BlockReader, root: TreeRoot): AsyncGenerator<TreeEntry> {
  const tops = await readTops(reader, root.pieces);
  let next: Promise<TreeEntry[][]> | null = null;
  for (const [at, leaves] of tops.entries()) {
    const entries: TreeEntry[][] = await (next ?? readLeaves(reader, leaves));
    const following = tops[at + 1];
    next = following ? readLeaves(reader, following) : null;
    // Whoever stops here never waits for it; whoever goes on sees its error.
    next?.catch(() => undefined);
    for (const leaf of entries) yield* leaf;
  }
}

/** The leaves under a top piece. */
export async function readTop(reader: BlockReader, ref: PieceRef): Promise<PieceRef[]> {
  const [leaves = []] = await readTops(reader, [ref]);
  return leaves;
}

/** The leaves under each of several top pieces; pieces that lie side by side are read together. */
export function readTops(reader: BlockReader, refs: PieceRef[]): Promise<PieceRef[][]> {
  return readPieces(reader, refs, {
    decode: decodeTop,
    keyOf: ({ last }) => last,
    countOf: ({ entries }) => entries,
  });
}

/** The entries of a leaf. */
export async function readLeaf(reader: BlockReader, ref: PieceRef): Promise<TreeEntry[]> {
  const [entries = []] = await readLeaves(reader, [ref]);
  return entries;
}

function readLeaves(reader: BlockReader, refs: PieceRef[]): Promise<TreeEntry[][]> {
  return readPieces(reader, refs, { decode: decodeLeaf, keyOf: ({ key }) => key, countOf: () => 1 });
}

/** The entries of several leaves as lines: a diff parses only those that differ. */
export function readLeafLines(reader: BlockReader, refs: PieceRef[]): Promise<string[][]> {
  const keyOf = (line: string) => decodeEntryLine(line).key;
  return readPieces(reader, refs, { decode: leafLines, keyOf, countOf: () => 1 });
}

/** How the lines of a kind of piece are read. */
interface PieceKind<T> {
  decode: (plain: Buffer) => T[];
  keyOf: (line: T) => string;
  countOf: (line: T) => number;
}

async function readPieces<T>(reader: BlockReader, refs: PieceRef[], kind: PieceKind<T>): Promise<T[][]> {
  const blocks = refs.map(({ block }) => block);
  const plains = await reader.readMany(blocks, 'tree');
  return Promise.all(refs.map((ref, at) => checkPiece(reader, ref, plains[at] as Buffer, kind)));
}

async function checkPiece<T>(
  reader: BlockReader,
  ref: PieceRef,
  plain: Buffer,
  { decode, keyOf, countOf }: PieceKind<T>,
): Promise<T[]> {
  try {
    const lines = decode(plain);
    const entries = lines.reduce((sum, line) => sum + countOf(line), 0);
    const last = lines.at(-1);
    if (!last || keyOf(last) !== ref.last || entries !== ref.entries) {
      throw new StoredJsonError('it is not the piece of a tree that was referenced');
    }
    return lines;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw objectDamaged((await reader.placeOf(ref.block)).object, what, error);
  }
}
