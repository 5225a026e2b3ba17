import { randomBytes } from 'node:crypto';
import {
  FRAME_OVERHEAD,
  frameKindNumber,
  frameKindOf,
  MOST_PLAIN_BYTES,
  openFrame,
  randomBlockId,
  readFrameHeader,
  sealFrame,
  type Sealing,
} from '../../../server/src/core/repository/frame';
import { createKeyRing, Key } from '../../../server/src/core/repository/keys';

const sealing: Sealing = { repositoryId: '0123456789abcdef'.repeat(2), keys: createKeyRing() };
const id = randomBlockId();
const text = Buffer.from('{"title":"A title that repeats"}\n'.repeat(100));
const damaged = {
  code: 'object_damaged',
  item: 'the-object',
  hint: expect.stringContaining('keepsake verify'),
};

const open = (frame: Buffer, expected = {}) =>
  openFrame(sealing, frame, { kind: 'records', id, object: 'the-object', ...expected });

describe('a frame', () => {
  it('gives back what was sealed', async () => {
    for (const plain of [text, Buffer.alloc(0), Buffer.from('x'), randomBytes(5000)]) {
      const frame = await sealFrame(sealing, { kind: 'records', id, plain });
      expect((await open(frame)).equals(plain)).toBe(true);
    }
  });

  it('compresses what compresses, and stores what does not or must not be', async () => {
    const noise = randomBytes(5000);
    const compressed = await sealFrame(sealing, { kind: 'records', id, plain: text });
    expect(compressed.length).toBeLessThan(text.length / 5);
    const stored = await sealFrame(sealing, { kind: 'records', id, plain: noise });
    expect(stored).toHaveLength(noise.length + FRAME_OVERHEAD);
    const asked = await sealFrame(sealing, { kind: 'records', id, plain: text, compress: false });
    expect(asked).toHaveLength(text.length + FRAME_OVERHEAD);
    expect((await open(asked)).equals(text)).toBe(true);
  });

  it('shows its header and nothing of its content', async () => {
    const frame = await sealFrame(sealing, { kind: 'records', id, plain: text, compress: false });
    expect(frame.includes('title')).toBe(false);
    expect(readFrameHeader(frame)).toEqual({
      kind: 'records',
      codec: 0,
      generation: 1,
      repositoryId: sealing.repositoryId,
      id,
      plainLength: text.length,
      length: frame.length,
    });
  });

  it('is never the same twice', async () => {
    const one = await sealFrame(sealing, { kind: 'records', id, plain: text });
    const two = await sealFrame(sealing, { kind: 'records', id, plain: text });
    expect(one.equals(two)).toBe(false);
  });

  it('does not open with any bit changed', async () => {
    const frame = await sealFrame(sealing, { kind: 'records', id, plain: Buffer.from('a short record') });
    for (let at = 0; at < frame.length; at += 1) {
      for (const bit of [0, 3, 7]) {
        const flipped = Buffer.from(frame);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        await expect(open(flipped)).rejects.toMatchObject(damaged);
      }
    }
  });

  it('does not open shorter or longer', async () => {
    const frame = await sealFrame(sealing, { kind: 'records', id, plain: Buffer.from('a short record') });
    for (let length = 0; length < frame.length; length += 1) {
      await expect(open(frame.subarray(0, length))).rejects.toMatchObject(damaged);
    }
    await expect(open(Buffer.concat([frame, Buffer.alloc(1)]))).rejects.toMatchObject(damaged);
  });

  it('does not open as another kind, id, context, repository or under other keys', async () => {
    const frame = await sealFrame(sealing, { kind: 'records', id, plain: text, context: 'here' });
    expect((await open(frame, { context: 'here' })).equals(text)).toBe(true);
    expect((await open(frame, { context: Buffer.from('here'), id: undefined })).equals(text)).toBe(true);
    await expect(open(frame)).rejects.toMatchObject(damaged);
    await expect(open(frame, { context: 'there' })).rejects.toMatchObject(damaged);
    await expect(open(frame, { context: 'here', kind: 'chunk' })).rejects.toMatchObject(damaged);
    await expect(open(frame, { context: 'here', id: randomBlockId() })).rejects.toMatchObject(damaged);
    const expected = { kind: 'records' as const, id, object: 'the-object', context: 'here' };
    const elsewhere = { ...sealing, repositoryId: 'f'.repeat(32) };
    await expect(openFrame(elsewhere, frame, expected)).rejects.toMatchObject(damaged);
    const otherKeys = { ...sealing, keys: createKeyRing() };
    await expect(openFrame(otherKeys, frame, expected)).rejects.toMatchObject(damaged);
  });

  it('opens under the generation it was sealed with, after newer ones came', async () => {
    const keys = createKeyRing();
    const rotating = { ...sealing, keys };
    const old = await sealFrame(rotating, { kind: 'records', id, plain: text });
    keys.data.set(2, Key.random('data'));
    keys.current = 2;
    const fresh = await sealFrame(rotating, { kind: 'records', id, plain: text });
    expect(readFrameHeader(fresh)?.generation).toBe(2);
    for (const frame of [old, fresh]) {
      const plain = await openFrame(rotating, frame, { kind: 'records', id, object: 'the-object' });
      expect(plain.equals(text)).toBe(true);
    }
    const without = { ...sealing, keys: { ...keys, data: new Map([[1, keys.data.get(1) as Key<'data'>]]) } };
    await expect(
      openFrame(without, fresh, { kind: 'records', id, object: 'the-object' }),
    ).rejects.toMatchObject(damaged);
    const lost = { ...sealing, keys: { ...keys, current: 9 } };
    await expect(sealFrame(lost, { kind: 'records', id, plain: text })).rejects.toMatchObject({
      code: 'key_invalid',
    });
  });

  it('uses the catalogue key for indexes and roots, and takes no other for them', async () => {
    const index = await sealFrame(sealing, { kind: 'index', id, plain: text });
    expect(readFrameHeader(index)?.generation).toBe(0);
    const otherData = { ...sealing, keys: { ...sealing.keys, data: createKeyRing().data } };
    const plain = await openFrame(otherData, index, { kind: 'index', object: 'the-object' });
    expect(plain.equals(text)).toBe(true);
    const claims = Buffer.from(index);
    claims.writeUInt16BE(1, 10);
    await expect(openFrame(sealing, claims, { kind: 'index', object: 'the-object' })).rejects.toMatchObject(
      damaged,
    );
  });

  it('refuses more than 64 MiB', async () => {
    const plain = Buffer.alloc(MOST_PLAIN_BYTES + 1);
    await expect(sealFrame(sealing, { kind: 'chunk', id, plain })).rejects.toMatchObject({
      code: 'block_too_large',
    });
  });

  it('knows its kinds by number, and no others', () => {
    expect(frameKindOf(frameKindNumber('tree'))).toBe('tree');
    expect(frameKindOf(0)).toBeNull();
    expect(frameKindOf(9)).toBeNull();
  });
});
