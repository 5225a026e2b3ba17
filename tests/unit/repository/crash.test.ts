import { KeepsakeError } from '../../../server/src/core/errors';
import type { Repository } from '../../../server/src/core/repository/repository';
import { copyOf, createMemoryStorage, type MemoryStorage } from './memory-storage';
import {
  checkRecordOf,
  commitSample,
  documentKeys,
  openSample,
  readSample,
  recordsOf,
  writeSample,
} from './sample-snapshot';

const keys = documentKeys(60);
const first = { id: 'one', records: recordsOf(keys), files: { 'a/': Buffer.alloc(500, 'a') } };
const second = { id: 'two', records: recordsOf(keys, 2), files: { 'b/': Buffer.alloc(500, 'b') } };
const third = { id: 'three', records: recordsOf(keys, 3), files: {} };

let base: MemoryStorage;

beforeAll(async () => {
  base = createMemoryStorage();
  await commitSample(await openSample(base), first);
});

/** Neither root may lead to a snapshot that is no longer whole. */
async function expectFallbacksWhole(left: MemoryStorage): Promise<void> {
  for (const root of ['ks-root-a', 'ks-root-b']) {
    const fallback = copyOf(left);
    fallback.objects.delete(root);
    const opened = await openSample(fallback, { create: false });
    for (const { id } of opened.snapshots()) await readSample(opened, id);
  }
}

type Moment = 'before' | 'after';

/**
 * Runs `work` on a copy of the storage and has the process die at its `at`th operation: that one and all later ones
 * fail, either without effect or, for a put, after it. Returns null once `work` needs fewer operations.
 */
async function crashAt(
  at: number,
  moment: Moment,
  start: MemoryStorage,
  work: (repository: Repository) => Promise<unknown>,
): Promise<MemoryStorage | null> {
  const storage = copyOf(start);
  const repository = await openSample(storage);
  let count = 0;
  let dead = false;
  const die = () => {
    dead = true;
    throw new KeepsakeError('storage_failed', 'the process died');
  };
  storage.before = (operation) => {
    count += 1;
    if (dead || (count >= at && (moment === 'before' || operation !== 'put'))) die();
  };
  storage.afterPut = () => {
    if (count >= at) die();
  };
  await work(repository).catch(() => undefined);
  return dead ? copyOf(storage) : null;
}

const contentOf = ({ records, files }: typeof first | typeof second | typeof third) => ({ records, files });

describe.each<Moment>(['before', 'after'])('a crash %s any operation', (moment) => {
  it('of a commit leaves the old state or the new one whole, and the next write succeeds', async () => {
    const outcomes = new Set<string>();
    let operations = 0;
    for (let at = 1; ; at += 1) {
      const left = await crashAt(at, moment, base, (repository) => commitSample(repository, second, 'one'));
      if (!left) break;
      operations = at;
      const reopened = await openSample(left, { create: false });
      const ids = reopened.snapshots().map(({ id }) => id);
      outcomes.add(ids.join());
      expect(await readSample(reopened, 'one')).toEqual(contentOf(first));
      if (ids.includes('two')) expect(await readSample(reopened, 'two')).toEqual(contentOf(second));
      expect((await reopened.verify({ checkRecord: checkRecordOf(reopened) })).problems).toEqual([]);

      await commitSample(reopened, third, 'one');
      const after = await openSample(left, { create: false });
      expect(await readSample(after, 'one')).toEqual(contentOf(first));
      expect(await readSample(after, 'three')).toEqual(contentOf(third));
      expect((await after.verify({ checkRecord: checkRecordOf(after) })).problems).toEqual([]);
      // What the crash left had the same names and was replaced.
      expect(left.objects.size).toBe(after.usage().objects);
    }
    expect(operations).toBeGreaterThanOrEqual(8);
    expect([...outcomes].sort()).toEqual(['one', 'one,two']);
  }, 60_000);

  it('of a removal leaves the old state or the new one whole, and the next removal finishes', async () => {
    const two = copyOf(base);
    await commitSample(await openSample(two), second);
    const outcomes = new Set<string>();
    for (let at = 1; ; at += 1) {
      const left = await crashAt(at, moment, two, (repository) => repository.removeSnapshots(['one']));
      if (!left) break;
      const reopened = await openSample(left, { create: false });
      const ids = reopened.snapshots().map(({ id }) => id);
      outcomes.add(ids.join());
      for (const id of ids)
        expect(await readSample(reopened, id)).toEqual(contentOf(id === 'one' ? first : second));
      expect((await reopened.verify({ checkRecord: checkRecordOf(reopened) })).problems).toEqual([]);

      await expectFallbacksWhole(left);

      await reopened.removeSnapshots(['one']);
      expect(reopened.snapshots().map(({ id }) => id)).toEqual(['two']);
      expect(await readSample(reopened, 'two')).toEqual(contentOf(second));
      expect(left.objects.size).toBe(reopened.usage().objects);
    }
    expect([...outcomes].sort()).toEqual(['one,two', 'two']);
  }, 60_000);

  it('of a compaction leaves every snapshot whole, and the next compaction finishes', async () => {
    const worn = copyOf(base);
    const half = { ...recordsOf(keys), ...recordsOf(keys.slice(0, 40), 2) };
    const long = await openSample(worn, { clock: { now: () => new Date(), graceMs: 1e9 } });
    await commitSample(long, { ...first, id: 'zero', lines: 1 });
    await commitSample(long, { id: 'half', records: half, lines: 1 }, 'zero');
    await long.removeSnapshots(['zero', 'one']);
    let operations = 0;
    for (let at = 1; ; at += 1) {
      const left = await crashAt(at, moment, worn, (repository) => repository.compact());
      if (!left) break;
      operations = at;
      const reopened = await openSample(left, { create: false });
      expect((await readSample(reopened, 'half')).records).toEqual(half);
      expect((await reopened.verify({ checkRecord: checkRecordOf(reopened) })).problems).toEqual([]);
      await expectFallbacksWhole(left);

      await reopened.compact();
      expect((await readSample(reopened, 'half')).records).toEqual(half);
      expect(left.objects.size).toBe(reopened.usage().objects);
      await commitSample(reopened, third, 'half');
      expect((await readSample(reopened, 'half')).records).toEqual(half);
      expect((await reopened.verify({ checkRecord: checkRecordOf(reopened) })).problems).toEqual([]);
    }
    // Two roots, a manifest, trees, the worn pack and the new one, three roots and the deletes.
    expect(operations).toBeGreaterThanOrEqual(16);
  }, 60_000);

  it.each([false, true])(
    'of a change of keys (of everything: %s) leaves what the secret opens, whole, and the next one succeeds',
    async (all) => {
      const two = copyOf(base);
      await commitSample(await openSample(two), second, 'one');
      for (let at = 1; ; at += 1) {
        const left = await crashAt(at, moment, two, (repository) => repository.rotateKeys({ all }));
        if (!left) break;
        const reopened = await openSample(left, { create: false });
        expect(await readSample(reopened, 'one')).toEqual(contentOf(first));
        expect(await readSample(reopened, 'two')).toEqual(contentOf(second));
        await expectFallbacksWhole(left);
        await reopened.rotateKeys({ all });
        await reopened.compact();
        expect(left.objects.size).toBe(reopened.usage().objects);
        expect(await readSample(await openSample(left), 'two')).toEqual(contentOf(second));
        expect((await reopened.verify({ checkRecord: checkRecordOf(reopened) })).problems).toEqual([]);
      }
    },
    60_000,
  );

  it('of the making of a repository leaves nothing or a repository', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const storage = createMemoryStorage();
      let count = 0;
      storage.before = () => {
        count += 1;
        if (count > at || (count === at && moment === 'before')) throw new Error('died');
      };
      await openSample(storage).catch(() => undefined);
      storage.before = () => undefined;
      const reopened = await openSample(storage);
      await commitSample(reopened, first);
      expect(await readSample(reopened, 'one')).toEqual(contentOf(first));
    }
  });
});

describe('a put of the root whose answer is lost', () => {
  it('has succeeded when the bytes are there', async () => {
    const storage = copyOf(base);
    const repository = await openSample(storage);
    storage.afterPut = (name) => {
      if (name.includes('root')) throw new KeepsakeError('storage_failed', 'timeout', { transient: true });
    };
    await commitSample(repository, second, 'one');
    storage.afterPut = () => undefined;
    expect((await openSample(storage)).snapshots()).toHaveLength(2);
  });

  it('deletes nothing when nobody can say, and finds out at the next write', async () => {
    const storage = copyOf(base);
    const repository = await openSample(storage);
    const writer = await repository.beginWrite();
    const manifest = await writeSample(repository, writer, second, 'one');
    let lost = false;
    storage.afterPut = (name) => {
      if (!name.includes('root')) return;
      lost = true;
      throw new KeepsakeError('storage_failed', 'timeout', { transient: true });
    };
    storage.before = (operation) => {
      if (lost && operation === 'get')
        throw new KeepsakeError('storage_failed', 'timeout', { transient: true });
    };
    await expect(writer.commit(manifest)).rejects.toMatchObject({ code: 'storage_failed' });
    await writer.abort();
    storage.before = () => undefined;
    storage.afterPut = () => undefined;
    // It was there all the time.
    await commitSample(repository, third, 'one');
    expect(repository.snapshots()).toHaveLength(3);
    expect(await readSample(repository, 'two')).toEqual(contentOf(second));
    expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
  });

  it('that takes effect long after leads to a snapshot that is whole', async () => {
    const storage = copyOf(base);
    const repository = await openSample(storage);
    const writer = await repository.beginWrite();
    const manifest = await writeSample(repository, writer, second, 'one');
    const late: [string, Buffer][] = [];
    const { put } = storage;
    storage.put = async (name, body, options) => {
      if (!name.includes('root')) return put(name, body, options);
      late.push([name, body as Buffer]);
      throw new KeepsakeError('storage_failed', 'timeout', { transient: true });
    };
    await expect(writer.commit(manifest)).rejects.toMatchObject({ code: 'storage_failed' });
    await writer.abort();
    for (const [name, bytes] of late) storage.objects.set(name, bytes);
    const reopened = await openSample(storage);
    expect(await readSample(reopened, 'two')).toEqual(contentOf(second));
  });

  it('is an error when the old bytes are there, and the next write replaces what was left', async () => {
    const storage = copyOf(base);
    const repository = await openSample(storage);
    storage.before = (operation, name) => {
      if (operation === 'put' && name.includes('root')) throw new KeepsakeError('storage_failed', 'refused');
    };
    await expect(commitSample(repository, second, 'one')).rejects.toMatchObject({ code: 'storage_failed' });
    storage.before = () => undefined;
    const reopened = await openSample(storage);
    await commitSample(reopened, third, 'one');
    expect(storage.objects.size).toBe(reopened.usage().objects);
  });
});
