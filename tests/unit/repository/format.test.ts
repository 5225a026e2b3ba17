import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import { openFrame, sealFrame } from '../../../server/src/core/repository/frame';
import { createKeyRing } from '../../../server/src/core/repository/keys';
import { createMemoryStorage } from './memory-storage';
import { commitSample, documentKeys, openSample, recordsOf, SECRET, UID } from './sample-snapshot';

/*
 * A second reader, written from docs/format.md alone and sharing no code with the first. If it stops reading, the
 * format has changed, and every backup made before has with it.
 */

const hmac = (key: Buffer, ...parts: (string | Buffer)[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

function openBox(key: Buffer, box: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(box.subarray(-16));
  return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
}

interface Keys {
  id: Buffer;
  catalogue: Buffer;
  data: Buffer;
}

function openKeys(clear: {
  repository: string;
  keys: { locks: { salt: string; box: string }[]; ring: string };
}): Keys {
  const [lock] = clear.keys.locks;
  if (!lock) throw new Error('no lock');
  const secret = Buffer.from(SECRET.slice('base64:'.length), 'base64');
  const salt = Buffer.from(lock.salt, 'base64');
  const lockKey = Buffer.from(hkdfSync('sha256', secret, salt, 'keepsake lock 1', 32));
  const master = openBox(lockKey, Buffer.from(lock.box, 'base64'), `keepsake lock 1 ${clear.repository}`);
  const ring = openBox(master, Buffer.from(clear.keys.ring, 'base64'), `keepsake ring 1 ${clear.repository}`);
  expect(ring.readUInt16BE(64)).toBe(1);
  return { id: ring.subarray(0, 32), catalogue: ring.subarray(32, 64), data: ring.subarray(66, 98) };
}

function openAnyFrame(keys: Keys, frame: Buffer, kind: number, context: Buffer | string = ''): Buffer {
  expect(frame.toString('latin1', 0, 4)).toBe('KPSF');
  expect(frame.readUInt16BE(4)).toBe(1);
  expect(frame[8]).toBe(kind);
  const key = frame.readUInt16BE(10) === 0 ? keys.catalogue : keys.data;
  const frameKey = hmac(key, 'keepsake frame 1\0', frame.subarray(28, 44));
  const decipher = createDecipheriv('aes-256-gcm', frameKey, frame.subarray(52, 64));
  decipher.setAAD(Buffer.concat([frame.subarray(0, 64), Buffer.from(context)]));
  decipher.setAuthTag(frame.subarray(64 + frame.readUInt32BE(48)));
  const body = Buffer.concat([
    decipher.update(frame.subarray(64, 64 + frame.readUInt32BE(48))),
    decipher.final(),
  ]);
  const plain = frame[9] === 1 ? brotliDecompressSync(body) : body;
  expect(plain).toHaveLength(frame.readUInt32BE(44));
  return plain;
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => 'abcdefghijklmnopqrstuvwxyz234567'[parseInt(group.padEnd(5, '0'), 2)])
    .join('');
}

describe('the format, read by its description', () => {
  it('leads from the secret and a root to every record', async () => {
    const storage = createMemoryStorage();
    const repository = await openSample(storage);
    const records = recordsOf(documentKeys(200));
    await commitSample(repository, { id: 'one', records });

    const object = (name: string): Buffer => storage.objects.get(name) ?? Buffer.alloc(0);
    const root = object('ks-root-b');
    expect(root.toString('latin1', 0, 4)).toBe('KPSR');
    const clearEnd = 12 + root.readUInt32BE(8);
    const checksum = createHash('sha256').update(root.subarray(0, clearEnd)).digest();
    expect(checksum.equals(root.subarray(clearEnd, clearEnd + 32))).toBe(true);
    const clear = JSON.parse(root.toString('utf8', 12, clearEnd));
    expect(clear.generation).toBe(2);
    const keys = openKeys(clear);
    const context = root.subarray(0, clearEnd + 32);
    const content = JSON.parse(openAnyFrame(keys, root.subarray(clearEnd + 32), 8, context).toString());

    const nameOf = (kind: string, [place, number]: [number, number]): string => {
      const mac = hmac(keys.id, 'keepsake:name\0', `${content.writers[place][0]}|${kind}|${number}`);
      return `ks-${base32(mac.subarray(0, 16))}`;
    };
    const digest = (bytes: Buffer) =>
      hmac(keys.id, 'keepsake:object\0', bytes).subarray(0, 16).toString('base64url');

    const blocks = new Map<string, Buffer>();
    for (const pack of content.packs) {
      const name = nameOf('pack', pack);
      const bytes = object(name);
      expect([bytes.length, digest(bytes)]).toEqual([pack[2], pack[3]]);
      const trailer = bytes.subarray(-16);
      expect(trailer.toString('latin1', 0, 4)).toBe('KPSE');
      const indexBytes = trailer.readUInt32BE(8);
      expect(indexBytes).toBe(pack[4]);
      const index = openAnyFrame(keys, bytes.subarray(-16 - indexBytes, -16), 7, name);
      expect(index.length / 25).toBe(trailer.readUInt32BE(12));
      for (let at = 0; at < index.length; at += 25) {
        const offset = index.readUInt32BE(at + 17);
        const frame = bytes.subarray(offset, offset + index.readUInt32BE(at + 21));
        const plain = openAnyFrame(keys, frame, index.readUInt8(at + 16));
        blocks.set(index.toString('base64url', at, at + 16), plain);
      }
    }

    const [snapshot] = content.snapshots;
    const manifestName = nameOf('manifest', snapshot.manifest);
    expect(digest(object(manifestName))).toBe(snapshot.manifest[3]);
    const manifest = JSON.parse(openAnyFrame(keys, object(manifestName), 6, manifestName).toString());
    expect(manifest).toMatchObject({ format: 1, ...snapshot.entry });

    const linesOf = (block: string): unknown[][] =>
      String(blocks.get(block))
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line));
    const read: Record<string, string> = {};
    expect(manifest.types[0].uid).toBe(UID);
    for (const top of manifest.types[0].tree.pieces) {
      for (const [, , leaf] of linesOf(top.block)) {
        for (const [key, hash, block, slot] of linesOf(String(leaf))) {
          const line = String(blocks.get(String(block))).split('\n')[Number(slot)] ?? '';
          expect(hmac(keys.id, 'keepsake:record\0', line).subarray(0, 16).toString('base64url')).toBe(hash);
          read[String(key)] = line;
        }
      }
    }
    expect(read).toEqual(records);
  });

  it('refuses a frame that is sealed rightly around bytes that do not fit its header', async () => {
    const keys = createKeyRing();
    const sealing = { repositoryId: '45'.repeat(16), keys };
    const id = 'A'.repeat(22);
    const good = await sealFrame(sealing, { kind: 'records', id, plain: Buffer.from('x'.repeat(100)) });
    /** The same frame with another header and body, sealed with the right key. */
    const forge = (body: Buffer, codec: number, plainLength: number): Buffer => {
      const header = Buffer.from(good.subarray(0, 64));
      header.writeUInt8(codec, 9);
      header.writeUInt32BE(plainLength, 44);
      header.writeUInt32BE(body.length, 48);
      const key = keys.data.get(1)?.bytes ?? Buffer.alloc(0);
      const frameKey = hmac(key, 'keepsake frame 1\0', header.subarray(28, 44));
      const cipher = createCipheriv('aes-256-gcm', frameKey, header.subarray(52, 64));
      cipher.setAAD(header);
      return Buffer.concat([header, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
    };
    const open = (frame: Buffer) => openFrame(sealing, frame, { kind: 'records', id, object: 'o' });
    expect((await open(forge(Buffer.from('abc'), 0, 3))).toString()).toBe('abc');
    const { brotliCompressSync } = await import('node:zlib');
    const bomb = brotliCompressSync(Buffer.alloc(5_000_000));
    for (const frame of [
      forge(Buffer.from('abc'), 0, 4),
      forge(Buffer.from('abc'), 1, 3),
      forge(Buffer.from('abc'), 2, 3),
      forge(bomb, 1, 100),
      forge(brotliCompressSync(Buffer.from('abc')), 1, 2),
      forge(brotliCompressSync(Buffer.from('abc')), 1, 4),
    ]) {
      await expect(open(frame)).rejects.toMatchObject({ code: 'object_damaged', item: 'o' });
    }
    // Refused while it unpacks, not after it has filled the memory.
    await expect(open(forge(bomb, 1, 100))).rejects.toMatchObject({
      cause: { code: 'ERR_BUFFER_TOO_LARGE' },
    });
  });
});
