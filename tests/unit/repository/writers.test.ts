import { KeepsakeError } from '../../../server/src/core/errors';
import type { Repository } from '../../../server/src/core/repository/repository';
import { decideRetention } from '../../../server/src/core/schedule/decide-retention';
import { createMemoryStorage, type MemoryStorage } from './memory-storage';
import { dumpOf, newDatabase, openAs, record, type Database } from './database';
import {
  checkRecordOf,
  commitSample,
  documentKeys,
  openSample,
  readSample,
  recordsOf,
} from './sample-snapshot';

const keys = documentKeys(40);
const records = recordsOf(keys);

let storage: MemoryStorage;
let site: Database;

beforeEach(() => {
  storage = createMemoryStorage();
  site = newDatabase('site');
});

async function backUp(database: Database, id: string, content = records, parent?: string): Promise<void> {
  const repository = await openAs(database, storage);
  await commitSample(repository, { id, records: content }, parent);
  record(database, repository);
}

async function remove(database: Database, ...ids: string[]) {
  const repository = await openAs(database, storage);
  const result = await repository.removeSnapshots(ids);
  record(database, repository);
  return result;
}

const stored = async () => (await openSample(storage)).snapshots().map(({ id }) => id);
const unknownWriter = { code: 'repository_unknown_writer', hint: expect.stringMatching(/--adopt.*--fork/) };

describe('a database that writes', () => {
  it('goes on from what it remembers', async () => {
    await backUp(site, 'one');
    await backUp(site, 'two', recordsOf(keys, 2), 'one');
    expect((await remove(site, 'one')).removed).toEqual(['one']);
    expect(await stored()).toEqual(['two']);
  });

  it('knows its own write again after a crash between the root and the record', async () => {
    await backUp(site, 'one');
    const repository = await openAs(site, storage);
    await commitSample(repository, { id: 'two', records });
    await backUp(site, 'three', records, 'two');
    expect((await stored()).sort()).toEqual(['one', 'three', 'two']);
  });

  it('knows its last write again after any number that failed', async () => {
    await backUp(site, 'zero');
    await backUp(site, 'one');
    for (let failed = 0; failed < 40; failed += 1) await openAs(site, storage);
    await backUp(site, 'two');
    expect((await stored()).sort()).toEqual(['one', 'two', 'zero']);
  });

  it('that was put back in time stops at what it does not know, and changes nothing', async () => {
    await backUp(site, 'one');
    const lastWeek = dumpOf(site);
    for (const id of ['two', 'three', 'four']) await backUp(site, id, recordsOf(keys, 2));
    const before = new Map(storage.objects);
    const repository = await openAs(lastWeek, storage);
    expect(repository.behind).toMatchObject(unknownWriter);
    await expect(repository.beginWrite()).rejects.toMatchObject(unknownWriter);
    await expect(repository.removeSnapshots(['one'])).rejects.toMatchObject(unknownWriter);
    await expect(repository.compact()).rejects.toMatchObject(unknownWriter);
    await expect(repository.rotateKeys()).rejects.toMatchObject(unknownWriter);
    expect(storage.objects).toEqual(before);
    // What is there can be read.
    expect((await readSample(repository, 'four')).records).toEqual(recordsOf(keys, 2));
  });

  it('that was put back by one write goes on, with numbers that were never used', async () => {
    await backUp(site, 'one');
    const yesterday = dumpOf(await openAs(site, storage).then(() => site));
    const repository = await openSample(storage, { writerId: 'site', known: site.known });
    repository.announce(String(site.known.tokens?.at(-1)));
    await commitSample(repository, { id: 'two', records: recordsOf(keys, 2) });
    await backUp(yesterday, 'three', recordsOf(keys, 3));
    for (const [at, id] of ['one', 'two', 'three'].entries()) {
      expect((await readSample(await openSample(storage), id)).records).toEqual(recordsOf(keys, at + 1));
    }
  });

  it('stops when a copy of it has written under its id', async () => {
    await backUp(site, 'one');
    const copy = dumpOf(site);
    await backUp(copy, 'copied');
    await backUp(copy, 'again');
    await expect(backUp(site, 'two')).rejects.toMatchObject(unknownWriter);
    expect((await stored()).sort()).toEqual(['again', 'copied', 'one']);
  });
});

describe('a fork', () => {
  let fork: Database;

  beforeEach(async () => {
    await backUp(site, 'one');
    await backUp(site, 'two', recordsOf(keys, 2), 'one');
    fork = { ...dumpOf(site), writerId: 'fork' };
    fork.known.tokens = [];
    fork.known.packs = 0;
    fork.known.manifests = 0;
  });

  it('builds upon the snapshots of the original, and each goes on beside the other', async () => {
    await backUp(fork, 'forked', recordsOf(keys, 3), 'two');
    await backUp(site, 'three', recordsOf(keys, 4), 'two');
    await backUp(fork, 'forked-2', recordsOf(keys, 5), 'forked');
    expect((await stored()).sort()).toEqual(['forked', 'forked-2', 'one', 'three', 'two']);
    expect((await openAs(site, storage)).others).toBe(1);
    expect((await openAs(fork, storage)).snapshots({ own: true }).map(({ id }) => id)).toEqual([
      'forked',
      'forked-2',
    ]);
  });

  it('removes nothing of the original, nor the original of it', async () => {
    await backUp(fork, 'forked', recordsOf(keys, 3), 'two');
    expect(await remove(fork, 'one', 'forked')).toMatchObject({ removed: ['forked'], kept: ['one'] });
    await backUp(fork, 'again', recordsOf(keys, 3), 'two');
    expect(await remove(site, 'again', 'two')).toMatchObject({ removed: ['two'], kept: ['again'] });
    expect((await stored()).sort()).toEqual(['again', 'one']);
    expect((await readSample(await openSample(storage), 'again')).records).toEqual(recordsOf(keys, 3));
  });

  it('leaves the deleting of what the original doomed to the original', async () => {
    await backUp(fork, 'forked', recordsOf(keys, 3), 'two');
    await remove(site, 'two', 'one');
    const inTwoDays = { now: () => new Date(Date.now() + 48 * 3_600_000), graceMs: 24 * 3_600_000 };
    storage.log.length = 0;
    expect(await (await openAs(fork, storage, inTwoDays)).compact()).toMatchObject({ objects: 0 });
    expect(storage.log.filter((line) => line.startsWith('delete'))).toEqual([]);
    const freed = await (await openAs(site, storage, inTwoDays)).compact();
    expect(freed.objects).toBeGreaterThan(0);
  });

  it('does not change the keys, which would lock the original out', async () => {
    const repository = await openAs(fork, storage);
    await expect(repository.rotateKeys()).rejects.toMatchObject({ code: 'repository_shared' });
  });

  it('that adopts may remove everything, and the original stops', async () => {
    const repository = await openAs(fork, storage);
    await repository.join('adopt');
    record(fork, repository);
    expect(await remove(fork, 'one')).toMatchObject({ removed: ['one'], kept: [] });
    expect((await openAs(fork, storage)).others).toBe(0);
    const original = await openAs(site, storage);
    expect(original.behind).toMatchObject(unknownWriter);
    await expect(original.beginWrite()).rejects.toMatchObject(unknownWriter);
  });

  it('may be what the original becomes, once it was taken over', async () => {
    const repository = await openAs(fork, storage);
    await repository.join('adopt');
    record(fork, repository);
    const again = { ...newDatabase('site-2'), known: { ...site.known, packs: 0, manifests: 0, tokens: [] } };
    const opened = await openAs(again, storage);
    await opened.join('fork');
    record(again, opened);
    await backUp(again, 'three', records, 'two');
    expect(await remove(again, 'two')).toMatchObject({ kept: ['two'] });
    await backUp(fork, 'four', records, 'three');
    expect((await stored()).sort()).toEqual(['four', 'one', 'three', 'two']);
  });
});

describe('a storage that went back', () => {
  const newest = () => {
    const puts = storage.log.filter((line) => line.startsWith('put ks-root'));
    return String(puts.at(-1)).slice('put '.length);
  };

  it('is gone on from by adopting: what its lost root named is found again', async () => {
    await backUp(site, 'one');
    await backUp(site, 'two', recordsOf(keys, 2), 'one');
    storage.objects.delete(newest());
    expect(await stored()).toEqual(['one']);
    const { packs, manifests, generation } = site.known;
    await expect(backUp(site, 'three')).rejects.toMatchObject({
      code: 'storage_went_back',
      hint: expect.stringMatching(/--adopt/),
    });

    const heir = { ...newDatabase('heir'), known: { generation, packs: 0, manifests: 0, tokens: [] } };
    const repository = await openAs(heir, storage);
    await repository.join('adopt', { id: 'site', packs, manifests });
    record(heir, repository);
    expect(heir.known.generation).toBeGreaterThan(generation);
    expect(await stored()).toEqual(['one', 'two']);
    await backUp(heir, 'three', recordsOf(keys, 3), 'two');
    const opened = await openSample(storage);
    expect((await readSample(opened, 'two')).records).toEqual(recordsOf(keys, 2));
    expect((await opened.verify({ checkRecord: checkRecordOf(opened) })).problems).toEqual([]);
  });

  it('may be written beside: the fork starts above the generation that was lost', async () => {
    await backUp(site, 'one');
    await backUp(site, 'two');
    const generation = site.known.generation + 7;
    storage.objects.delete(newest());
    const fork = { ...newDatabase('fork'), known: { generation, packs: 0, manifests: 0, tokens: [] } };
    const repository = await openAs(fork, storage);
    await repository.join('fork');
    expect(repository.generation).toBeGreaterThan(generation);
    expect((await openSample(storage)).generation).toBe(repository.generation);
  });

  it('is gone on from without what is lost for good', async () => {
    await backUp(site, 'one');
    const before = new Map(storage.objects);
    await backUp(site, 'two', recordsOf(keys, 2), 'one');
    storage.objects.clear();
    for (const [name, bytes] of before) storage.objects.set(name, bytes);
    const { packs, manifests, generation } = site.known;
    const heir = { ...newDatabase('heir'), known: { generation, packs: 0, manifests: 0, tokens: [] } };
    const repository = await openAs(heir, storage);
    await repository.join('adopt', { id: 'site', packs, manifests });
    expect(await stored()).toEqual(['one']);
    await commitSample(repository, { id: 'two', records }, 'one');
    expect((await repository.verify()).problems).toEqual([]);
  });
});

describe('two roots put at the same moment', () => {
  it('lose nothing: the one that did not stay is made up for', async () => {
    await backUp(site, 'one');
    const other = newDatabase('other');
    const slow = await openAs(other, storage);
    const { before } = storage;
    // Between the other's look at the roots and its put, the site commits.
    storage.before = async (operation, name) => {
      if (operation !== 'put' || !name.includes('root')) return;
      storage.before = before;
      await backUp(site, 'two', recordsOf(keys, 2), 'one');
    };
    await commitSample(slow, { id: 'other', records: recordsOf(keys, 3) }, 'one');
    record(other, slow);
    expect((await stored()).sort()).toEqual(['one', 'other']);
    await backUp(site, 'three', recordsOf(keys, 4), 'one');
    expect((await stored()).sort()).toEqual(['one', 'other', 'three', 'two']);
    const opened = await openSample(storage);
    expect((await readSample(opened, 'two')).records).toEqual(recordsOf(keys, 2));
    expect((await opened.verify({ checkRecord: checkRecordOf(opened) })).problems).toEqual([]);
  });
});

const HOUR = 60 * 60 * 1000;

/** A repeatable source of chance: numbers from 0 up to 1. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

/** As the retention service decides: what others wrote is theirs to remove. */
function notRetained(repository: Repository, madeAt: ReadonlyMap<string, number>, now: number): string[] {
  const own = new Set(repository.snapshots({ own: true }).map(({ id }) => id));
  const items = repository.snapshots().map(({ id }) => ({
    id,
    createdAt: new Date(madeAt.get(id)!),
    state: 'good' as const,
    pinned: false,
    inUse: false,
    group: own.has(id) ? 'own' : 'elsewhere',
  }));
  const policy = new Map([
    ['own', { last: 2, daily: 3 }],
    ['elsewhere', null],
  ]);
  const decisions = decideRetention(items, policy, { now: new Date(now), timezone: 'UTC' });
  return decisions.flatMap(({ id, kept }) => (kept ? [] : [id]));
}

describe('a site whose database is put back by up to a week, again and again', () => {
  it.each([1, 2, 3])(
    'loses nothing in a hundred rounds of backup, retention and compaction (seed %i)',
    async (seed) => {
      const random = chance(seed);
      const pick = (below: number) => Math.floor(random() * below);
      let time = Date.parse('2026-01-01T00:00:00Z');
      const clock = { now: () => new Date(time), graceMs: 24 * HOUR };
      const kept = new Map<string, Record<string, string>>();
      const madeAt = new Map<string, number>();
      const dumps: { at: number; dump: Database }[] = [];
      let [stopped, adopted] = [0, 0];

      const act = async (round: number): Promise<void> => {
        const repository = await openAs(site, storage, clock);
        const all = repository.snapshots().map(({ id }) => id);
        const kind = pick(4);
        if (kind <= 1) {
          const parent = all[pick(all.length)];
          const content = {
            ...(kept.get(parent ?? '') ?? records),
            ...recordsOf([keys[pick(40)] ?? ''], round),
          };
          await commitSample(repository, { id: `s${round}`, records: content, lines: 2 }, parent);
          kept.set(`s${round}`, content);
          madeAt.set(`s${round}`, time);
        } else if (kind === 2) {
          const old = notRetained(repository, madeAt, time);
          await repository.removeSnapshots(old);
          for (const id of old) kept.delete(id);
        } else await repository.compact();
        record(site, repository);
      };
      /** As `recover --adopt` does: a new writer takes over from all, its own former self included. */
      const adopt = async (): Promise<void> => {
        const { writerId: id, known } = site;
        const heir = newDatabase(`site-${(adopted += 1)}`);
        heir.known.generation = known.generation;
        const repository = await openAs(heir, storage, clock);
        await repository.join('adopt', { id, packs: known.packs, manifests: known.manifests });
        record(heir, repository);
        site = heir;
      };

      for (let round = 1; round <= 100; round += 1) {
        dumps.push({ at: time, dump: dumpOf(site) });
        const lastWeek = dumps.filter(({ at }) => at > time - 168 * HOUR);
        if (pick(8) === 0) site = dumpOf(lastWeek[pick(lastWeek.length)]!.dump);
        const before = new Map(storage.objects);
        await act(round).catch(async (error: unknown) => {
          expect(error).toMatchObject(unknownWriter);
          expect(storage.objects).toEqual(before);
          stopped += 1;
          await adopt();
        });
        time += pick(20) * HOUR;
      }

      expect(stopped).toBeGreaterThan(3);
      const repository = await openAs(site, storage, clock);
      expect(
        repository
          .snapshots()
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...kept.keys()].sort());
      for (const [id, content] of kept) expect((await readSample(repository, id)).records).toEqual(content);
      expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
      expect(storage.log.filter((line) => line.startsWith('delete')).length).toBeGreaterThan(30);
    },
    120_000,
  );
});

describe('a site and its clone on one storage', () => {
  const GIVES_WAY = ['repository_changed', 'storage_unfaithful', 'repository_busy'];

  it.each([1, 2, 3])(
    'lose nothing of either in a hundred rounds of backup, retention and compaction at once (seed %i)',
    async (seed) => {
      const random = chance(seed);
      const pick = (below: number) => Math.floor(random() * below);
      let time = Date.parse('2026-01-01T00:00:00Z');
      const clock = { now: () => new Date(time), graceMs: 24 * HOUR };
      await backUp(site, 'base');
      const clone: Database = { ...dumpOf(site), writerId: 'clone' };
      clone.known = { ...clone.known, packs: 0, manifests: 0, tokens: [] };
      const models = [
        { database: site, kept: new Map([['base', records]]) },
        { database: clone, kept: new Map<string, Record<string, string>>() },
      ];
      const madeAt = new Map([['base', time]]);
      let [turns, retained] = [0, 0];
      storage.before = async () => {
        for (let waits = pick(6); waits > 0; waits -= 1) await new Promise(setImmediate);
      };
      let done = 0;

      const act = async ({ database, kept }: (typeof models)[number], round: number): Promise<void> => {
        const repository = await openAs(database, storage, clock);
        const kind = pick(4);
        if (kind <= 1) {
          const all = repository.snapshots();
          const parent = all[pick(all.length)];
          const from = parent ? (await readSample(repository, parent.id)).records : records;
          const content = {
            ...from,
            ...recordsOf([keys[pick(keys.length)] ?? '', keys[0] ?? ''], (turns += 1)),
          };
          const id = `${database.writerId}-${round}`;
          madeAt.set(id, time);
          await commitSample(repository, { id, records: content, lines: 2 }, parent?.id);
          kept.set(id, content);
        } else if (kind === 2) {
          const old = notRetained(repository, madeAt, time);
          retained += old.length;
          // Before the call: whether it took place is not known when it fails.
          for (const id of old) kept.delete(id);
          await repository.removeSnapshots(
            [...old, 'base', 'site-1', 'clone-1'].filter((id) => !kept.has(id)),
          );
        } else await repository.compact();
        record(database, repository);
        done += 1;
      };

      for (let round = 1; round <= 100; round += 1) {
        const acting = models.map((model) =>
          act(model, round).catch((error: unknown) => {
            if (!(error instanceof KeepsakeError) || !GIVES_WAY.includes(error.code)) throw error;
          }),
        );
        await Promise.all(acting);
        time += pick(20) * HOUR;
      }

      storage.before = () => undefined;
      expect(done).toBeGreaterThan(100);
      expect(retained).toBeGreaterThan(20);
      for (const { database, kept } of models) {
        const repository = await openAs(database, storage, clock);
        // What a lost root named is put back by the next write.
        await (await repository.beginWrite()).abort();
        record(database, repository);
        for (const [id, content] of kept) expect((await readSample(repository, id)).records).toEqual(content);
        expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
      }
      expect(storage.log.filter((line) => line.startsWith('delete')).length).toBeGreaterThan(50);
    },
    120_000,
  );
});
