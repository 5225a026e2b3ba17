import { newDatabase, openAs } from './database';
import { copyOf, createMemoryStorage, type MemoryStorage } from './memory-storage';
import {
  checkRecordOf,
  commitSample,
  documentKeys,
  openSample,
  readSample,
  recordsOf,
} from './sample-snapshot';

const keys = documentKeys(60);
const contents = { one: recordsOf(keys), two: { ...recordsOf(keys), ...recordsOf(keys.slice(0, 5), 2) } };
const files = { 'a/': Buffer.alloc(4000, 'a') };

let storage: MemoryStorage;
/** Of each snapshot: its pack, its manifest and its root. */
let objects: Record<'one' | 'two', [string, string, string]>;

beforeEach(async () => {
  storage = createMemoryStorage();
  const repository = await openSample(storage);
  const one = await commitSample(repository, { id: 'one', records: contents.one, files });
  const two = await commitSample(repository, { id: 'two', records: contents.two, files }, 'one');
  objects = { one: one.objects as never, two: two.objects as never };
});

const reopen = () => openSample(storage, { create: false });
const broken = async (suspects?: Set<string>) =>
  (await (await reopen()).brokenSnapshots(suspects)).map(({ entry, damage, isReadable }) => [
    entry.id,
    damage.code,
    damage.item,
    isReadable,
  ]);
const change = (name: string, how: (bytes: Buffer) => Buffer) =>
  storage.objects.set(name, how(Buffer.from(storage.objects.get(name) as Buffer)));
const cut = (name: string, share = 0.5) =>
  change(name, (bytes) => bytes.subarray(0, Math.floor(bytes.length * share)));

describe('snapshots that cannot be restored whole', () => {
  it('are none in a whole repository, which takes no look at trees and contents', async () => {
    const repository = await reopen();
    storage.log.length = 0;
    expect(await repository.brokenSnapshots()).toEqual([]);
    // Two manifests and the indexes of two packs.
    expect(storage.log).toHaveLength(4);
  });

  // Its last 16 bytes say nothing that a reader with a root needs: without them alone nothing is lost.
  it.each([0, 0.2, 0.5, 0.95])(
    'are those that need the pack of which only a share of %d is there',
    async (share) => {
      cut(objects.two[0], share);
      expect(await broken()).toEqual([['two', 'object_truncated', objects.two[0], true]]);
      expect((await readSample(await reopen(), 'one')).records).toEqual(contents.one);
    },
  );

  it('are all that share what is missing', async () => {
    storage.objects.delete(objects.one[0]);
    expect(await broken()).toEqual([
      ['one', 'object_missing', objects.one[0], true],
      ['two', 'object_missing', objects.one[0], true],
    ]);
  });

  it('are those without a manifest', async () => {
    storage.objects.delete(objects.two[1]);
    cut(objects.one[1]);
    expect(await broken()).toEqual([
      ['one', 'object_damaged', objects.one[1], false],
      ['two', 'object_missing', objects.two[1], false],
    ]);
  });

  it('are those with a block that does not open, where the object is looked into', async () => {
    change(objects.two[0], (bytes) => {
      bytes[100] = (bytes[100] as number) ^ 1;
      return bytes;
    });
    expect(await broken()).toEqual([]);
    expect(await broken(new Set([objects.two[0]]))).toEqual([
      ['two', 'object_damaged', objects.two[0], true],
    ]);
  });

  it('do not hide that the storage cannot be reached', async () => {
    const repository = await reopen();
    storage.before = () => {
      throw new Error('down');
    };
    await expect(repository.brokenSnapshots()).rejects.toThrow('down');
  });
});

describe('a snapshot that cannot be read', () => {
  it('stops a clean-up, which names it and says how to go on', async () => {
    storage.objects.delete(objects.two[1]);
    const repository = await reopen();
    const named = {
      code: 'object_missing',
      item: objects.two[1],
      message: expect.stringMatching(/backup two of 2026-01-01.*Nothing was changed/) as unknown,
      hint: expect.stringMatching(/keepsake delete two/) as unknown,
    };
    await expect(repository.compact()).rejects.toMatchObject(named);
    await expect(repository.removeSnapshots(['one'])).rejects.toMatchObject(named);
    expect(await repository.removeSnapshots(['two'])).toMatchObject({ removed: ['two'] });
    await repository.compact();
    expect(storage.objects.size).toBe(repository.usage().objects);
    expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
  });

  it.each([
    ['manifests are', () => [objects.one[1], objects.two[1]]],
    ['trees are', () => [objects.one[0]]],
  ])('can be removed though the %s lost of others too, and then these', async (_, lost) => {
    await commitSample(await reopen(), { id: 'three', records: recordsOf(documentKeys(60, 9)) });
    for (const name of lost()) storage.objects.delete(name);
    const repository = await reopen();
    await expect(repository.removeSnapshots(['three'])).rejects.toMatchObject({ code: 'object_missing' });
    const before = storage.objects.size;
    expect(await repository.removeSnapshots(['one'])).toMatchObject({ removed: ['one'], objects: 0 });
    // What it shares with the other nobody can say: nothing is deleted yet.
    expect(storage.objects.size).toBe(before);
    expect(await repository.removeSnapshots(['two'])).toMatchObject({ removed: ['two'] });
    await repository.compact();
    expect(repository.snapshots().map(({ id }) => id)).toEqual(['three']);
    expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
    const kept = [...storage.objects.keys()].filter((name) => !lost().includes(name));
    expect(kept).toHaveLength(repository.usage().objects);
  });
});

describe('a root that is lost, and with it all memory of a database', () => {
  const recover = async () => {
    const heir = newDatabase('heir');
    const repository = await openAs(heir, storage);
    const found = await repository.join('adopt');
    return { repository, found };
  };
  const ids = async () => (await reopen()).snapshots().map(({ id }) => id);

  it.each([
    ['is gone', (name: string) => void storage.objects.delete(name)],
    ['is cut short', (name: string) => void cut(name)],
    ['is something else', (name: string) => void storage.objects.set(name, Buffer.from('not a root'))],
  ])('costs no backup when the newest %s', async (_, destroy) => {
    destroy(objects.two[2]);
    expect(await ids()).toEqual(['one']);
    expect(await (await reopen()).rootProblems()).toMatchObject([
      { code: 'root_damaged', item: objects.two[2] },
    ]);
    const { repository, found } = await recover();
    expect(found).toEqual(['two']);
    expect(await ids()).toEqual(['one', 'two']);
    expect((await readSample(repository, 'two')).records).toEqual(contents.two);
    expect(await repository.rootProblems()).toEqual([]);
    await commitSample(repository, { id: 'three', records: recordsOf(keys, 3) }, 'two');
    const opened = await reopen();
    for (const id of ['one', 'two', 'three']) await readSample(opened, id);
    expect((await opened.verify({ checkRecord: checkRecordOf(opened) })).problems).toEqual([]);
  });

  it('costs no backup when the older one is', async () => {
    storage.objects.delete(objects.one[2]);
    expect((await recover()).found).toEqual([]);
    expect(await ids()).toEqual(['one', 'two']);
  });

  it('costs no backup that stored nothing but its manifest', async () => {
    const three = await commitSample(await reopen(), { id: 'three', records: contents.two, files }, 'two');
    expect(three.objects).toHaveLength(2);
    storage.objects.delete(three.objects[1] ?? '');
    expect((await recover()).found).toEqual(['three']);
  });

  it('does not bring back what was never whole', async () => {
    // A backup that crashed, its manifest put, and whose pack another crash has cut short since.
    const whole = copyOf(storage);
    const { objects: crashed } = await commitSample(
      await openSample(whole),
      { id: 'crashed', records: recordsOf(keys, 7) },
      'two',
    );
    for (const name of crashed.slice(0, 2)) storage.objects.set(name, whole.objects.get(name) as Buffer);
    cut(crashed[0] ?? '');
    storage.objects.delete(objects.one[2]);
    const { repository, found } = await recover();
    expect(found).toEqual([]);
    expect(await ids()).toEqual(['one', 'two']);
    await commitSample(repository, { id: 'three', records: recordsOf(keys, 3) }, 'two');
    await repository.compact();
    expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
  });

  it('is looked beyond by who adopts alone', async () => {
    storage.objects.delete(objects.two[2]);
    const repository = await openAs(newDatabase('fork'), storage);
    expect(await repository.join('fork')).toEqual([]);
    expect(await ids()).toEqual(['one']);
  });
});
