import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
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

let storage: MemoryStorage;
let repository: Repository;

beforeEach(async () => {
  storage = createMemoryStorage();
  repository = await openSample(storage);
});

const keys = documentKeys(100);
const records = recordsOf(keys);
const files = { 'one/': randomBytes(2000) };
const ids = (): string[] => repository.snapshots().map(({ id }) => id);
const operations = (): string[] => storage.log.filter((line) => !line.startsWith('get'));

describe('removing snapshots', () => {
  it('deletes what was theirs alone and keeps what others use', async () => {
    await commitSample(repository, { id: 'one', records, files });
    const two = await commitSample(repository, { id: 'two', records: recordsOf(keys, 2), files }, 'one');
    const three = await commitSample(repository, { id: 'three', records, files }, 'one');
    const before = repository.usage();
    const result = await repository.removeSnapshots(['two']);
    expect(result.removed).toEqual(['two']);
    // Its pack of changed records and its manifest.
    expect(result.objects).toBe(2);
    expect(two.objects.filter((name) => storage.objects.has(name) && !name.includes('root'))).toEqual([]);
    expect(three.objects.every((name) => storage.objects.has(name))).toBe(true);
    expect(before.objects - repository.usage().objects).toBe(2);
    for (const id of ['one', 'three']) expect(await readSample(repository, id)).toEqual({ records, files });
    expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
    expect(storage.objects.size).toBe(repository.usage().objects);
  });

  it('may remove the last one, and everything with it', async () => {
    await commitSample(repository, { id: 'one', records, files });
    const { bytes } = repository.usage();
    const result = await repository.removeSnapshots(['one']);
    expect(result.bytes).toBeGreaterThan(0);
    expect(result.bytes).toBeLessThan(bytes);
    expect([...storage.objects.keys()].sort()).toEqual(['ks-root-a', 'ks-root-b']);
    await commitSample(repository, { id: 'one', records, files });
    expect(await readSample(repository, 'one')).toEqual({ records, files });
  });

  it('writes both roots before it deletes, and one after', async () => {
    await commitSample(repository, { id: 'one', records });
    storage.log.length = 0;
    await repository.removeSnapshots(['one']);
    expect(operations().map((line) => line.replace(/ ks-[a-z2-7]{26}$/, ''))).toEqual([
      'put ks-root-a',
      'put ks-root-b',
      'delete',
      'delete',
      'put ks-root-a',
    ]);
  });

  it('ignores what is not there, and writes nothing for it', async () => {
    await commitSample(repository, { id: 'one', records });
    storage.log.length = 0;
    expect(await repository.removeSnapshots(['none'])).toEqual({
      removed: [],
      kept: [],
      objects: 0,
      bytes: 0,
      waiting: { objects: 0, bytes: 0, until: null },
    });
    expect(operations()).toEqual([]);
  });

  it('finishes what an interrupted removal left', async () => {
    await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records: recordsOf(keys, 2) });
    storage.before = (operation) => {
      if (operation === 'delete') throw new Error('killed');
    };
    await expect(repository.removeSnapshots(['one'])).rejects.toThrow('killed');
    storage.before = () => undefined;

    const reopened = await openSample(storage);
    expect(reopened.snapshots().map(({ id }) => id)).toEqual(['two']);
    expect(storage.objects.size).toBe(reopened.usage().objects + 2);
    // A write in between carries the list on.
    await commitSample(reopened, { id: 'three', records: recordsOf(keys, 2) }, 'two');
    const again = await openSample(storage);
    const result = await again.removeSnapshots(['one']);
    expect(result).toMatchObject({ removed: [], objects: 2 });
    expect(storage.objects.size).toBe(again.usage().objects);
    // What is deleted is not deleted again.
    storage.log.length = 0;
    expect((await again.removeSnapshots([])).objects).toBe(0);
    expect((await again.verify()).problems).toEqual([]);
  });

  it('deletes nothing while it cannot see what the others need', async () => {
    const one = await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records: recordsOf(keys, 2) }, 'one');
    const [pack = ''] = one.objects;
    storage.objects.delete(pack);
    const reopened = await openSample(storage);
    const before = [...storage.objects.keys()];
    await expect(reopened.removeSnapshots(['two'])).rejects.toMatchObject({
      code: 'object_missing',
      item: pack,
    });
    expect([...storage.objects.keys()]).toEqual(before);
    expect(reopened.snapshots()).toHaveLength(2);
  });

  it('removes a snapshot whose own objects are lost', async () => {
    const one = await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records: recordsOf(keys, 2) });
    for (const name of one.objects) if (!name.includes('root')) storage.objects.delete(name);
    const reopened = await openSample(storage);
    expect((await reopened.verify()).problems.length).toBeGreaterThan(0);
    expect((await reopened.removeSnapshots(['one'])).removed).toEqual(['one']);
    expect((await reopened.verify({ checkRecord: checkRecordOf(reopened) })).problems).toEqual([]);
  });

  it('keeps a pack that it cannot read when a living block may be in it, and drops it when none can', async () => {
    const one = await commitSample(repository, { id: 'one', records });
    // The second has trees and a schema of its own, and the records of the first.
    const { types } = await repository.readManifest('one');
    const entries = [...(await entriesOf(repository, types[0]?.tree ?? NO_TREE)).values()];
    const writer = await repository.beginWrite();
    const tree = await writer.addTree(entries);
    const schema = {
      hash: repository.hash('plan', '{}'),
      block: await writer.addBlock('schema', Buffer.from('{}')),
    };
    await writer.commit(
      manifestOf('two', { schema, types: [{ uid: UID, part: 'content', documents: 1, tree }] }),
    );

    const [pack = ''] = one.objects;
    const whole = storage.objects.get(pack) as Buffer;
    storage.objects.set(pack, whole.subarray(0, whole.length - 20));
    const reopened = await openSample(storage);
    await reopened.removeSnapshots(['one']);
    expect(storage.objects.has(pack)).toBe(true);
    await reopened.removeSnapshots(['two']);
    expect(storage.objects.has(pack)).toBe(false);
  });

  it('keeps every chunk of a file, in however many packs they lie', async () => {
    const mib = 1024 * 1024;
    const large = { 'large/': randomBytes(27 * mib) };
    await commitSample(repository, { id: 'other', records });
    await commitSample(repository, { id: 'large', records: {}, files: large, chunk: 9 * mib });
    const { objects } = repository.usage();
    await repository.removeSnapshots(['other']);
    expect(repository.usage().objects).toBe(objects - 2);
    const back = (await readSample(repository, 'large')).files['large/'];
    expect(back?.equals(large['large/'])).toBe(true);
  });

  it('leaves two roots that both can be fallen back on', async () => {
    await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records: recordsOf(keys, 2) });
    await repository.removeSnapshots(['one']);
    for (const root of ['ks-root-a', 'ks-root-b']) {
      const fallback = copyOf(storage);
      fallback.objects.delete(root);
      const opened = await openSample(fallback, { create: false });
      expect(opened.snapshots().map(({ id }) => id)).toEqual(['two']);
      expect((await readSample(opened, 'two')).records).toEqual(recordsOf(keys, 2));
    }
  });

  it('does not forget an interrupted removal over the next one', async () => {
    await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records: recordsOf(keys, 2) });
    storage.before = (operation) => {
      if (operation === 'delete') throw new Error('killed');
    };
    await expect(repository.removeSnapshots(['one'])).rejects.toThrow('killed');
    storage.before = () => undefined;
    const reopened = await openSample(storage);
    expect(await reopened.removeSnapshots(['two'])).toMatchObject({ removed: ['two'], objects: 4 });
    expect([...storage.objects.keys()].sort()).toEqual(['ks-root-a', 'ks-root-b']);
  });

  it('passes on that the storage cannot be reached, and removes nothing', async () => {
    await commitSample(repository, { id: 'one', records });
    const reopened = await openSample(storage);
    storage.before = (operation, name) => {
      if (operation === 'get' && !name.includes('root')) throw new Error('down');
    };
    await expect(reopened.removeSnapshots(['one'])).rejects.toThrow('down');
    storage.before = () => undefined;
    expect(reopened.snapshots()).toHaveLength(1);
    expect((await reopened.removeSnapshots(['one'])).removed).toEqual(['one']);
  });

  it('can be cancelled before anything is removed', async () => {
    await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records }, 'one');
    const controller = new AbortController();
    controller.abort();
    await expect(repository.removeSnapshots(['one'], { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(ids()).toEqual(['one', 'two']);
  });

  it('never takes a block that lives, and leaves nothing that does not', async () => {
    const action = fc.oneof(
      fc.record({
        type: fc.constant('commit' as const),
        versions: fc.array(fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 3 })), {
          maxLength: 8,
        }),
        files: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
        parent: fc.nat(),
      }),
      fc.record({
        type: fc.constant('remove' as const),
        which: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ type: fc.constant('reopen' as const) }),
    );
    const contents = Array.from({ length: 5 }, (_, at) => Buffer.alloc(100 + at * 700, `${at}`));
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 12 }), async (actions) => {
        const own = createMemoryStorage();
        let opened = await openSample(own);
        const model = new Map<string, { records: Record<string, string>; files: Record<string, Buffer> }>();
        for (const [at, step] of actions.entries()) {
          const alive = [...model.keys()];
          if (step.type === 'reopen') opened = await openSample(own);
          if (step.type === 'remove') {
            const chosen = step.which.flatMap((which) => alive[which % alive.length] ?? []);
            await opened.removeSnapshots(chosen);
            for (const id of chosen) model.delete(id);
            // Only what a root references is left.
            expect(own.objects.size).toBe(opened.usage().objects);
          }
          if (step.type === 'commit') {
            const parent = alive[step.parent % alive.length];
            const sample = {
              records: {
                ...(model.get(parent ?? '')?.records ?? {}),
                ...Object.fromEntries(
                  step.versions.map(([key, version]) => [`key-${key}`, `{"v":${version},"k":${key}}`]),
                ),
              },
              files: Object.fromEntries(step.files.map((file) => [`file-${file}`, contents[file] as Buffer])),
            };
            await commitSample(opened, { id: `s${at}`, lines: 3, ...sample }, parent);
            model.set(`s${at}`, sample);
          }
        }
        expect(new Set(opened.snapshots().map(({ id }) => id))).toEqual(new Set(model.keys()));
        for (const [id, expected] of model) expect(await readSample(opened, id)).toEqual(expected);
        expect((await opened.verify({ checkRecord: checkRecordOf(opened) })).problems).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
