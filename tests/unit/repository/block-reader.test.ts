import { BlockCache } from '../../../server/src/core/repository/block-cache';
import { Slots } from '../../../server/src/core/repository/slots';
import { randomBlockId } from '../../../server/src/core/repository/frame';
import type { Repository } from '../../../server/src/core/repository/repository';
import { createMemoryStorage, type MemoryStorage } from './memory-storage';
import { manifestOf, openSample } from './sample-snapshot';

describe('reading blocks', () => {
  let storage: MemoryStorage;
  let repository: Repository;
  const blocks: string[] = [];

  beforeEach(async () => {
    storage = createMemoryStorage();
    repository = await openSample(storage);
    blocks.length = 0;
    // A pack for each of twenty snapshots.
    for (let at = 0; at < 20; at += 1) {
      const writer = await repository.beginWrite();
      blocks.push(await writer.addBlock('records', Buffer.from(`block ${at}`)));
      await writer.commit(manifestOf(`s${at}`));
    }
    repository = await openSample(storage);
    storage.log.length = 0;
  });

  const read = async (at: number) => (await repository.readBlock(blocks[at] as string, 'records')).toString();

  it('loads indexes newest first, and no more than it needs', async () => {
    expect(await read(19)).toBe('block 19');
    expect(storage.log).toHaveLength(8 + 1);
    expect(await read(0)).toBe('block 0');
    expect(storage.log).toHaveLength(20 + 2);
    expect(await read(10)).toBe('block 10');
    expect(storage.log).toHaveLength(20 + 3);
  });

  it('reads a block once, also when many ask at the same time', async () => {
    expect(await Promise.all([read(19), read(19), read(19)])).toEqual(['block 19', 'block 19', 'block 19']);
    const reads = storage.log.length;
    expect(reads).toBe(8 + 1);
    expect(await read(19)).toBe('block 19');
    expect(storage.log).toHaveLength(reads);
  });

  it('says when a block is in no pack, or is another kind', async () => {
    await expect(repository.readBlock(randomBlockId(), 'records')).rejects.toMatchObject({
      code: 'block_unknown',
    });
    await expect(repository.readBlock(blocks[3] as string, 'chunk')).rejects.toMatchObject({
      code: 'block_unknown',
    });
    await read(3);
    await expect(repository.readBlock(blocks[3] as string, 'chunk')).rejects.toMatchObject({
      code: 'block_unknown',
    });
  });

  it('gets past a pack that is lost, and names it only when its block is wanted', async () => {
    await read(19);
    const lost = storage.log.at(-1)?.slice(4) ?? '';
    storage.objects.delete(lost);
    repository = await openSample(storage);
    expect(await read(0)).toBe('block 0');
    await expect(read(19)).rejects.toMatchObject({
      code: 'object_missing',
      item: lost,
      hint: expect.stringContaining('keepsake verify'),
    });
  });

  it('passes on that the storage cannot be reached', async () => {
    storage.before = () => {
      throw new Error('down');
    };
    await expect(read(19)).rejects.toThrow('down');
    storage.before = () => undefined;
    expect(await read(19)).toBe('block 19');
  });

  it('forgets a pack that is removed while its index is read', async () => {
    const { get } = storage;
    let removed = false;
    storage.get = async (name, range) => {
      const bytes = await get(name, range);
      if (removed || name.includes('root')) return bytes;
      removed = true;
      // Another process removes it, and this one learns of that while the index is on its way.
      await (await openSample(storage)).removeSnapshots(['s19']);
      await (await repository.beginWrite()).abort();
      return bytes;
    };
    await expect(read(19)).rejects.toMatchObject({
      code: expect.stringMatching(/^(object_missing|block_unknown)$/),
    });
    await expect(read(19)).rejects.toMatchObject({ code: 'block_unknown' });
  });

  it('does not take fewer bytes for the block', async () => {
    const { get } = storage;
    storage.get = async (name, range) => {
      const bytes = await get(name, range);
      return range ? bytes.subarray(0, bytes.length - 1) : bytes;
    };
    await expect(read(19)).rejects.toMatchObject({ code: 'object_truncated' });
  });
});

describe('the cache of blocks', () => {
  it('keeps what was used last within its bytes', () => {
    const cache = new BlockCache(100);
    for (const id of ['a', 'b', 'c', 'd']) cache.set(id, Buffer.alloc(25));
    expect(cache.get('a')).toHaveLength(25);
    cache.set('e', Buffer.alloc(20));
    expect(cache.get('b')).toBeUndefined();
    for (const id of ['a', 'c', 'd', 'e']) expect(cache.get(id)).toBeDefined();
  });

  it('does not give itself up for one large block', () => {
    const cache = new BlockCache(100);
    cache.set('a', Buffer.alloc(20));
    cache.set('large', Buffer.alloc(26));
    expect(cache.get('large')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
  });

  it('counts a block that is set again once', () => {
    const cache = new BlockCache(100);
    cache.set('x', Buffer.alloc(25));
    for (let at = 0; at < 9; at += 1) cache.set('a', Buffer.alloc(25));
    expect(cache.get('x')).toBeDefined();
    cache.delete('a');
    cache.delete('a');
    for (const id of ['b', 'c', 'd']) cache.set(id, Buffer.alloc(25));
    expect(cache.get('x')).toBeDefined();
  });
});

describe('slots', () => {
  it('go to who waits longest', async () => {
    const slots = new Slots(2);
    const order: number[] = [];
    const first = await slots.acquire();
    const second = await slots.acquire();
    const waiting = [1, 2, 3].map((at) =>
      slots.acquire().then((release) => {
        order.push(at);
        return release;
      }),
    );
    await Promise.resolve();
    expect(order).toEqual([]);
    first();
    (await (waiting[0] as Promise<() => void>))();
    second();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
  });
});
