import { KeepsakeError } from '../errors';
import type { Storage } from '../storage/storage';
import { BlockCache } from './block-cache';
import { isDamage, objectMissing } from './damage';
import { openFrame, type Sealing } from './frame';
import type { Hashes } from './hashes';
import { indexRange, openIndex, type PackedBlock } from './pack';
import { readObject } from './read-object';
import type { BlockId, BlockKind, SealedBlock } from './repository';
import type { PackEntry } from './root';

/**
 * Finds and reads blocks. Only the indexes at the ends of the packs say where a block lies; each is loaded once, newest
 * pack first, and only as long as blocks are looked for that the loaded ones do not have.
 *
 * A pack whose index cannot be read does not stop the others: its error is thrown only when a block is found nowhere
 * else.
 */
export class BlockReader {
  readonly #storage: Storage;
  readonly #sealing: Sealing;
  readonly #hashes: Hashes;
  readonly #cache = new BlockCache(CACHE_BYTES);
  /** Live packs by name, oldest first. */
  #packs = new Map<string, PackEntry>();
  readonly #indexes = new Map<string, PackedBlock[]>();
  readonly #places = new Map<BlockId, { pack: string; block: PackedBlock }>();
  readonly #loading = new Map<string, Promise<PackedBlock[]>>();
  readonly #reading = new Map<BlockId, Promise<Buffer>>();

  constructor(storage: Storage, sealing: Sealing, hashes: Hashes) {
    this.#storage = storage;
    this.#sealing = sealing;
    this.#hashes = hashes;
  }

  /** Tells which packs are live now; forgets the indexes of those that are no longer. */
  setPacks(packs: PackEntry[]): void {
    const live = new Map(packs.map((pack) => [this.#nameOf(pack), pack]));
    for (const [name, old] of this.#packs) {
      if (live.get(name)?.digest !== old.digest) this.#forget(name);
    }
    this.#packs = live;
  }

  /** The index of a pack that was just written. */
  learn(name: string, blocks: PackedBlock[]): void {
    this.#indexes.set(name, blocks);
    for (const block of blocks) this.#places.set(block.id, { pack: name, block });
  }

  /** Plain bytes, shared with the cache: not to be changed. */
  async read(id: BlockId, kind: BlockKind): Promise<Buffer> {
    const known = this.#cache.get(id);
    const place = await this.#place(id);
    if (place.block.kind !== kind) throw unknownBlock(id, `is of kind ${place.block.kind}, not ${kind}`);
    if (known) return known;
    const underWay = this.#reading.get(id);
    if (underWay) return underWay;
    const reading = this.#fetch(place.pack, place.block).finally(() => this.#reading.delete(id));
    this.#reading.set(id, reading);
    return reading;
  }

  /**
   * Several blocks, in the order of `ids`: what lies close together in a pack comes with one read, which saves most of
   * the time where blocks are small and all of the requests where the storage is remote.
   */
  async readMany(ids: BlockId[], kind: BlockKind): Promise<Buffer[]> {
    const found = new Map<BlockId, Promise<Buffer>>();
    const absent: { pack: string; block: PackedBlock }[] = [];
    for (const id of new Set(ids)) {
      const place = await this.#place(id);
      if (place.block.kind !== kind) throw unknownBlock(id, `is of kind ${place.block.kind}, not ${kind}`);
      const known = this.#cache.get(id);
      if (known) found.set(id, Promise.resolve(known));
      else absent.push(place);
    }
    for (const { pack, blocks } of runsOf(absent)) {
      const run = this.#fetchRun(pack, blocks);
      for (const block of blocks) found.set(block.id, run(block));
    }
    return Promise.all(ids.map((id) => found.get(id) as Promise<Buffer>));
  }

  /**
   * Blocks as they lie in their packs, pack by pack and each proven to open: for an archive, which copies them. What
   * lies close together comes with one read.
   */
  async *readSealed(ids: Iterable<BlockId>): AsyncGenerator<SealedBlock> {
    const places: { pack: string; block: PackedBlock }[] = [];
    for (const id of new Set(ids)) places.push(await this.#place(id));
    for (const { pack, blocks } of runsOf(places)) {
      const { start, bytes } = await this.#readRun(pack, blocks);
      for (const { id, kind, offset, length } of blocks) {
        const frame = bytes.subarray(offset - start, offset - start + length);
        await openFrame(this.#sealing, frame, { kind, id, object: pack });
        yield { id, kind, frame };
      }
    }
  }

  /** The object that holds the block, and its kind; throws `block_unknown`, or the error of an unreadable pack. */
  async placeOf(id: BlockId): Promise<{ object: string; kind: BlockKind }> {
    const { pack, block } = await this.#place(id);
    return { object: pack, kind: block.kind };
  }

  /** The blocks of one live pack. */
  async blocksOf(name: string): Promise<PackedBlock[]> {
    const known = this.#indexes.get(name);
    if (known) return known;
    const underWay = this.#loading.get(name);
    if (underWay) return underWay;
    const loading = this.#loadIndex(name).finally(() => this.#loading.delete(name));
    this.#loading.set(name, loading);
    return loading;
  }

  async #fetch(pack: string, block: PackedBlock): Promise<Buffer> {
    const range = { start: block.offset, length: block.length };
    return this.#open(pack, block, await readObject(this.#storage, pack, range));
  }

  #fetchRun(pack: string, blocks: PackedBlock[]): (block: PackedBlock) => Promise<Buffer> {
    const reading = this.#readRun(pack, blocks);
    return async (block) => {
      const { start, bytes } = await reading;
      const at = block.offset - start;
      return this.#open(pack, block, bytes.subarray(at, at + block.length));
    };
  }

  async #readRun(pack: string, blocks: PackedBlock[]): Promise<{ start: number; bytes: Buffer }> {
    const start = blocks[0]?.offset ?? 0;
    const last = blocks.at(-1);
    const length = last ? last.offset + last.length - start : 0;
    return { start, bytes: await readObject(this.#storage, pack, { start, length }) };
  }

  async #open(pack: string, block: PackedBlock, frame: Buffer): Promise<Buffer> {
    const plain = await openFrame(this.#sealing, frame, { kind: block.kind, id: block.id, object: pack });
    // A chunk of a file is read once; keeping it would push out what is read again and again.
    if (block.kind !== 'chunk') this.#cache.set(block.id, plain);
    return plain;
  }

  async #place(id: BlockId): Promise<{ pack: string; block: PackedBlock }> {
    const known = this.#places.get(id);
    if (known) return known;
    let unreadable: KeepsakeError | null = null;
    const missing = [...this.#packs.keys()].filter((name) => !this.#indexes.has(name)).reverse();
    for (let at = 0; at < missing.length; at += INDEXES_AT_ONCE) {
      const batch = missing.slice(at, at + INDEXES_AT_ONCE);
      const results = await Promise.allSettled(batch.map((name) => this.blocksOf(name)));
      for (const result of results) {
        if (result.status === 'fulfilled') continue;
        if (!isDamage(result.reason)) throw result.reason;
        unreadable ??= result.reason;
      }
      const found = this.#places.get(id);
      if (found) return found;
    }
    throw unreadable ?? unknownBlock(id, 'is in no pack');
  }

  async #loadIndex(name: string): Promise<PackedBlock[]> {
    const pack = this.#packs.get(name);
    if (!pack) throw objectMissing(name);
    const frame = await readObject(this.#storage, name, indexRange(pack));
    const blocks = await openIndex(this.#sealing, frame, { name, bytes: pack.bytes });
    // It may have been removed while it was read; its blocks must not be looked for there again.
    if (this.#packs.get(name)?.digest !== pack.digest) throw objectMissing(name);
    this.learn(name, blocks);
    return blocks;
  }

  #forget(name: string): void {
    for (const block of this.#indexes.get(name) ?? []) {
      if (this.#places.get(block.id)?.pack === name) this.#places.delete(block.id);
      this.#cache.delete(block.id);
    }
    this.#indexes.delete(name);
  }

  #nameOf(pack: PackEntry): string {
    return this.#hashes.objectName(pack.writer, 'pack', pack.number);
  }
}

const CACHE_BYTES = 32 * 1024 * 1024;
const INDEXES_AT_ONCE = 8;
/** Bytes between two blocks that are rather read along than asked around. */
const GAP_BYTES = 64 * 1024;
const RUN_BYTES = 2 * 1024 * 1024;

/** Blocks by pack and place, cut into runs that one read fetches. */
function runsOf(places: { pack: string; block: PackedBlock }[]): { pack: string; blocks: PackedBlock[] }[] {
  const runs: { pack: string; blocks: PackedBlock[]; start: number; end: number }[] = [];
  const sorted = [...places].sort(
    (a, b) => (a.pack < b.pack ? -1 : a.pack > b.pack ? 1 : 0) || a.block.offset - b.block.offset,
  );
  for (const { pack, block } of sorted) {
    const end = block.offset + block.length;
    const run = runs.at(-1);
    if (run?.pack === pack && block.offset - run.end <= GAP_BYTES && end - run.start <= RUN_BYTES) {
      run.blocks.push(block);
      run.end = end;
    } else runs.push({ pack, blocks: [block], start: block.offset, end });
  }
  return runs;
}

function unknownBlock(id: BlockId, what: string): KeepsakeError {
  return new KeepsakeError('block_unknown', `Block ${id} ${what}.`, {
    item: id,
    hint: 'Run keepsake verify to see whether the repository is whole.',
  });
}
