import { randomBytes } from 'node:crypto';

import { freedBytes } from '../../../server/src/core/analytics/freed-bytes';
import { measureUsage } from '../../../server/src/core/analytics/measure-usage';
import type { Usage } from '../../../server/src/core/analytics/measure-usage';
import type { Repository } from '../../../server/src/core/repository/repository';
import { SurveyMemory } from '../../../server/src/core/repository/survey';
import { copyOf, createMemoryStorage, type MemoryStorage } from '../repository/memory-storage';
import { commitSample, documentKeys, openSample, recordsOf, UID } from '../repository/sample-snapshot';

const keys = documentKeys(200);
const records = recordsOf(keys);
const large = randomBytes(90_000);
const small = randomBytes(9_000);

let storage: MemoryStorage;
let repository: Repository;

/** Three nights: the second has a file and ten records of its own, the third what the first had and a file more. */
beforeEach(async () => {
  storage = createMemoryStorage();
  repository = await openSample(storage);
  const edited = { ...records, ...recordsOf(keys.slice(0, 10), 2) };
  const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
  await commitSample(repository, { id: 'one', records, files: { 'a/': small }, createdAt: at(1) });
  const two = { records: edited, files: { 'a/': small, 'b/': large } };
  await commitSample(repository, { id: 'two', ...two, createdAt: at(2) }, 'one');
  const three = { records, files: { 'a/': small, 'c/': randomBytes(30_000) } };
  await commitSample(repository, { id: 'three', ...three, createdAt: at(3) }, 'one');
});

const usage = async (of = repository): Promise<Usage> => measureUsage(await of.survey());
const snapshot = ({ snapshots }: Usage, id: string) => snapshots.find((one) => one.id === id)!;
const total = (of: MemoryStorage) =>
  [...of.objects].reduce((sum, [name, bytes]) => sum + (name.includes('root') ? 0 : bytes.length), 0);

/** What deleting these and cleaning up frees in truth, on a copy. */
async function freedInTruth(ids: string[]): Promise<number> {
  const copy = copyOf(storage);
  const opened = await openSample(copy);
  const before = total(copy);
  await opened.removeSnapshots(ids);
  await opened.compact();
  return before - total(copy);
}

const near = (bytes: number, expected: number) =>
  expect(Math.abs(bytes - expected)).toBeLessThanOrEqual(300 + expected * 0.01);

describe('what the storage holds', () => {
  it('says of each snapshot what it alone holds, and what it brought', async () => {
    const found = await usage();
    for (const [id, alone] of [
      ['one', 0],
      ['two', large.length],
      ['three', 30_000],
    ] as const) {
      const { ownBytes } = snapshot(found, id);
      expect(ownBytes).toBeGreaterThanOrEqual(alone);
      // Beside the file in its frames: pieces of trees, ten records, the manifest.
      expect(ownBytes).toBeLessThan(alone * 1.1 + 8_000);
    }
    // All of the first was new; of what it brought only the manifest, and pieces, are not shared by the third.
    expect(snapshot(found, 'one').addedBytes).toBeGreaterThan(small.length + 5_000);
    expect(snapshot(found, 'one').ownBytes).toBeLessThan(snapshot(found, 'one').addedBytes / 2);
    const objects = total(storage);
    expect(found.neededBytes).toBeLessThanOrEqual(objects);
    expect(found.neededBytes).toBeGreaterThan(objects * 0.95);
  });

  it.each([
    [['one']],
    [['two']],
    [['three']],
    [['one', 'two']],
    [['two', 'three']],
    [['one', 'two', 'three']],
  ])('foretells what deleting %j frees', async (ids) => {
    const survey = await repository.survey();
    const leaving = new Set(
      survey.snapshots.flatMap(({ entry }, at) => (ids.includes(entry.id) ? [at] : [])),
    );
    const truth = await freedInTruth(ids);
    near(freedBytes(survey, leaving), truth);
    if (ids.length === 1) near(snapshot(measureUsage(survey), ids[0]!).freedBytes, truth);
  });

  it('tells what was shared from what was compressed', async () => {
    const found = await usage();
    const shared = found.apartBytes - found.neededBytes;
    // The first file and 200 records twice, the rest of the records once more; not the files that one alone holds.
    expect(shared).toBeGreaterThan(2 * small.length);
    expect(shared).toBeLessThan(2 * snapshot(found, 'one').apartBytes);
    const [one] = found.snapshots;
    // By itself it takes what it took when there was no other.
    const alone = createMemoryStorage();
    const only = await openSample(alone);
    await commitSample(only, { id: 'one', records, files: { 'a/': small } });
    const indexes = total(alone) - one!.apartBytes;
    expect(indexes).toBeGreaterThan(0);
    expect(indexes).toBeLessThan(2_000);
  });

  it('names the largest files, each content once, with how many snapshots hold it', async () => {
    const { files } = await usage();
    expect(files.map(({ name, bytes, snapshots }) => [name, bytes, snapshots])).toEqual([
      ['b/', 90_000, 1],
      ['c/', 30_000, 1],
      ['a/', 9_000, 3],
    ]);
    for (const { bytes, storedBytes } of files) {
      expect(storedBytes).toBeGreaterThanOrEqual(bytes);
      expect(storedBytes).toBeLessThan(bytes * 1.1);
    }
    expect(files[0]).toMatchObject({ newest: 'two' });
  });

  it('counts by type, project and kind, and all of it together is what is needed', async () => {
    const { types, projects, kinds, neededBytes } = await usage();
    expect(types.map(({ uid }) => uid)).toEqual([null, UID]);
    expect(types[0]).toMatchObject({ entries: 2, logicalBytes: 39_000 });
    expect(types[1]).toMatchObject({ entries: 200 });
    const schemaAndManifests = 5_000;
    const stored = types.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
    expect(neededBytes - stored).toBeGreaterThan(0);
    expect(neededBytes - stored).toBeLessThan(schemaAndManifests);
    expect(projects).toEqual([
      expect.objectContaining({ name: 'site', snapshots: 3, ownBytes: neededBytes }),
    ]);
    expect(kinds).toEqual([expect.objectContaining({ name: 'manual', ownBytes: neededBytes })]);
  });

  it('says what a clean-up would free by now', async () => {
    expect((await usage()).cleanableBytes).toBe(0);
    await repository.removeSnapshots(['two']);
    // Of packs that are less than a third dead nothing is taken.
    const { cleanableBytes } = await usage();
    const before = total(storage);
    await repository.compact();
    near(cleanableBytes, before - total(storage));
  });

  it('reads each piece of a tree once, however often it is asked', async () => {
    const reopened = await openSample(storage);
    const memory = new SurveyMemory();
    const first = measureUsage(await reopened.survey(memory));
    storage.log.length = 0;
    expect(measureUsage(await reopened.survey(memory))).toEqual(first);
    expect(storage.log.filter((line) => line.startsWith('get'))).toHaveLength(3);
    await commitSample(reopened, { id: 'four', records: recordsOf(keys, 3) }, 'one');
    expect(measureUsage(await reopened.survey(memory))).toEqual(await usage(await openSample(storage)));
    await reopened.removeSnapshots(['one', 'two', 'three']);
    const leaves = memory.leaves.size;
    const last = measureUsage(await reopened.survey(memory));
    expect(memory.leaves.size).toBeLessThan(leaves);
    expect(last.neededBytes).toBe((await usage(await openSample(storage))).neededBytes);
  });

  it('passes on the damage of a snapshot that cannot be read', async () => {
    const [pack] = [...storage.objects.keys()].filter((name) => !name.includes('root'));
    storage.objects.delete(pack!);
    const reopened = await openSample(storage);
    await expect(reopened.survey()).rejects.toMatchObject({ code: 'object_missing' });
  });

  it('is empty where nothing is stored', async () => {
    const empty = await openSample(createMemoryStorage());
    expect(await usage(empty)).toMatchObject({
      neededBytes: 0,
      logicalBytes: 0,
      snapshots: [],
      files: [],
      types: [],
    });
  });
});
