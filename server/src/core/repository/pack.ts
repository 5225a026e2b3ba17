import { objectDamaged, objectTruncated } from './damage';
import { frameKindNumber, frameKindOf, openFrame, randomBlockId, readFrameHeader, sealFrame } from './frame';
import type { Sealing } from './frame';
import type { BlockId, BlockKind } from './repository';

/**
 * A pack is blocks end to end, an index of them, and a trailer of 16 bytes that says how long the index is.
 * The index comes last so that a pack is written in one go; the root repeats its length, so a reader needs one range
 * read to have it, and the trailer serves only someone who has lost the root.
 */
export interface PackedBlock {
  id: BlockId;
  kind: BlockKind;
  /** Where the block's frame starts, and how long it is, in bytes. */
  offset: number;
  length: number;
}

/** Plain bytes of blocks that a pack is filled to; two chunks of 8 MiB still share one. */
export const PACK_BYTES = 16 * 1024 * 1024;

/** Frames and index may come on top of `PACK_BYTES`. */
const ROOM = PACK_BYTES + 64 * 1024;
/** Bytes that a pack has room for at first. */
const SMALLEST = 256 * 1024;
const ENTRY = 25;
const TRAILER = 16;
const TRAILER_MAGIC = 'KPSE';
const FORMAT = 1;

/** The pack being filled. Frames are copied into it as they come, so that none is in memory twice when it is put. */
export class PackBuilder {
  readonly #blocks: PackedBlock[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #size = 0;
  #spare: Buffer | null;

  /** @param spare Memory of a pack that was put: of these sizes, the collector lets several wait. */
  constructor(spare: Buffer | null = null) {
    this.#spare = spare;
  }

  get empty(): boolean {
    return this.#blocks.length === 0;
  }

  /** Whether a frame of `length` bytes still belongs here. The first one always does. */
  fits(length: number): boolean {
    return this.empty || this.#size + length <= ROOM;
  }

  add(id: BlockId, kind: BlockKind, frame: Buffer): void {
    this.#blocks.push({ id, kind, offset: this.#size, length: frame.length });
    this.#append(frame);
  }

  /** The whole object; nothing can be added afterwards. `name` is bound into the index, so that two packs cannot be swapped. */
  async finish(
    sealing: Sealing,
    name: string,
  ): Promise<{ bytes: Buffer; indexBytes: number; blocks: PackedBlock[] }> {
    const index = await sealFrame(sealing, {
      kind: 'index',
      id: randomBlockId(),
      plain: encodeIndex(this.#blocks),
      compress: false,
      context: name,
    });
    this.#append(index);
    this.#append(encodeTrailer(index.length, this.#blocks.length));
    const bytes = this.#bytes.subarray(0, this.#size);
    this.#bytes = Buffer.alloc(0);
    return { bytes, indexBytes: index.length, blocks: this.#blocks };
  }

  #append(part: Buffer): void {
    const end = this.#size + part.length;
    if (end > this.#bytes.length) this.#grow(end);
    part.copy(this.#bytes, this.#size);
    this.#size = end;
  }

  /** To the full size at once: memory that was never written to costs nothing yet, and outgrown buffers wait for the collector. */
  #grow(least: number): void {
    const size = least <= SMALLEST ? SMALLEST : Math.max(ROOM + SMALLEST, least);
    const isSpareEnough = this.#spare !== null && this.#spare.length >= size;
    // Slow means: with memory of its own, which can be given to another thread.
    const grown = isSpareEnough ? this.#spare! : Buffer.allocUnsafeSlow(size);
    this.#spare = null;
    this.#bytes.copy(grown, 0, 0, this.#size);
    this.#bytes = grown;
  }
}

/** The range of a pack that holds its index, from what the root says of it. */
export function indexRange(pack: { bytes: number; indexBytes: number }): { start: number; length: number } {
  return { start: pack.bytes - TRAILER - pack.indexBytes, length: pack.indexBytes };
}

/** How long the index of a whole pack is, by its trailer. */
export function indexLength(bytes: Buffer): number {
  return bytes.readUInt32BE(bytes.length - TRAILER + 8);
}

/** The blocks that an index frame lists; throws `object_damaged` unless they tile the pack up to the index. */
export async function openIndex(
  sealing: Sealing,
  frame: Buffer,
  pack: { name: string; bytes: number },
): Promise<PackedBlock[]> {
  const plain = await openFrame(sealing, frame, { kind: 'index', object: pack.name, context: pack.name });
  const blocks = decodeIndex(plain);
  const end = pack.bytes - TRAILER - frame.length;
  if (!blocks || !tiles(blocks, end)) throw objectDamaged(pack.name, 'its index does not describe it');
  return blocks;
}

/** The same from the bytes of a whole pack, by its trailer alone: for `verify`, and for who has no root. */
export async function openPack(sealing: Sealing, bytes: Buffer, name: string): Promise<PackedBlock[]> {
  if (bytes.length < TRAILER) throw objectTruncated(name);
  const trailer = bytes.subarray(bytes.length - TRAILER);
  const indexBytes = indexLength(bytes);
  const start = bytes.length - TRAILER - indexBytes;
  const known = trailer.toString('latin1', 0, 4) === TRAILER_MAGIC && trailer.readUInt16BE(4) === FORMAT;
  if (!known || trailer.readUInt16BE(6) !== 0 || start < 0)
    throw objectDamaged(name, 'its trailer is not one');
  const frame = bytes.subarray(start, bytes.length - TRAILER);
  const blocks = await openIndex(sealing, frame, { name, bytes: bytes.length });
  if (blocks.length !== trailer.readUInt32BE(12))
    throw objectDamaged(name, 'its trailer counts other blocks');
  return blocks;
}

/**
 * The blocks of a pack whose index is lost, found by their headers. Nothing here is authenticated until each block is
 * opened; scanning ends at the first byte that is no frame.
 */
export function scanBlocks(bytes: Buffer): PackedBlock[] {
  const blocks: PackedBlock[] = [];
  let offset = 0;
  for (;;) {
    const header = readFrameHeader(bytes.subarray(offset));
    if (!header || offset + header.length > bytes.length || !isBlockKind(header.kind)) return blocks;
    blocks.push({ id: header.id, kind: header.kind, offset, length: header.length });
    offset += header.length;
  }
}

function encodeIndex(blocks: PackedBlock[]): Buffer {
  const plain = Buffer.alloc(blocks.length * ENTRY);
  blocks.forEach((block, at) => {
    const start = at * ENTRY;
    plain.write(block.id, start, 'base64url');
    plain.writeUInt8(frameKindNumber(block.kind), start + 16);
    plain.writeUInt32BE(block.offset, start + 17);
    plain.writeUInt32BE(block.length, start + 21);
  });
  return plain;
}

function decodeIndex(plain: Buffer): PackedBlock[] | null {
  if (plain.length % ENTRY !== 0) return null;
  const blocks: PackedBlock[] = [];
  for (let at = 0; at < plain.length; at += ENTRY) {
    const kind = frameKindOf(plain.readUInt8(at + 16));
    if (!kind || !isBlockKind(kind)) return null;
    blocks.push({
      id: plain.toString('base64url', at, at + 16),
      kind,
      offset: plain.readUInt32BE(at + 17),
      length: plain.readUInt32BE(at + 21),
    });
  }
  return blocks;
}

function tiles(blocks: PackedBlock[], end: number): boolean {
  let next = 0;
  for (const block of blocks) {
    if (block.offset !== next) return false;
    next += block.length;
  }
  return next === end;
}

function encodeTrailer(indexBytes: number, blocks: number): Buffer {
  const trailer = Buffer.alloc(TRAILER);
  trailer.write(TRAILER_MAGIC, 0, 'latin1');
  trailer.writeUInt16BE(FORMAT, 4);
  trailer.writeUInt32BE(indexBytes, 8);
  trailer.writeUInt32BE(blocks, 12);
  return trailer;
}

function isBlockKind(kind: string): kind is BlockKind {
  return !['manifest', 'index', 'root'].includes(kind);
}
