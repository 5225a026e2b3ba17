import { createMemoryStorage, type MemoryStorage } from './memory-storage';
import type { Repository } from '../../../server/src/core/repository/repository';
import { readFrameHeader } from '../../../server/src/core/repository/frame';
import { decodeKeyRing } from '../../../server/src/core/repository/keys';
import { readRootClear, readRootContent } from '../../../server/src/core/repository/root';
import { openHandedOver } from '../../../server/src/core/repository/open-repository';
import {
  checkRecordOf,
  commitSample,
  documentKeys,
  openSample,
  OTHER_SECRET,
  readSample,
  recordsOf,
  SECRET,
  writeSample,
} from './sample-snapshot';

const PASSPHRASE = 'correct horse battery staple';
const keys = documentKeys(60);
const records = recordsOf(keys);
const files = { 'a/': Buffer.alloc(3000, 'a') };

let storage: MemoryStorage;
let repository: Repository;

beforeEach(async () => {
  storage = createMemoryStorage();
  repository = await openSample(storage);
  await commitSample(repository, { id: 'one', records, files });
});

const openWith = (secret: string | string[]) => openSample(storage, { secret, create: false });
const wrong = { code: 'wrong_secret' };
const states = () => new Map([...storage.objects].map(([name, bytes]) => [name, bytes.toString('base64')]));
const objects = () => [...storage.objects.keys()].filter((name) => !name.includes('root'));

async function expectWhole(from: Repository): Promise<void> {
  expect(await readSample(from, 'one')).toEqual({ records, files });
  expect((await from.verify({ checkRecord: checkRecordOf(from) })).problems).toEqual([]);
}

describe('several secrets', () => {
  it('open a repository that any of them has a lock of', async () => {
    await expectWhole(await openWith([OTHER_SECRET, SECRET]));
    await expect(openWith([OTHER_SECRET])).rejects.toMatchObject(wrong);
    await expect(openWith([])).rejects.toMatchObject({ code: 'secret_missing' });
  });

  it('all get a lock of a repository that is made with them', async () => {
    storage = createMemoryStorage();
    await openSample(storage, { secret: [PASSPHRASE, SECRET] });
    for (const secret of [PASSPHRASE, SECRET]) expect((await openWith(secret)).generation).toBe(1);
    await expect(openWith(OTHER_SECRET)).rejects.toMatchObject(wrong);
  }, 30_000);
});

describe('rotating the keys', () => {
  it('lets every configured secret in, and no other', async () => {
    const both = await openWith([OTHER_SECRET, SECRET]);
    expect(await both.rotateKeys()).toMatchObject({ generation: 2, secrets: 2, objects: 0 });
    for (const secret of [SECRET, OTHER_SECRET]) await expectWhole(await openWith(secret));

    await (await openWith(OTHER_SECRET)).rotateKeys();
    const before = states();
    await expect(openWith(SECRET)).rejects.toMatchObject(wrong);
    await expectWhole(await openWith(OTHER_SECRET));
    expect(states()).toEqual(before);
  });

  it('leaves no root that the old secret opens', async () => {
    await (await openWith([OTHER_SECRET, SECRET])).rotateKeys();
    await (await openWith(OTHER_SECRET)).rotateKeys();
    for (const root of ['ks-root-a', 'ks-root-b']) {
      const bytes = storage.objects.get(root) as Buffer;
      storage.objects.delete(root);
      await expect(openWith(SECRET)).rejects.toMatchObject(wrong);
      expect(await readSample(await openWith(OTHER_SECRET), 'one')).toEqual({ records, files });
      storage.objects.set(root, bytes);
    }
  });

  it('writes what is new under the new key, and keeps the next snapshot incremental', async () => {
    await repository.rotateKeys();
    const changed = { ...records, ...recordsOf(keys.slice(0, 1), 2) };
    const before = new Set(objects());
    const next = await commitSample(repository, { id: 'two', records: changed, files }, 'one');
    expect(next.storedBytes).toBeLessThan(repository.usage().bytes / 2);
    const [pack = ''] = objects().filter((name) => !before.has(name));
    expect(readFrameHeader(storage.objects.get(pack) as Buffer)?.generation).toBe(2);
    expect((await readSample(await openSample(storage), 'two')).records).toEqual(changed);
    await expectWhole(await openSample(storage));
  });

  it('does not read or write any pack', async () => {
    storage.log.length = 0;
    await (await openSample(storage)).rotateKeys();
    expect(storage.log.filter((line) => !line.includes('root'))).toEqual([]);
  });

  it('is refused while a backup runs in this process', async () => {
    const writer = await repository.beginWrite();
    await expect(repository.rotateKeys()).rejects.toMatchObject({ code: 'repository_busy' });
    await writer.abort();
    await repository.rotateKeys();
  });

  it('while a backup runs elsewhere breaks neither', async () => {
    const elsewhere = await openSample(storage);
    const thread = await openHandedOver(storage, elsewhere.handOver());
    const writer = await thread.beginWrite();
    const manifest = await writeSample(thread, writer, { id: 'two', records: recordsOf(keys, 2) }, 'one');
    await repository.rotateKeys();
    await writer.commit(manifest);
    const opened = await openSample(storage);
    await expectWhole(opened);
    expect((await readSample(opened, 'two')).records).toEqual(recordsOf(keys, 2));
    await commitSample(opened, { id: 'three', records: recordsOf(keys, 3) }, 'two');
    expect((await opened.verify()).problems).toEqual([]);
  });

  it('takes the old secret away while a backup runs elsewhere that has both, which ends well', async () => {
    await (await openWith([OTHER_SECRET, SECRET])).rotateKeys();
    const elsewhere = await openWith([OTHER_SECRET, SECRET]);
    const thread = await openHandedOver(storage, elsewhere.handOver());
    const writer = await thread.beginWrite();
    const two = { id: 'two', records: { ...records, ...recordsOf(keys.slice(0, 2), 2) }, files };
    const manifest = await writeSample(thread, writer, two, 'one');
    await (await openWith(OTHER_SECRET)).rotateKeys();
    await writer.commit(manifest);

    // Neither root opens with the old one any more, and all that there is with the new one.
    for (const root of ['ks-root-a', 'ks-root-b']) {
      const bytes = storage.objects.get(root) as Buffer;
      storage.objects.delete(root);
      await expect(openWith(SECRET)).rejects.toMatchObject(wrong);
      storage.objects.set(root, bytes);
    }
    const opened = await openWith(OTHER_SECRET);
    await expectWhole(opened);
    expect(await readSample(opened, 'two')).toEqual({ records: two.records, files });
    const { bytes } = opened.usage();
    const three = { ...two, id: 'three', records: { ...two.records, ...recordsOf(keys.slice(5, 6), 3) } };
    expect((await commitSample(opened, three, 'two')).storedBytes).toBeLessThan(bytes / 2);
    expect((await readSample(await openWith(OTHER_SECRET), 'three')).records).toEqual(three.records);
  });

  it('ends a backup elsewhere that it locks out, and loses nothing', async () => {
    await (await openWith([OTHER_SECRET, SECRET])).rotateKeys();
    const elsewhere = await openWith(SECRET);
    const writer = await elsewhere.beginWrite();
    const manifest = await writeSample(elsewhere, writer, { id: 'two', records: recordsOf(keys, 2) }, 'one');
    await (await openWith(OTHER_SECRET)).rotateKeys();
    await expect(writer.commit(manifest)).rejects.toMatchObject(wrong);
    await writer.abort();
    await expectWhole(await openWith(OTHER_SECRET));
  });

  it('that stores everything anew leaves nothing that the old keys open, ids and hashes as they were', async () => {
    const old = await openSample(storage);
    const manifest = await old.readManifest('one');
    const before = new Map(storage.objects);
    const result = await repository.rotateKeys({ all: true });
    expect(result).toMatchObject({ generation: 2, objects: 2 });
    expect(await repository.readManifest('one')).toEqual(manifest);
    await expectWhole(repository);
    await expectWhole(await openSample(storage));
    await repository.compact();
    expect(storage.objects.size).toBe(repository.usage().objects);
    for (const [name, bytes] of storage.objects) expect(before.get(name)?.equals(bytes) ?? false).toBe(false);

    // The id key, the catalogue key, and one data key after its number of two bytes: only the first is the same.
    const [then, now] = [old, repository].map((one) => Buffer.from(one.handOver().ring)) as [Buffer, Buffer];
    expect(now).toHaveLength(then.length);
    expect(now.subarray(0, 32)).toEqual(then.subarray(0, 32));
    expect(now.includes(then.subarray(32, 64))).toBe(false);
    expect(now.includes(then.subarray(66))).toBe(false);
    const root = storage.objects.get('ks-root-a') as Buffer;
    const sealing = { repositoryId: old.id, keys: decodeKeyRing(then) };
    await expect(
      readRootContent(sealing, root, readRootClear(root, 'ks-root-a'), 'ks-root-a'),
    ).rejects.toMatchObject({ code: 'root_damaged' });
    const next = await commitSample(repository, { id: 'two', records, files }, 'one');
    expect(next.objects).toHaveLength(2);
  });

  it('that stores everything anew says how far it is', async () => {
    const seen: object[] = [];
    await repository.rotateKeys({ all: true, onProgress: (progress) => void seen.push(progress) });
    expect(seen).toEqual([{ phase: 'encrypting', done: 0, total: 1 }]);
  });

  it('that stores everything anew stops at damage, and changes nothing', async () => {
    const [pack = ''] = objects();
    const bytes = Buffer.from(storage.objects.get(pack) as Buffer);
    bytes[100] = (bytes[100] as number) ^ 1;
    storage.objects.set(pack, bytes);
    const before = states();
    const reopened = await openSample(storage);
    await expect(reopened.rotateKeys({ all: true })).rejects.toMatchObject({
      code: 'object_damaged',
      item: pack,
    });
    expect(states()).toEqual(before);
  });

  it('keeps the running process going, and any that looks again', async () => {
    const other = await openSample(storage);
    await repository.rotateKeys({ all: true });
    await other.refresh();
    await expectWhole(other);
    await commitSample(other, { id: 'two', records }, 'one');
    expect((await readSample(await openSample(storage), 'two')).records).toEqual(records);
  });

  it('can be cancelled, and then the keys are as they were', async () => {
    const { generation } = repository;
    await expect(repository.rotateKeys({ all: true, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect((await openSample(storage)).generation).toBe(generation);
  });
});
