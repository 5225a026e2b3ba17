import {
  frameKindNumber,
  randomBlockId,
  sealFrame,
  type Sealing,
} from '../../../server/src/core/repository/frame';
import { createKeyRing } from '../../../server/src/core/repository/keys';
import {
  indexRange,
  openIndex,
  openPack,
  PackBuilder,
  scanBlocks,
} from '../../../server/src/core/repository/pack';

const sealing: Sealing = { repositoryId: '01'.repeat(16), keys: createKeyRing() };
const NAME = 'ks-pack';
const damaged = { code: 'object_damaged', item: NAME };

async function smallPack(blocks = 3) {
  const builder = new PackBuilder();
  for (let at = 0; at < blocks; at += 1) {
    const id = randomBlockId();
    builder.add(
      id,
      'records',
      await sealFrame(sealing, { kind: 'records', id, plain: Buffer.from(`block ${at}`) }),
    );
  }
  return builder.finish(sealing, NAME);
}

/** A pack whose index says what the test wants, sealed with the right key. */
async function packWithIndex(plain: Buffer, frames = Buffer.alloc(0)) {
  const index = await sealFrame(sealing, {
    kind: 'index',
    id: randomBlockId(),
    plain,
    compress: false,
    context: NAME,
  });
  const trailer = Buffer.from('KPSE\0\x01\0\0\0\0\0\0\0\0\0\0', 'latin1');
  trailer.writeUInt32BE(index.length, 8);
  trailer.writeUInt32BE(Math.floor(plain.length / 25), 12);
  return Buffer.concat([frames, index, trailer]);
}

describe('a pack', () => {
  it('lists its blocks, by its trailer and by what the root says', async () => {
    const { bytes, indexBytes, blocks } = await smallPack();
    expect(await openPack(sealing, bytes, NAME)).toEqual(blocks);
    const { start, length } = indexRange({ bytes: bytes.length, indexBytes });
    const frame = bytes.subarray(start, start + length);
    expect(await openIndex(sealing, frame, { name: NAME, bytes: bytes.length })).toEqual(blocks);
  });

  it('can be read without its index', async () => {
    const { bytes, blocks } = await smallPack();
    expect(scanBlocks(bytes)).toEqual(blocks);
    expect(scanBlocks(bytes.subarray(0, (blocks[1]?.offset ?? 0) + 20))).toEqual(blocks.slice(0, 1));
    expect(scanBlocks(Buffer.alloc(200))).toEqual([]);
  });

  it('does not open under another name', async () => {
    const { bytes } = await smallPack();
    await expect(openPack(sealing, bytes, 'ks-other')).rejects.toMatchObject({
      code: 'object_damaged',
      item: 'ks-other',
    });
  });

  it('does not open when a byte of its index or trailer is changed', async () => {
    const { bytes, indexBytes } = await smallPack();
    for (let at = bytes.length - 16 - indexBytes; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ 0x10;
      await expect(openPack(sealing, flipped, NAME)).rejects.toMatchObject(damaged);
    }
  });

  it('says so when it is too short to be one', async () => {
    await expect(openPack(sealing, Buffer.alloc(15), NAME)).rejects.toMatchObject({
      code: 'object_truncated',
    });
    await expect(openPack(sealing, Buffer.alloc(16), NAME)).rejects.toMatchObject(damaged);
  });

  it('does not open when its index is sealed rightly and says nonsense', async () => {
    const entry = (kind: number, offset: number, length: number) => {
      const plain = Buffer.alloc(25);
      plain.writeUInt8(kind, 16);
      plain.writeUInt32BE(offset, 17);
      plain.writeUInt32BE(length, 21);
      return plain;
    };
    const frames = Buffer.alloc(100);
    const records = frameKindNumber('records');
    for (const index of [
      Buffer.alloc(24),
      entry(0, 0, 100),
      entry(frameKindNumber('root'), 0, 100),
      entry(records, 1, 99),
      entry(records, 0, 99),
      entry(records, 0, 101),
      entry(records, 1, 100),
      Buffer.concat([entry(records, 0, 50), entry(records, 49, 50)]),
      Buffer.concat([entry(records, 0, 50), entry(records, 50, 49)]),
    ]) {
      await expect(openPack(sealing, await packWithIndex(index, frames), NAME)).rejects.toMatchObject(
        damaged,
      );
    }
    expect(await openPack(sealing, await packWithIndex(entry(records, 0, 100), frames), NAME)).toHaveLength(
      1,
    );
  });

  it('takes two chunks of 8 MiB, and always a first block', () => {
    const builder = new PackBuilder();
    const chunk = 8 * 1024 * 1024 + 80;
    expect(builder.fits(60 * 1024 * 1024)).toBe(true);
    builder.add(randomBlockId(), 'chunk', Buffer.alloc(chunk));
    expect(builder.fits(chunk)).toBe(true);
    builder.add(randomBlockId(), 'chunk', Buffer.alloc(chunk));
    expect(builder.fits(chunk)).toBe(false);
  });
});
