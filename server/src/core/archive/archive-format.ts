import { createHash } from 'node:crypto';

import { KeepsakeError } from '../errors';
import { FRAME_OVERHEAD, frameKindNumber, frameKindOf, type FrameKind } from '../repository/frame';
import type { BlockId } from '../repository/repository';
import { parseWrappedKeys, type WrappedKeys } from '../repository/secret';
import { asObject, asText, parseStoredJson, StoredJsonError } from '../repository/stored-json';

/**
 * An archive is one snapshot as one file (docs/format.md, §10): a head in the clear that says how it opens, the frames
 * of the snapshot end to end, its manifest, an index of all of them, and a trailer. Blocks are copied as they lie in
 * their packs. The index is authenticated together with the head and tiles the file, so a file that was cut, or in which
 * anything moved, does not open.
 */
export interface ArchiveHead {
  /** Random id of this file, 32 hexadecimal digits; its manifest is bound to it. */
  archiveId: string;
  /** Of the repository that the frames come from. */
  repositoryId: string;
  keys: WrappedKeys;
}

export interface ArchivedFrame {
  id: BlockId;
  kind: FrameKind;
  length: number;
}

/** Bytes of a head before its clear part. */
export const PREFIX = 12;
export const TRAILER = 24;
/** More than any real one: 16 locks and the rings of a thousand rotations. */
export const MOST_CLEAR_BYTES = 256 * 1024;

const HEAD_MAGIC = 'KPSA';
const TRAILER_MAGIC = 'KPSZ';
const FORMAT = 1;
const CHECKSUM = 32;
const ENTRY = 21;
const HEX_ID = /^[0-9a-f]{32}$/;

export function encodeHead({ archiveId, repositoryId, keys }: ArchiveHead): Buffer {
  const clear = Buffer.from(JSON.stringify({ archive: archiveId, repository: repositoryId, keys }), 'utf8');
  const prefix = Buffer.alloc(PREFIX);
  prefix.write(HEAD_MAGIC, 0, 'latin1');
  prefix.writeUInt16BE(FORMAT, 4);
  prefix.writeUInt32BE(clear.length, 8);
  const open = Buffer.concat([prefix, clear]);
  return Buffer.concat([open, sha256(open)]);
}

export function isArchive(start: Buffer): boolean {
  return start.toString('latin1', 0, HEAD_MAGIC.length) === HEAD_MAGIC;
}

/** Length of the whole head, from its first bytes; throws `archive_damaged`. */
export function headLength(prefix: Buffer, name: string): number {
  if (prefix.length < PREFIX || !isArchive(prefix)) throw archiveDamaged(name, 'it does not begin as one');
  const clear = prefix.readUInt32BE(8);
  if (clear > MOST_CLEAR_BYTES) throw archiveDamaged(name, 'its head is impossibly long');
  return PREFIX + clear + CHECKSUM;
}

/** Throws `archive_damaged`, or `format_unsupported` for a later format. */
export function parseHead(head: Buffer, name: string): ArchiveHead {
  const end = head.length - CHECKSUM;
  if (!sha256(head.subarray(0, end)).equals(head.subarray(end)))
    throw archiveDamaged(name, 'its head is not what was written');
  if (head.readUInt16BE(4) !== FORMAT || head.readUInt16BE(6) !== 0) throw laterFormat(name);
  try {
    const clear = asObject(parseStoredJson(head.toString('utf8', PREFIX, end)), 'head');
    return {
      archiveId: asHexId(clear['archive'], 'archive'),
      repositoryId: asHexId(clear['repository'], 'repository'),
      keys: parseWrappedKeys(clear['keys']),
    };
  } catch (error) {
    if (error instanceof StoredJsonError) throw archiveDamaged(name, error.message, error);
    throw error;
  }
}

/** Id 16, kind 1, length 4 per frame, in the order of the file. */
export function encodeArchiveIndex(frames: ArchivedFrame[]): Buffer {
  const plain = Buffer.alloc(frames.length * ENTRY);
  frames.forEach(({ id, kind, length }, at) => {
    plain.write(id, at * ENTRY, 'base64url');
    plain.writeUInt8(frameKindNumber(kind), at * ENTRY + 16);
    plain.writeUInt32BE(length, at * ENTRY + 17);
  });
  return plain;
}

/** Null for anything but an index. */
export function decodeArchiveIndex(plain: Buffer): ArchivedFrame[] | null {
  if (plain.length % ENTRY !== 0) return null;
  const frames: ArchivedFrame[] = [];
  for (let at = 0; at < plain.length; at += ENTRY) {
    const kind = frameKindOf(plain.readUInt8(at + 16));
    const length = plain.readUInt32BE(at + 17);
    if (!kind || length < FRAME_OVERHEAD) return null;
    frames.push({ id: plain.toString('base64url', at, at + 16), kind, length });
  }
  return frames;
}

export function encodeArchiveTrailer(trailer: { indexBytes: number; frames: number; bytes: number }): Buffer {
  const bytes = Buffer.alloc(TRAILER);
  bytes.write(TRAILER_MAGIC, 0, 'latin1');
  bytes.writeUInt16BE(FORMAT, 4);
  bytes.writeUInt32BE(trailer.indexBytes, 8);
  bytes.writeUInt32BE(trailer.frames, 12);
  bytes.writeBigUInt64BE(BigInt(trailer.bytes), 16);
  return bytes;
}

/** Throws `archive_truncated` for a file that ends in something else, or is of another length than its trailer says. */
export function parseArchiveTrailer(
  trailer: Buffer,
  size: number,
  name: string,
): { indexBytes: number; frames: number } {
  const whole =
    trailer.length === TRAILER &&
    trailer.toString('latin1', 0, 4) === TRAILER_MAGIC &&
    trailer.readBigUInt64BE(16) === BigInt(size);
  if (!whole) throw archiveTruncated(name);
  if (trailer.readUInt16BE(4) !== FORMAT || trailer.readUInt16BE(6) !== 0) throw laterFormat(name);
  return { indexBytes: trailer.readUInt32BE(8), frames: trailer.readUInt32BE(12) };
}

/** The name that an archive's manifest is bound to. */
export function manifestContext(archiveId: string): string {
  return `keepsake archive 1 ${archiveId}`;
}

export function archiveDamaged(name: string, what: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('archive_damaged', `The archive ${name} is damaged: ${what}.`, {
    item: name,
    hint: 'Download it again, or take another copy of it.',
    cause,
  });
}

export function archiveTruncated(name: string): KeepsakeError {
  return new KeepsakeError('archive_truncated', `The archive ${name} is not whole: its end is missing.`, {
    item: name,
    hint: 'The download or the copy of it broke off. Download it again.',
  });
}

function laterFormat(name: string): KeepsakeError {
  return new KeepsakeError('format_unsupported', `${name} was written by a later version of Keepsake.`, {
    item: name,
    hint: 'Update strapi-plugin-keepsake.',
  });
}

function asHexId(value: unknown, what: string): string {
  const text = asText(value, what);
  if (!HEX_ID.test(text)) throw new StoredJsonError(`${what} is not an id`);
  return text;
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
