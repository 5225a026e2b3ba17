import { createHash, randomBytes } from 'node:crypto';

import {
  PIECE_BYTES,
  readStoredExport,
  removeStoredExport,
  storeExport,
} from '../../../server/src/core/exports/stored-export';
import type { ExportPlace } from '../../../server/src/core/exports/stored-export';
import { createKeyRing } from '../../../server/src/core/repository/keys';
import { createMemoryStorage } from '../repository/memory-storage';

const LENGTH = 2 * PIECE_BYTES + 12_345;

describe('An export in the storage', () => {
  const plain = randomBytes(LENGTH);
  const storage = createMemoryStorage();
  const place: ExportPlace = {
    storage,
    sealing: { repositoryId: '00112233445566778899aabbccddeeff', keys: createKeyRing() },
    prefix: 'site',
    exportId: 'exportexportexport01',
  };
  const reserved: number[] = [];

  async function* parts(bytes: Buffer, size = 1_000_003) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const store = (bytes: Buffer, at = place) =>
    storeExport(at, parts(bytes), { reserve: async (pieces) => void reserved.push(pieces) });
  async function read(stored: { pieces: number }, start: number, end: number): Promise<Buffer> {
    const got: Buffer[] = [];
    for await (const part of readStoredExport(place, stored, start, end)) got.push(part);
    return Buffer.concat(got);
  }
  const names = () => storage.list!('site-export-');

  it('comes back in whole and in any range, and says its sum', async () => {
    const stored = await store(plain);
    expect(stored).toMatchObject({
      bytes: LENGTH,
      pieces: 3,
      sha256: createHash('sha256').update(plain).digest('hex'),
    });
    expect(await names()).toHaveLength(3);
    const ranges = [
      [0, LENGTH],
      [0, 1],
      [LENGTH - 1, LENGTH],
      [PIECE_BYTES - 1, PIECE_BYTES + 1],
      [PIECE_BYTES, 2 * PIECE_BYTES],
      [77, 2 * PIECE_BYTES + 99],
    ] as const;
    for (const [start, end] of ranges)
      expect((await read(stored, start, end)).equals(plain.subarray(start, end))).toBe(true);
  });

  it('names its pieces before they are there, so that all can be removed', async () => {
    expect(reserved).toEqual([16]);
    await removeStoredExport(place, 16);
    expect(await names()).toEqual([]);
  });

  it('is one piece when there is nothing to write, or just as much as fits', async () => {
    const empty = await store(Buffer.alloc(0));
    expect([empty.pieces, empty.bytes, (await read(empty, 0, 0)).length]).toEqual([1, 0, 0]);
    const full = await store(plain.subarray(0, PIECE_BYTES));
    expect([full.pieces, (await read(full, 0, PIECE_BYTES)).length]).toEqual([1, PIECE_BYTES]);
  });

  it('is damaged when a piece is another one, is cut, or is not the last', async () => {
    const stored = await store(plain);
    const [first, second] = ['site-export-exportexportexport01-0', 'site-export-exportexportexport01-1'];
    const bytes = await storage.get(second);
    await storage.put(second, await storage.get(first));
    await expect(read(stored, 0, LENGTH)).rejects.toMatchObject({ code: 'object_damaged' });
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(900) ^ 1, 900);
    await storage.put(second, flipped);
    await expect(read(stored, 0, LENGTH)).rejects.toMatchObject({ code: 'object_damaged' });
    await storage.put(second, bytes);
    await expect(read({ pieces: 2 }, 0, LENGTH)).rejects.toMatchObject({ code: 'object_damaged' });
    expect((await read(stored, 0, LENGTH)).equals(plain)).toBe(true);
  });
});
