import crypto from 'node:crypto';
import { KeepsakeError } from '../../../server/src/core/errors';
import type { Repository } from '../../../server/src/core/repository/repository';
import { createMemoryStorage, type MemoryStorage } from './memory-storage';
import {
  commitSample,
  documentKeys,
  openSample,
  OTHER_SECRET,
  readSample,
  recordsOf,
  SECRET,
} from './sample-snapshot';

const PASSPHRASE = 'correct horse battery staple';
const records = recordsOf(documentKeys(10));
let storage: MemoryStorage;

beforeEach(() => {
  storage = createMemoryStorage();
});

const flip = (name: string, at: number): void => {
  const bytes = Buffer.from(storage.objects.get(name) as Buffer);
  bytes[at] = (bytes[at] as number) ^ 1;
  storage.objects.set(name, bytes);
};
const state = () => new Map([...storage.objects].map(([name, bytes]) => [name, bytes.toString('base64')]));

describe('opening a repository', () => {
  it('makes one where none is, and finds it again', async () => {
    const made = await openSample(storage);
    expect(made.id).toMatch(/^[0-9a-f]{32}$/);
    expect(made.generation).toBe(1);
    expect([...storage.objects.keys()]).toEqual(['ks-root-a']);
    const found = await openSample(storage, { create: false });
    expect(found.id).toBe(made.id);
    expect(found.hash('record', 'x')).toBe(made.hash('record', 'x'));
    expect(found.usage()).toEqual({ objects: 1, bytes: storage.objects.get('ks-root-a')?.length });
  });

  it('makes none unless asked', async () => {
    await expect(openSample(storage, { create: false })).rejects.toMatchObject({
      code: 'repository_missing',
    });
    expect(storage.objects.size).toBe(0);
  });

  it('makes none where one was recorded', async () => {
    await expect(openSample(storage, { known: { generation: 3 } })).rejects.toMatchObject({
      code: 'storage_went_back',
    });
    expect(storage.objects.size).toBe(0);
  });

  it('needs a secret', async () => {
    await expect(openSample(storage, { secret: null })).rejects.toMatchObject({ code: 'secret_missing' });
    await expect(openSample(storage, { secret: 'short' })).rejects.toMatchObject({
      code: 'secret_too_short',
    });
    expect(storage.log).toEqual([]);
  });

  it.each([
    { prefix: '' },
    { prefix: 'Upper' },
    { prefix: '-x' },
    { prefix: 'x'.repeat(41) },
    { writerId: '' },
    { writerId: 'a|b' },
    { writerId: 'x'.repeat(65) },
  ])('refuses %j', async (options) => {
    await expect(openSample(storage, options)).rejects.toMatchObject({ code: 'options_invalid' });
  });

  it('works with a passphrase', async () => {
    const made = await openSample(storage, { secret: PASSPHRASE });
    const found = await openSample(storage, { secret: PASSPHRASE, create: false });
    expect(found.id).toBe(made.id);
    await expect(openSample(storage, { secret: `${PASSPHRASE}.` })).rejects.toMatchObject({
      code: 'wrong_secret',
    });
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'wrong_secret' });
  }, 30_000);

  it('tells a wrong secret from damage', async () => {
    await openSample(storage);
    await expect(openSample(storage, { secret: OTHER_SECRET })).rejects.toMatchObject({
      code: 'wrong_secret',
    });
    flip('ks-root-a', 60);
    await expect(openSample(storage, { secret: OTHER_SECRET })).rejects.toMatchObject({
      code: 'root_damaged',
    });
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'root_damaged', item: 'ks-root-a' });
  });

  it('never writes over a root that it cannot open', async () => {
    await openSample(storage);
    const before = state();
    await expect(openSample(storage, { secret: OTHER_SECRET })).rejects.toThrow();
    flip('ks-root-a', 60);
    await expect(openSample(storage)).rejects.toThrow();
    flip('ks-root-a', 60);
    expect(state()).toEqual(before);
  });

  it('notices that the storage went back', async () => {
    const repository = await openSample(storage);
    await commitSample(repository, { id: 'one', records });
    const { generation } = repository;
    expect((await openSample(storage, { known: { generation } })).generation).toBe(generation);
    expect((await openSample(storage, { known: { generation } })).behind).toBeNull();
    const older = await openSample(storage, { known: { generation: generation + 1 } });
    expect(older.behind).toMatchObject({ code: 'storage_went_back', item: 'ks-root-a' });
    expect((await older.readManifest('one')).id).toBe('one');
    await expect(older.beginWrite()).rejects.toMatchObject({ code: 'storage_went_back' });
    await expect(older.removeSnapshots(['one'])).rejects.toMatchObject({ code: 'storage_went_back' });
  });

  it('calls it damage when the secret is right and the keys under it are not', async () => {
    const { id } = await openSample(storage);
    const root = storage.objects.get('ks-root-a') as Buffer;
    storage.objects.set('ks-root-a', await reSealed(root, id, 1, Buffer.alloc(126).toString('base64')));
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'root_damaged', item: 'ks-root-a' });
    await expect(openSample(storage, { secret: OTHER_SECRET })).rejects.toMatchObject({
      code: 'wrong_secret',
    });
  });

  it('calls it damage when the storage gives less of a root than it has', async () => {
    await openSample(storage);
    storage.before = (_, name) => {
      throw new KeepsakeError('object_truncated', 'short', { item: name });
    };
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'root_damaged', item: 'ks-root-a' });
  });

  it('does not call it damage when this machine has no memory for the keys', async () => {
    await openSample(storage, { secret: PASSPHRASE });
    const open = jest.spyOn(crypto, 'scrypt').mockImplementation(((...args: unknown[]) => {
      (args.at(-1) as (error: Error) => void)(new RangeError('out of memory'));
    }) as never);
    await expect(openSample(storage, { secret: PASSPHRASE })).rejects.toThrow(RangeError);
    open.mockRestore();
  });

  it('passes on that the storage cannot be reached, instead of taking it for empty', async () => {
    storage.before = () => {
      throw Object.assign(new Error('down'), { code: 'storage_failed' });
    };
    await expect(openSample(storage)).rejects.toThrow('down');
    expect(storage.objects.size).toBe(0);
  });

  it('does not trust a storage that reads back something else', async () => {
    storage.afterPut = (name) => flip(name, 100);
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'storage_unfaithful', transient: true });
  });

  it('says when a root is of a later format', async () => {
    const { createHash } = await import('node:crypto');
    await openSample(storage);
    const bytes = Buffer.from(storage.objects.get('ks-root-a') as Buffer);
    bytes.writeUInt16BE(2, 4);
    const end = 12 + bytes.readUInt32BE(8);
    createHash('sha256').update(bytes.subarray(0, end)).digest().copy(bytes, end);
    storage.objects.set('ks-root-a', bytes);
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'format_unsupported' });
    expect(storage.objects.get('ks-root-a')?.equals(bytes)).toBe(true);
  });
});

describe('two roots', () => {
  let repository: Repository;

  beforeEach(async () => {
    repository = await openSample(storage);
    await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records }, 'one');
  });

  it('alternate', async () => {
    expect(storage.log.filter((line) => line.startsWith('put ks-root'))).toEqual([
      'put ks-root-a',
      'put ks-root-b',
      'put ks-root-a',
    ]);
  });

  it.each([
    ['gone', () => storage.objects.delete('ks-root-a')],
    ['empty', () => storage.objects.set('ks-root-a', Buffer.alloc(0))],
    [
      'torn',
      () => storage.objects.set('ks-root-a', (storage.objects.get('ks-root-a') as Buffer).subarray(0, 400)),
    ],
    [
      'cut before its checksum',
      () => storage.objects.set('ks-root-a', (storage.objects.get('ks-root-a') as Buffer).subarray(0, 50)),
    ],
    ['flipped in its clear part', () => flip('ks-root-a', 30)],
    [
      'flipped in its sealed part',
      () => flip('ks-root-a', (storage.objects.get('ks-root-a') as Buffer).length - 1),
    ],
  ])('the newest %s: the one before is read whole, and written on from', async (_, destroy) => {
    destroy();
    const reopened = await openSample(storage, { create: false });
    expect(reopened.snapshots().map(({ id }) => id)).toEqual(['one']);
    expect((await readSample(reopened, 'one')).records).toEqual(records);
    await commitSample(reopened, { id: 'three', records }, 'one');
    const again = await openSample(storage, { create: false });
    expect(again.snapshots().map(({ id }) => id)).toEqual(['one', 'three']);
    expect((await again.verify()).problems).toEqual([]);
  });

  it('both damaged: says so and touches nothing', async () => {
    flip('ks-root-a', 30);
    flip('ks-root-b', 30);
    const before = state();
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'root_damaged' });
    expect(state()).toEqual(before);
  });

  it('a process that has the newest will not write after it is lost', async () => {
    storage.objects.delete('ks-root-a');
    await expect(repository.beginWrite()).rejects.toMatchObject({ code: 'storage_went_back' });
    storage.objects.delete('ks-root-b');
    await expect(repository.beginWrite()).rejects.toMatchObject({ code: 'root_damaged' });
    expect((await readSample(repository, 'two')).records).toEqual(records);
  });

  it('an old secret does not open the older root when the newest has another', async () => {
    const other = createMemoryStorage();
    await openSample(other, { secret: OTHER_SECRET });
    // The same repository id, generation above: what a change of the secret leaves.
    const { id } = await openSample(storage);
    const newest = await reSealed(other.objects.get('ks-root-a') as Buffer, id, 99);
    storage.objects.set('ks-root-b', newest);
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'wrong_secret' });
  });
});

describe("another repository's root", () => {
  const foreignRoot = async (secret: string): Promise<Buffer> => {
    const other = createMemoryStorage();
    await openSample(other, { secret });
    return other.objects.get('ks-root-a') as Buffer;
  };

  it('is read past and never overwritten', async () => {
    const repository = await openSample(storage);
    const foreign = await foreignRoot(OTHER_SECRET);
    storage.objects.set('ks-root-b', foreign);
    const opened = await openSample(storage);
    expect(opened.id).toBe(repository.id);
    for (const one of [repository, opened]) {
      await expect(one.beginWrite()).rejects.toMatchObject({ code: 'repository_foreign', item: 'ks-root-b' });
      await expect(one.removeSnapshots([])).rejects.toMatchObject({ code: 'repository_foreign' });
    }
    expect(storage.objects.get('ks-root-b')).toBe(foreign);
    expect((await opened.verify()).problems).toMatchObject([
      { code: 'repository_foreign', item: 'ks-root-b' },
    ]);
  });

  it('that arrives during a write is not overwritten either', async () => {
    const repository = await openSample(storage);
    const writer = await repository.beginWrite();
    const foreign = await foreignRoot(OTHER_SECRET);
    storage.objects.set('ks-root-b', foreign);
    const { manifestOf } = await import('./sample-snapshot');
    await expect(writer.commit(manifestOf('one'))).rejects.toMatchObject({ code: 'repository_foreign' });
    await writer.abort();
    expect(storage.objects.get('ks-root-b')).toBe(foreign);
  });

  it('opened by the same secret leaves the choice to a person', async () => {
    await openSample(storage);
    storage.objects.set('ks-root-b', await foreignRoot(SECRET));
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'repository_foreign' });
  });

  it('in both slots is foreign to who knew this one', async () => {
    const repository = await openSample(storage);
    const foreign = await foreignRoot(OTHER_SECRET);
    storage.objects.set('ks-root-a', foreign);
    storage.objects.set('ks-root-b', foreign);
    await expect(repository.beginWrite()).rejects.toMatchObject({ code: 'repository_foreign' });
  });

  it('beside one that this secret does not open either: wrong secret', async () => {
    storage.objects.set('ks-root-a', await foreignRoot(OTHER_SECRET));
    storage.objects.set('ks-root-b', await foreignRoot(OTHER_SECRET));
    await expect(openSample(storage)).rejects.toMatchObject({ code: 'wrong_secret' });
  });
});

/** The clear part of a root under an id and a generation of choice, its checksum right. */
async function reSealed(
  root: Buffer,
  repositoryId: string,
  generation: number,
  ring?: string,
): Promise<Buffer> {
  const { createHash } = await import('node:crypto');
  const clear = JSON.parse(root.toString('utf8', 12, 12 + root.readUInt32BE(8)));
  const keys = { ...clear.keys, ring: ring ?? clear.keys.ring };
  const text = Buffer.from(JSON.stringify({ ...clear, repository: repositoryId, generation, keys }));
  const prefix = Buffer.from(root.subarray(0, 12));
  prefix.writeUInt32BE(text.length, 8);
  const open = Buffer.concat([prefix, text]);
  const sum = createHash('sha256').update(open).digest();
  return Buffer.concat([open, sum, root.subarray(12 + root.readUInt32BE(8) + 32)]);
}
