import { randomBytes } from 'node:crypto';
import type { OpenRepositoryOptions } from '../../../server/src/core/repository/open-repository';
import type { Repository } from '../../../server/src/core/repository/repository';
import { copyOf, createMemoryStorage, type MemoryStorage } from './memory-storage';
import {
  checkRecordOf,
  commitSample,
  documentKeys,
  entriesOf,
  manifestOf,
  NO_TREE,
  openSample,
  readSample,
  recordsOf,
  UID,
} from './sample-snapshot';

const HOUR = 60 * 60 * 1000;
const keys = documentKeys(100);
const records = recordsOf(keys);

let storage: MemoryStorage;
let repository: Repository;
let time: number;
const clock = { now: () => new Date(time), graceMs: 24 * HOUR };

const open = (options: Partial<OpenRepositoryOptions> = {}) => openSample(storage, { clock, ...options });
const deletes = () => storage.log.filter((line) => line.startsWith('delete'));
const puts = () => storage.log.filter((line) => line.startsWith('put'));
const later = (hours: number) => void (time += hours * HOUR);

async function expectWhole(id: string, expected: Record<string, string>, from = repository): Promise<void> {
  expect((await readSample(from, id)).records).toEqual(expected);
}

async function expectVerified(from = repository): Promise<void> {
  expect((await from.verify({ checkRecord: checkRecordOf(from) })).problems).toEqual([]);
}

beforeEach(async () => {
  time = Date.parse('2026-03-01T00:00:00Z');
  storage = createMemoryStorage();
  repository = await open();
});

describe('what a removal leaves unreferenced', () => {
  beforeEach(async () => {
    await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records: recordsOf(keys, 2) });
  });

  it('stays for the grace time, and goes with the first clean-up after it', async () => {
    const removed = await repository.removeSnapshots(['one']);
    expect(removed).toMatchObject({ removed: ['one'], objects: 0, bytes: 0 });
    expect(removed.waiting).toMatchObject({ objects: 2, until: '2026-03-02T00:00:00.000Z' });
    later(23);
    expect(await repository.compact()).toMatchObject({ objects: 0, waiting: { objects: 2 } });
    expect(deletes()).toEqual([]);
    later(1);
    const freed = await repository.compact();
    expect(freed).toMatchObject({
      objects: 2,
      bytes: removed.waiting.bytes,
      waiting: { objects: 0, until: null },
    });
    expect(deletes()).toHaveLength(2);
    expect(storage.objects.size).toBe(repository.usage().objects);
    await expectWhole('two', recordsOf(keys, 2));
    await expectVerified();
  });

  it('goes with the next removal too, once it has waited', async () => {
    await repository.removeSnapshots(['one']);
    later(24);
    const result = await repository.removeSnapshots(['two']);
    expect(result).toMatchObject({ removed: ['two'], objects: 2, waiting: { objects: 2 } });
  });

  it('is remembered by the roots, whoever opens them, and whatever is written in between', async () => {
    await repository.removeSnapshots(['one']);
    await commitSample(repository, { id: 'three', records: recordsOf(keys, 2) }, 'two');
    later(24);
    const reopened = await open();
    expect(await reopened.compact()).toMatchObject({ objects: 2 });
    expect(await (await open()).compact()).toMatchObject({ objects: 0, waiting: { objects: 0 } });
    expect(storage.objects.size).toBe(reopened.usage().objects);
  });

  it('can be read on by who opened the repository before', async () => {
    const reader = await open();
    await repository.removeSnapshots(['one']);
    await repository.compact();
    await expectWhole('one', records, reader);
  });

  it('is announced by a dry run, which changes nothing', async () => {
    await repository.removeSnapshots(['one']);
    later(24);
    const before = new Map(storage.objects);
    storage.log.length = 0;
    const foreseen = await repository.compact({ dryRun: true });
    expect([...puts(), ...deletes()]).toEqual([]);
    expect(storage.objects).toEqual(before);
    expect(await repository.compact()).toEqual(foreseen);
  });

  it('is not deleted while a living block cannot be found', async () => {
    // The third has trees and a schema of its own, and the records of the first.
    const { types } = await repository.readManifest('one');
    const entries = [...(await entriesOf(repository, types[0]?.tree ?? NO_TREE)).values()];
    const writer = await repository.beginWrite();
    const tree = await writer.addTree(entries);
    const block = await writer.addBlock('schema', Buffer.from('{}'));
    const schema = { hash: repository.hash('plan', '{}'), block };
    const type = { uid: UID, part: 'content' as const, documents: 1, tree };
    await writer.commit(manifestOf('three', { schema, types: [type] }));
    await repository.removeSnapshots(['two']);
    later(24);

    const pack = puts()[1]?.slice('put '.length) ?? '';
    const bytes = storage.objects.get(pack) as Buffer;
    storage.objects.set(pack, bytes.subarray(0, bytes.length - 20));
    const reopened = await open();
    await reopened.removeSnapshots(['one']);
    expect(await reopened.compact()).toMatchObject({
      objects: 0,
      problems: [{ code: 'object_truncated', item: pack }],
    });
    expect(deletes()).toEqual([]);
    storage.objects.set(pack, bytes);
    expect(await (await open()).compact()).toMatchObject({ objects: 2, problems: [] });
  });
});

describe('compacting', () => {
  /** One pack of which half is dead: `one` is gone, and `two` shares half of its records. */
  async function wear(): Promise<Record<string, string>> {
    const half = { ...records, ...recordsOf(keys.slice(0, 50), 2) };
    await commitSample(repository, { id: 'one', records, lines: 1 });
    await commitSample(repository, { id: 'two', records: half, lines: 1 }, 'one');
    await repository.removeSnapshots(['one']);
    return half;
  }

  it('copies the living blocks of a pack that is mostly dead, under their ids', async () => {
    const half = await wear();
    const before = storage.objects.size;
    const manifest = await repository.readManifest('two');
    const result = await repository.compact();
    expect(result).toMatchObject({ rewritten: 1, objects: 0, problems: [] });
    expect(result.copiedBytes).toBeGreaterThan(0);
    expect(storage.objects.size).toBe(before + 1);
    expect(await repository.readManifest('two')).toEqual(manifest);
    await expectWhole('two', half);
    later(24);
    const freed = await repository.compact();
    // The worn pack and the manifest of the first.
    expect(freed).toMatchObject({ rewritten: 0, objects: 2, waiting: { objects: 0 } });
    expect(storage.objects.size).toBe(repository.usage().objects);
    await expectWhole('two', half);
    await expectWhole('two', half, await open());
    await expectVerified();
  });

  it('makes the repository smaller', async () => {
    await wear();
    const { bytes } = repository.usage();
    await repository.compact();
    expect(repository.usage().bytes).toBeLessThan(bytes * 0.8);
  });

  it('rewrites neither trees nor manifests: the next snapshot stays incremental', async () => {
    const half = await wear();
    await repository.compact();
    const next = await commitSample(repository, { id: 'three', records: half, lines: 1 }, 'two');
    // Manifest and root only.
    expect(next.objects).toHaveLength(2);
    await expectWhole('three', half);
  });

  it('leaves a pack alone of which two thirds are alive', async () => {
    await commitSample(repository, { id: 'one', records, lines: 1 });
    const most = { ...records, ...recordsOf(keys.slice(0, 10), 2) };
    await commitSample(repository, { id: 'two', records: most, lines: 1 }, 'one');
    await repository.removeSnapshots(['one']);
    expect(await repository.compact()).toMatchObject({ rewritten: 0 });
  });

  it('leaves a damaged pack as it is, reports it, and loses no block that can be read', async () => {
    const half = await wear();
    const [pack = ''] = [...storage.objects]
      .filter(([name]) => !name.includes('root'))
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([name]) => name);
    const bytes = Buffer.from(storage.objects.get(pack) as Buffer);
    // The first block, which is one of the dead or the living; the others can still be read.
    bytes[70] = (bytes[70] as number) ^ 1;
    storage.objects.set(pack, bytes);
    const reopened = await open();
    const result = await reopened.compact();
    expect(result).toMatchObject({ rewritten: 0, problems: [{ code: 'object_damaged', item: pack }] });
    later(48);
    await reopened.compact();
    expect(storage.objects.has(pack)).toBe(true);
    let read = 0;
    const manifest = await reopened.readManifest('two');
    for (const { tree } of manifest.types) {
      for await (const entry of reopened.readTree(tree)) {
        const plain = await reopened.readBlock(entry.block, 'records').catch(() => null);
        if (plain) read += plain.toString() === half[entry.key] ? 1 : 0;
      }
    }
    expect(read).toBeGreaterThanOrEqual(99);
  });

  it('fills several packs where one does not hold what lives', async () => {
    const mib = 1024 * 1024;
    const files = { 'a/': randomBytes(12 * mib), 'b/': randomBytes(30 * mib) };
    const kept = { 'a/': files['a/'] };
    await commitSample(repository, { id: 'one', records: {}, files, chunk: 3 * mib });
    await commitSample(repository, { id: 'two', records: {}, files: kept, chunk: 3 * mib }, 'one');
    await repository.removeSnapshots(['one']);
    await repository.compact();
    later(24);
    await repository.compact();
    expect((await readSample(await open(), 'two')).files['a/']?.equals(files['a/'])).toBe(true);
    expect(repository.usage().bytes).toBeLessThan(17 * mib);
    await expectVerified();
  }, 30_000);

  it('can be cancelled before anything has changed', async () => {
    await wear();
    const { generation } = repository;
    await expect(repository.compact({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect((await open()).generation).toBe(generation);
  });

  it('does not take numbers that were used', async () => {
    await wear();
    await repository.compact();
    const names = new Set(storage.objects.keys());
    await commitSample(repository, { id: 'three', records: recordsOf(keys, 3) });
    const fresh = puts()
      .slice(-3, -1)
      .map((line) => line.slice('put '.length));
    expect(fresh.filter((name) => names.has(name))).toEqual([]);
  });

  it('leaves two roots that both can be fallen back on', async () => {
    const half = await wear();
    await repository.compact();
    later(24);
    await repository.compact();
    for (const root of ['ks-root-a', 'ks-root-b']) {
      const fallback = copyOf(storage);
      fallback.objects.delete(root);
      await expectWhole('two', half, await openSample(fallback, { create: false }));
    }
  });
});
