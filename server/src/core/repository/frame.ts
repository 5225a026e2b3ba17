import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
} from 'node:zlib';
import type { BrotliOptions } from 'node:zlib';
import { KeepsakeError } from '../errors';
import { objectDamaged } from './damage';
import type { KeyRing } from './keys';
import type { BlockId, BlockKind } from './repository';

/**
 * A frame is the sealed form of every piece of plain bytes: a 64-byte header in the clear, the ciphertext, a tag.
 * The whole header is authenticated, so a frame cannot be taken for another kind, another repository or another id.
 *
 * ```
 *  0  4  "KPSF"            12 16  repository id
 *  4  2  format, 1         28 16  id of the frame, random
 *  6  2  feature flags, 0  44  4  length of the plain bytes
 *  8  1  kind              48  4  length of the ciphertext
 *  9  1  codec             52 12  IV, random
 * 10  2  key generation    64  n  ciphertext, then 16 bytes of tag
 * ```
 *
 * Each frame has a key of its own, derived from its random id: no key ever seals more than one frame (or the few
 * that would share a 128-bit random id), so the bound of 2^32 random IVs under one AES-GCM key is never near.
 */
export type FrameKind = BlockKind | 'manifest' | 'index' | 'root';

/** What every frame of one repository needs. */
export interface Sealing {
  /** 32 hexadecimal digits. */
  repositoryId: string;
  keys: KeyRing;
}

export const FRAME_OVERHEAD = 80;
/** More plain bytes than this in one frame are refused. */
export const MOST_PLAIN_BYTES = 64 * 1024 * 1024;

const MAGIC = 'KPSF';
const HEADER = 64;
const TAG = 16;
const FORMAT = 1;
/** Key generation 0 stands for the catalogue key. */
const CATALOGUE_GENERATION = 0;
const KINDS: Record<FrameKind, number> = {
  records: 1,
  tree: 2,
  chunk: 3,
  schema: 4,
  catalogue: 5,
  manifest: 6,
  index: 7,
  root: 8,
};
const CODEC = { stored: 0, brotli: 1 } as const;
/** Measured on CMS records (docs/format.md): quality 4 is the knee, 5 takes up to twice the time for 4 %. */
const QUALITY = 4;
/** For the pieces of trees, of which an incremental backup mostly consists: 3 % less in 0.02 ms more. */
const SMALL_QUALITY = 5;
/** Up to here the way to zlib's thread and back takes longer than the work: 0.5 ms for a piece of a tree, against 0.1. */
const SMALL_BYTES = 32 * 1024;

/** Over this a sample decides whether the whole is compressed: 8 MiB of noise cost a third of a second. */
const SAMPLED_BYTES = 2 * 1024 * 1024;
const SAMPLE_BYTES = 64 * 1024;
/** What goes through the cipher at a time, so that a large frame is not in memory once more as its result. */
const SLICE_BYTES = 256 * 1024;

const compressAsync = promisify(brotliCompress);
const decompressAsync = promisify(brotliDecompress);

export function randomBlockId(): BlockId {
  return randomBytes(16).toString('base64url');
}

/**
 * Compresses (where that helps) and seals `plain`. `context` is authenticated with it and not stored: what must be
 * known to open the frame. Throws `block_too_large` over 64 MiB.
 */
export async function sealFrame(
  sealing: Sealing,
  frame: {
    kind: FrameKind;
    id: BlockId;
    plain: Buffer;
    compress?: boolean;
    context?: string | Buffer;
    /** Memory for the result, used if it is enough. */
    scratch?: Buffer | null;
  },
): Promise<Buffer> {
  const { kind, id, plain } = frame;
  if (plain.length > MOST_PLAIN_BYTES) {
    throw new KeepsakeError(
      'block_too_large',
      `A block of ${plain.length} bytes is more than ${MOST_PLAIN_BYTES}.`,
      {
        hint: 'Cut it into smaller blocks.',
      },
    );
  }
  const packed = frame.compress === false ? plain : await compress(plain);
  const helped = packed.length < plain.length;
  const body = helped ? packed : plain;
  const generation = usesCatalogueKey(kind) ? CATALOGUE_GENERATION : sealing.keys.current;
  const iv = randomBytes(12);

  const header = Buffer.alloc(HEADER);
  header.write(MAGIC, 0, 'latin1');
  header.writeUInt16BE(FORMAT, 4);
  header.writeUInt8(KINDS[kind], 8);
  header.writeUInt8(helped ? CODEC.brotli : CODEC.stored, 9);
  header.writeUInt16BE(generation, 10);
  header.write(sealing.repositoryId, 12, 'hex');
  header.write(id, 28, 'base64url');
  header.writeUInt32BE(plain.length, 44);
  header.writeUInt32BE(body.length, 48);
  iv.copy(header, 52);

  const cipher = createCipheriv('aes-256-gcm', frameKey(sealing, generation, id), iv, { authTagLength: TAG });
  cipher.setAAD(withContext(header, frame.context));
  const length = HEADER + body.length + TAG;
  const { scratch } = frame;
  const sealed =
    scratch && scratch.length >= length ? scratch.subarray(0, length) : Buffer.allocUnsafe(length);
  header.copy(sealed);
  for (let at = 0; at < body.length; at += SLICE_BYTES) {
    cipher.update(body.subarray(at, at + SLICE_BYTES)).copy(sealed, HEADER + at);
  }
  cipher.final();
  cipher.getAuthTag().copy(sealed, HEADER + body.length);
  return sealed;
}

/**
 * The plain bytes of `frame`, which must be the whole frame and nothing else. `expected.object` is the name of the
 * object that it was read from. Throws `object_damaged` for any difference from what was sealed.
 */
export async function openFrame(
  sealing: Sealing,
  frame: Buffer,
  expected: { kind: FrameKind; id?: BlockId; object: string; context?: string | Buffer },
): Promise<Buffer> {
  const damaged = (what: string, cause?: unknown) => objectDamaged(expected.object, what, cause);
  const header = readFrameHeader(frame);
  if (!header) throw damaged('a frame does not begin as one');
  if (header.length !== frame.length) throw damaged('a frame has a wrong length');
  if (header.kind !== expected.kind) throw damaged(`a frame of kind ${expected.kind} was expected`);
  if (header.repositoryId !== sealing.repositoryId) throw damaged('a frame belongs to another repository');
  if (expected.id !== undefined && header.id !== expected.id) throw damaged('another block is in its place');
  const keyed = usesCatalogueKey(header.kind)
    ? header.generation === CATALOGUE_GENERATION
    : sealing.keys.data.has(header.generation);
  if (!keyed) throw damaged(`a frame names key generation ${header.generation}, which is not known`);

  let body: Buffer;
  try {
    const key = frameKey(sealing, header.generation, header.id);
    const decipher = createDecipheriv('aes-256-gcm', key, frame.subarray(52, HEADER), { authTagLength: TAG });
    decipher.setAAD(withContext(frame.subarray(0, HEADER), expected.context));
    decipher.setAuthTag(frame.subarray(frame.length - TAG));
    body = decipher.update(frame.subarray(HEADER, frame.length - TAG));
    decipher.final();
  } catch (error) {
    throw damaged('a frame is not what was written', error);
  }
  const plain = await unpack(header.codec, body, header.plainLength).catch((error: unknown) => {
    throw damaged('a frame does not decompress', error);
  });
  if (plain.length !== header.plainLength) throw damaged('a frame has another plain length than it says');
  return plain;
}

export interface FrameHeader {
  kind: FrameKind;
  codec: number;
  generation: number;
  repositoryId: string;
  id: BlockId;
  plainLength: number;
  /** Of the whole frame: header, ciphertext and tag. */
  length: number;
}

/** What the clear header at the start of `bytes` says, not authenticated; null when there is none of this format. */
export function readFrameHeader(bytes: Buffer): FrameHeader | null {
  if (bytes.length < HEADER + TAG || bytes.toString('latin1', 0, 4) !== MAGIC) return null;
  if (bytes.readUInt16BE(4) !== FORMAT || bytes.readUInt16BE(6) !== 0) return null;
  const kind = frameKindOf(bytes.readUInt8(8));
  if (!kind) return null;
  return {
    kind,
    codec: bytes.readUInt8(9),
    generation: bytes.readUInt16BE(10),
    repositoryId: bytes.toString('hex', 12, 28),
    id: bytes.toString('base64url', 28, 44),
    plainLength: bytes.readUInt32BE(44),
    length: HEADER + bytes.readUInt32BE(48) + TAG,
  };
}

export function frameKindNumber(kind: FrameKind): number {
  return KINDS[kind];
}

export function frameKindOf(number: number): FrameKind | null {
  const found = Object.entries(KINDS).find(([, value]) => value === number);
  return found ? (found[0] as FrameKind) : null;
}

function usesCatalogueKey(kind: FrameKind): boolean {
  return kind === 'catalogue' || kind === 'index' || kind === 'root';
}

function frameKey(sealing: Sealing, generation: number, id: BlockId): Buffer {
  const key =
    generation === CATALOGUE_GENERATION ? sealing.keys.catalogue : sealing.keys.data.get(generation);
  if (!key) throw new KeepsakeError('key_invalid', `There is no data key of generation ${generation}.`);
  return key.derive('keepsake frame 1', Buffer.from(id, 'base64url'));
}

function withContext(header: Buffer, context: string | Buffer | undefined): Buffer {
  if (context === undefined) return header;
  return Buffer.concat([header, typeof context === 'string' ? Buffer.from(context, 'utf8') : context]);
}

async function compress(plain: Buffer): Promise<Buffer> {
  if (plain.length > SAMPLED_BYTES && !isWorthCompressing(plain)) return plain;
  const options = packing(plain.length);
  return plain.length <= SMALL_BYTES ? brotliCompressSync(plain, options) : compressAsync(plain, options);
}

/** Bytes out of the middle: files begin with headers that compress well, whatever follows. */
function isWorthCompressing(plain: Buffer): boolean {
  const start = (plain.length - SAMPLE_BYTES) >>> 1;
  const sample = plain.subarray(start, start + SAMPLE_BYTES);
  return brotliCompressSync(sample, packing(sample.length)).length < 0.95 * SAMPLE_BYTES;
}

function packing(length: number): BrotliOptions {
  return {
    chunkSize: chunkSizeFor(length),
    params: {
      [constants.BROTLI_PARAM_QUALITY]: length <= SMALL_BYTES ? SMALL_QUALITY : QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: length,
    },
  };
}

async function unpack(codec: number, body: Buffer, plainLength: number): Promise<Buffer> {
  if (codec === CODEC.stored) return body;
  if (codec !== CODEC.brotli) throw new Error(`codec ${codec} is not known`);
  const options = { maxOutputLength: Math.max(1, plainLength), chunkSize: chunkSizeFor(plainLength) };
  return plainLength <= SMALL_BYTES ? brotliDecompressSync(body, options) : decompressAsync(body, options);
}

/** All at once: zlib's default of 16 KiB makes it go back and forth with its thread, at 1 MiB twice the time to decompress. */
function chunkSizeFor(plainLength: number): number {
  return Math.max(1024, plainLength);
}
