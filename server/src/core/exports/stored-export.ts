import { createHash } from 'node:crypto';

import { KeepsakeError } from '../errors';
import { openFrame, randomBlockId, sealFrame } from '../repository/frame';
import type { Sealing } from '../repository/frame';
import type { Storage } from '../storage/storage';

/**
 * An export in the storage, apart from the repository's own objects: pieces of one length, each sealed under the
 * repository's keys and bound to the export, its number, and whether it is the last. Nothing of it is listed in a root;
 * a row of the database knows how many there are.
 *
 * ```
 *   reserved: 16 ──▶ pieces 0 … 15 ──▶ reserved: 32 ──▶ … ──▶ last piece ──▶ row: bytes, SHA-256
 * ```
 *
 * Before a piece is put, the row names more of them than there are: whatever a crash leaves behind can be found.
 */
export interface StoredExport {
  bytes: number;
  storedBytes: number;
  /** Of the plain file, hexadecimal. */
  sha256: string;
  pieces: number;
}

/** Where the pieces of one export are. */
export interface ExportPlace {
  storage: Storage;
  sealing: Sealing;
  /** First part of all names of the site. */
  prefix: string;
  exportId: string;
}

/** Plain bytes of a piece; a range of a download reads two of them at most beyond what it asks for. */
export const PIECE_BYTES = 4 * 1024 * 1024;
const RESERVED_AT_ONCE = 16;

export interface StoreOptions {
  signal?: AbortSignal;
  /** Has the row say that pieces below this number may be there; before they are. */
  reserve(pieces: number): Promise<void>;
}

/** Writes a file as pieces; throws what its content, the storage and `reserve` throw. */
export async function storeExport(
  place: ExportPlace,
  content: AsyncIterable<Buffer>,
  { signal, reserve }: StoreOptions,
): Promise<StoredExport> {
  const sha256 = createHash('sha256');
  const stored = { bytes: 0, storedBytes: 0, pieces: 0 };
  let reserved = 0;
  /** Memory of the last piece that was put, where it came back. */
  let scratch: Buffer | null = null;
  const put = async (plain: Buffer, isLast: boolean) => {
    if (stored.pieces >= reserved) {
      reserved += RESERVED_AT_ONCE;
      await reserve(reserved);
    }
    const sealed = await sealFrame(place.sealing, {
      kind: 'chunk',
      id: randomBlockId(),
      plain,
      context: contextOf(place.exportId, stored.pieces, isLast),
      scratch,
    });
    const { length } = sealed;
    const options = { givenAway: true, ...(signal ? { signal } : {}) };
    scratch = (await place.storage.put(pieceName(place, stored.pieces), sealed, options)) ?? null;
    stored.pieces += 1;
    stored.storedBytes += length;
  };
  const pieces = new Pieces();
  for await (const part of content) {
    signal?.throwIfAborted();
    sha256.update(part);
    stored.bytes += part.length;
    for (const full of pieces.add(part)) await put(full, false);
  }
  await put(pieces.last(), true);
  return { ...stored, sha256: sha256.digest('hex') };
}

/**
 * Cuts bytes into pieces in memory of its own, always the same: what is thrown away while an export runs would wait for
 * the collector, 40 MB of it. A full piece is given out only when something comes after it, for the last is told apart.
 */
class Pieces {
  readonly #memory = Buffer.allocUnsafeSlow(PIECE_BYTES);
  #filled = 0;

  /** Each piece is to be used before the next is asked for. */
  *add(part: Buffer): Generator<Buffer> {
    for (let at = 0; at < part.length;) {
      if (this.#filled === PIECE_BYTES) {
        yield this.#memory;
        this.#filled = 0;
      }
      const copied = part.copy(this.#memory, this.#filled, at);
      this.#filled += copied;
      at += copied;
    }
  }

  last(): Buffer {
    return this.#memory.subarray(0, this.#filled);
  }
}

/**
 * The plain bytes from `start` up to `end`, which is not among them.
 *
 * @throws KeepsakeError `object_missing`, or `object_damaged` where a piece is not the one that was stored
 */
export async function* readStoredExport(
  place: ExportPlace,
  { pieces }: Pick<StoredExport, 'pieces'>,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  for (let piece = Math.floor(start / PIECE_BYTES); piece * PIECE_BYTES < end; piece += 1) {
    const name = pieceName(place, piece);
    const plain = await openFrame(place.sealing, await place.storage.get(name), {
      kind: 'chunk',
      object: name,
      context: contextOf(place.exportId, piece, piece === pieces - 1),
    });
    const first = piece * PIECE_BYTES;
    yield plain.subarray(Math.max(0, start - first), Math.min(plain.length, end - first));
  }
}

/** Removes pieces, whether they were ever written or not. */
export async function removeStoredExport(
  place: Omit<ExportPlace, 'sealing'>,
  reserved: number,
): Promise<void> {
  // From the last: what a failure leaves is still counted by `reserved`.
  for (let piece = reserved - 1; piece >= 0; piece -= 1) await place.storage.delete(pieceName(place, piece));
}

function pieceName({ prefix, exportId }: Pick<ExportPlace, 'prefix' | 'exportId'>, piece: number): string {
  if (!/^[a-z0-9]{16,32}$/.test(exportId))
    throw new KeepsakeError('export_unknown', `${JSON.stringify(exportId)} is not the id of an export.`);
  return `${prefix}-export-${exportId}-${piece}`;
}

function contextOf(exportId: string, piece: number, isLast: boolean): string {
  return `keepsake export 1 ${exportId} ${piece} ${isLast ? 'last' : 'more'}`;
}
