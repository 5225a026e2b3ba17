import type { Core } from '@strapi/strapi';

import type { Repository } from '../../../server/src/core/repository/repository';
import type { HeldLock } from '../../../server/src/services/jobs/lock-service';
import { createQuotaService } from '../../../server/src/services/storage/quota-service';
import { createMemoryStorage, type MemoryStorage } from '../repository/memory-storage';
import {
  checkRecordOf,
  documentKeys,
  openSample,
  readSample,
  recordsOf,
  writeSample,
  type Sample,
} from '../repository/sample-snapshot';

const keys = documentKeys(40);
const HOUR = 3_600_000;

let storage: MemoryStorage;
let repository: Repository;
let now: number;
const logged: string[] = [];

beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00Z');
  storage = createMemoryStorage();
  repository = await openSample(storage, { clock: { now: () => new Date(now), graceMs: 24 * HOUR } });
});

/** The one that a backup holds; what is offered here has no use for it. */
const LOCK: HeldLock = { assertHeld: () => Promise.resolve(), withoutRenewal: (work) => work() };

const quotaOf = (quota?: number) =>
  createQuotaService({
    strapi: {
      config: { get: () => ({ storage: { quota } }) },
      plugin: () => ({ service: () => ({ of: () => ({ place: 'main' }) }) }),
      log: { error: (line: string) => void logged.push(line) },
    } as unknown as Core.Strapi,
  });

const sample = (id: string, version: number, bytes = 20_000): Sample => ({
  id,
  records: recordsOf(keys, version),
  files: { [`${id}/`]: Buffer.alloc(bytes, id) },
});

/** As a backup does it: what fails is taken back. */
async function store(content: Sample, room: number | null): Promise<number> {
  const writer = await repository.beginWrite({ room });
  try {
    const manifest = await writeSample(repository, writer, content);
    return (await writer.commit(manifest)).storedBytes;
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

const total = () => [...storage.objects.values()].reduce((sum, bytes) => sum + bytes.length, 0);
const exceeded = { code: 'quota_exceeded', hint: expect.stringMatching(/storage\.quota/) as unknown };

describe('the quota of a storage', () => {
  it('is none where none is set', async () => {
    expect(quotaOf().limit()).toBeNull();
    await quotaOf().within(repository, LOCK, (room) => store(sample('one', 1), room));
    expect(repository.snapshots()).toHaveLength(1);
  });

  it('lets a backup through that fits, and refuses one that does not, with nothing of it left', async () => {
    await quotaOf(40_000).within(repository, LOCK, (room) => store(sample('one', 1), room));
    expect(repository.storedBytes()).toBe(total());
    const before = new Map(storage.objects);
    const used = repository.storedBytes();
    await expect(
      quotaOf(40_000).within(repository, LOCK, (room) => store(sample('two', 2), room)),
    ).rejects.toMatchObject({
      ...exceeded,
      message: expect.stringMatching(new RegExp(`may take 40000 bytes.*${used} of them are used`)) as unknown,
    });
    expect(storage.objects).toEqual(before);
    expect(storage.log.filter((line) => line.startsWith('put')).length).toBeLessThan(10);
    await quotaOf(80_000).within(repository, LOCK, (room) => store(sample('two', 2), room));
    expect((await readSample(repository, 'one')).records).toEqual(recordsOf(keys, 1));
    expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
  });

  it('is never passed, whatever the size', async () => {
    for (let limit = 2000; limit < 60_000; limit += 3500) {
      await quotaOf(limit)
        .within(repository, LOCK, (room) => store(sample(`s${limit}`, limit, limit / 5), room))
        .catch((error: unknown) => expect(error).toMatchObject(exceeded));
      // The root, of which the next has an entry more, is not counted beforehand.
      expect(total()).toBeLessThan(limit + 1000);
    }
    expect(repository.snapshots().length).toBeGreaterThan(3);
  });

  it('is made room in by what was deleted, once that has waited long enough', async () => {
    const quota = quotaOf(60_000);
    await quota.within(repository, LOCK, (room) => store(sample('one', 1), room));
    await quota.within(repository, LOCK, (room) => store(sample('two', 2), room));
    await repository.removeSnapshots(['one']);
    expect(repository.storedBytes()).toBe(total());
    // Deleted, and still there for who may be reading it.
    await expect(
      quota.within(repository, LOCK, (room) => store(sample('three', 3), room)),
    ).rejects.toMatchObject(exceeded);
    now += 25 * HOUR;
    await quota.within(repository, LOCK, (room) => store(sample('three', 3), room));
    expect(repository.snapshots().map(({ id }) => id)).toEqual(['two', 'three']);
    expect(repository.storedBytes()).toBe(total());
  });

  it('is made room in by what is offered, which is asked only then', async () => {
    const quota = quotaOf(40_000);
    let asked = 0;
    quota.offer(async () => {
      asked += 1;
      await repository.removeSnapshots(['one']);
      now += 25 * HOUR;
      return (await repository.removeSnapshots([])).bytes;
    });
    await quota.within(repository, LOCK, (room) => store(sample('one', 1), room));
    expect(asked).toBe(0);
    await quota.within(repository, LOCK, (room) => store(sample('two', 2), room));
    expect(asked).toBe(1);
    expect(repository.snapshots().map(({ id }) => id)).toEqual(['two']);
  });

  it('is still what is told where making room fails, and the next that is offered is asked', async () => {
    const quota = quotaOf(40_000);
    await quota.within(repository, LOCK, (room) => store(sample('one', 1), room));
    let asked = 0;
    quota.offer(() => Promise.reject(new Error('a rule of retention is wrong')));
    quota.offer(() => Promise.resolve((asked += 1) - 1));
    const failed = quota.within(repository, LOCK, (room) => store(sample('two', 2), room));
    await expect(failed).rejects.toMatchObject(exceeded);
    expect(asked).toBe(1);
    expect(logged.join()).toMatch(/a rule of retention is wrong/);
  });

  it('says how much goes once its grace time is over', async () => {
    const quota = quotaOf(40_000);
    await quota.within(repository, LOCK, (room) => store(sample('one', 1), room));
    quota.offer(async () => (await repository.removeSnapshots(['one'])).bytes);
    const failed = quota.within(repository, LOCK, (room) => store(sample('two', 2), room));
    await expect(failed).rejects.toMatchObject({
      ...exceeded,
      message: expect.stringMatching(
        /\d{5} more are not needed and go when their grace time is over/,
      ) as unknown,
    });
    expect(repository.snapshots()).toEqual([]);
  });

  it('passes on what fails for another reason, and frees nothing for it', async () => {
    const quota = quotaOf(40_000);
    quota.offer(() => Promise.reject(new Error('not to be asked')));
    await expect(quota.within(repository, LOCK, () => Promise.reject(new Error('down')))).rejects.toThrow(
      'down',
    );
  });

  it('is asked before everything is stored once more', async () => {
    await quotaOf().within(repository, LOCK, (room) => store(sample('one', 1), room));
    const { bytes } = repository.usage();
    await expect(quotaOf(Math.round(bytes * 1.5)).demand(repository, LOCK, bytes)).rejects.toMatchObject(
      exceeded,
    );
    await quotaOf(bytes * 3).demand(repository, LOCK, bytes);
  });
});
