import type { BlockReader } from './block-reader';
import type { Hashes } from './hashes';
import type { BlockId, Manifest, PieceRef, SnapshotEntry, TreeEntry, TreeRoot } from './repository';
import type { ObjectEntry, PackEntry, RootContent } from './root';
import { readLeaf, readTop } from './tree';
import { lineOf } from './writers';

/**
 * Who is made of what: the facts behind the figures of the storage (core/analytics). Blocks have numbers here, and what
 * is known of each is a column of numbers, so that a repository of many records costs little: of a record only one bit is
 * kept, of a leaf which blocks it names, and pieces that snapshots share are there once.
 */
export interface Survey {
  blocks: BlockTable;
  /** Oldest first. */
  snapshots: SnapshotUse[];
  packs: PackUse[];
}

export interface SnapshotUse {
  entry: SnapshotEntry;
  /** This site may delete it. */
  isOwn: boolean;
  manifestBytes: number;
  schema: number;
  types: TypeUse[];
  media: TopUse[];
}

export interface TypeUse {
  uid: string;
  documents: number;
  records: number;
  /** Logical; null in a snapshot of a version that did not count them by type. */
  bytes: number | null;
  tops: TopUse[];
}

export interface TopUse {
  block: number;
  leaves: LeafUse[];
}

export interface LeafUse {
  block: number;
  /** Blocks that its entries name, each once, and how many of them name it. */
  blocks: Int32Array;
  counts: Int32Array;
  /** Of a leaf of the media. */
  files: FileUse[];
}

export interface FileUse {
  key: string;
  label: string;
  bytes: number;
  /** Of its content, which another file may share. */
  hash: string;
  blocks: number[];
}

export interface PackUse {
  /** This site may rewrite or delete it. */
  isOwn: boolean;
  bytes: number;
  blocks: Int32Array;
}

/** Blocks by number. */
export class BlockTable {
  readonly #numbers = new Map<BlockId, number>();
  /** Bytes of each in its pack; 0 until the pack's index was read. */
  readonly lengths: number[] = [];
  /** How many different records of each any snapshot names or has named. */
  readonly records: number[] = [];
  /** The same by content type. */
  readonly recordsOf: (Map<string, number> | undefined)[] = [];
  readonly #slots: (Uint8Array | undefined)[] = [];

  get size(): number {
    return this.lengths.length;
  }

  numberOf(id: BlockId): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.lengths.length;
    this.#numbers.set(id, number);
    this.lengths.push(0);
    this.records.push(0);
    this.recordsOf.push(undefined);
    this.#slots.push(undefined);
    return number;
  }

  /** That `slot` of a block is a record of `uid`; counted once, however many snapshots say so. */
  noteRecord(block: number, slot: number, uid: string): void {
    const at = slot >> 3;
    let slots = this.#slots[block];
    if (!slots || at >= slots.length) {
      const wider = new Uint8Array(Math.max(32, at + 1, (slots?.length ?? 0) * 2));
      if (slots) wider.set(slots);
      this.#slots[block] = slots = wider;
    }
    const bit = 1 << (slot & 7);
    if (slots[at]! & bit) return;
    slots[at]! |= bit;
    this.records[block]! += 1;
    const types = (this.recordsOf[block] ??= new Map());
    types.set(uid, (types.get(uid) ?? 0) + 1);
  }
}

/** What one survey leaves for the next: pieces never change, so none is read twice while a snapshot is made of it. */
export class SurveyMemory {
  readonly blocks = new BlockTable();
  readonly tops = new Map<BlockId, TopUse>();
  readonly leaves = new Map<BlockId, LeafUse>();

  /** Forgets the pieces of snapshots that are gone. */
  keepOnly(snapshots: readonly SnapshotUse[]): void {
    const tops = new Set(
      snapshots.flatMap(({ types, media }) => [...types.flatMap((type) => type.tops), ...media]),
    );
    const leaves = new Set([...tops].flatMap((top) => top.leaves));
    for (const [id, top] of this.tops) if (!tops.has(top)) this.tops.delete(id);
    for (const [id, leaf] of this.leaves) if (!leaves.has(leaf)) this.leaves.delete(id);
  }
}

export interface SurveyContext {
  reader: BlockReader;
  hashes: Hashes;
  content: RootContent;
  writerId: string;
  readManifest: (manifest: ObjectEntry) => Promise<Manifest>;
}

/** Throws the damage of whatever cannot be read. */
export async function surveyRepository(context: SurveyContext, known = new SurveyMemory()): Promise<Survey> {
  const { content, writerId } = context;
  const line = lineOf(content, writerId);
  const snapshots: SnapshotUse[] = [];
  for (const { entry, manifest } of content.snapshots) {
    const read = await context.readManifest(manifest);
    const use = await snapshotUse(context.reader, known, read);
    snapshots.push({ ...use, entry, isOwn: line.has(manifest.writer), manifestBytes: manifest.bytes });
  }
  known.keepOnly(snapshots);
  snapshots.sort((a, b) => (a.entry.createdAt < b.entry.createdAt ? -1 : 1));
  const packs: PackUse[] = [];
  for (const pack of content.packs) packs.push(await packUse(context, known.blocks, pack, line));
  return { blocks: known.blocks, snapshots, packs };
}

async function snapshotUse(
  reader: BlockReader,
  known: SurveyMemory,
  { schema, types, media }: Manifest,
): Promise<Pick<SnapshotUse, 'schema' | 'types' | 'media'>> {
  const uses: TypeUse[] = [];
  for (const { uid, documents, bytes = null, tree } of types) {
    const tops = await topUses(reader, known, tree, uid);
    uses.push({ uid, documents, records: tree.entries, bytes, tops });
  }
  const files = await topUses(reader, known, media, null);
  return { schema: known.blocks.numberOf(schema.block), types: uses, media: files };
}

async function topUses(
  reader: BlockReader,
  known: SurveyMemory,
  tree: TreeRoot,
  uid: string | null,
): Promise<TopUse[]> {
  const uses: TopUse[] = [];
  for (const top of tree.pieces) {
    let use = known.tops.get(top.block);
    if (!use) {
      const leaves: LeafUse[] = [];
      for (const leaf of await readTop(reader, top)) leaves.push(await leafUse(reader, known, leaf, uid));
      use = { block: known.blocks.numberOf(top.block), leaves };
      known.tops.set(top.block, use);
    }
    uses.push(use);
  }
  return uses;
}

async function leafUse(
  reader: BlockReader,
  known: SurveyMemory,
  leaf: PieceRef,
  uid: string | null,
): Promise<LeafUse> {
  const before = known.leaves.get(leaf.block);
  if (before) return before;
  const { blocks } = known;
  const counts = new Map<number, number>();
  const files: FileUse[] = [];
  for (const entry of await readLeaf(reader, leaf)) {
    const named = entry.file ? fileUse(blocks, entry, files) : [blocks.numberOf(entry.block)];
    for (const block of named) counts.set(block, (counts.get(block) ?? 0) + 1);
    if (uid !== null) blocks.noteRecord(named[0]!, entry.slot, uid);
  }
  const use = {
    block: blocks.numberOf(leaf.block),
    blocks: Int32Array.from(counts.keys()),
    counts: Int32Array.from(counts.values()),
    files,
  };
  known.leaves.set(leaf.block, use);
  return use;
}

function fileUse(blocks: BlockTable, { key, label, hash, file }: TreeEntry, files: FileUse[]): number[] {
  const { blocks: ids, bytes } = file!;
  const use = { key, label, hash, bytes, blocks: ids.map((id) => blocks.numberOf(id)) };
  files.push(use);
  return use.blocks;
}

async function packUse(
  { reader, hashes }: SurveyContext,
  blocks: BlockTable,
  { writer, number, bytes }: PackEntry,
  line: ReadonlySet<string>,
): Promise<PackUse> {
  const packed = await reader.blocksOf(hashes.objectName(writer, 'pack', number));
  const numbers = packed.map(({ id, length }) => {
    const block = blocks.numberOf(id);
    blocks.lengths[block] = length;
    return block;
  });
  return { isOwn: line.has(writer), bytes, blocks: Int32Array.from(numbers) };
}
