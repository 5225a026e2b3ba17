import { randomBytes } from 'node:crypto';
import { KeepsakeError } from '../../../server/src/core/errors';
import { RepositoryHead } from '../../../server/src/core/repository/head';
import { parseSecret } from '../../../server/src/core/repository/secret';
import type { Repository } from '../../../server/src/core/repository/repository';
import { copyOf, createMemoryStorage, type MemoryStorage } from './memory-storage';
import {
  checkRecordOf,
  commitSample,
  documentKeys,
  manifestOf,
  openSample,
  readSample,
  recordsOf,
  SECRET,
  UID,
  writeSample,
} from './sample-snapshot';

const keys = documentKeys(6);
const records = recordsOf(keys);
const files = { 'a/': randomBytes(250), 'b/': randomBytes(50), 'c/': Buffer.alloc(0) };

let storage: MemoryStorage;
let repository: Repository;
let names: { pack: string; manifest: string; secondPack: string };

/** Two snapshots of two packs; every object is small enough for each of its bytes to be turned. */
beforeEach(async () => {
  storage = createMemoryStorage();
  repository = await openSample(storage);
  const one = await commitSample(repository, { id: 'one', records, files, chunk: 100 });
  const two = await commitSample(
    repository,
    { id: 'two', records: recordsOf(keys, 2), files, chunk: 100 },
    'one',
  );
  names = { pack: one.objects[0] ?? '', manifest: one.objects[1] ?? '', secondPack: two.objects[0] ?? '' };
});

const verify = (on: Repository = repository) => on.verify({ checkRecord: checkRecordOf(on) });
const problemsIn = async (on: MemoryStorage) => (await verify(await openSample(on))).problems;

describe('verify', () => {
  it('reads every live byte and finds nothing wrong with a whole repository', async () => {
    const { objects, bytes, problems } = await verify();
    expect(problems).toEqual([]);
    expect({ objects, bytes }).toEqual(repository.usage());
    expect(objects).toBe(storage.objects.size);
  });

  it('reports its progress', async () => {
    const seen: { done: number; total: number; bytes: number }[] = [];
    await repository.verify({ onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done, total }) => `${done}/${total}`)).toEqual(['1/4', '2/4', '3/4', '4/4']);
    expect(seen.at(-1)?.bytes).toBe(repository.usage().bytes);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(repository.verify({ signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(repository.verify({ signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('names the object for any byte turned in a pack or a manifest, and no reader is given wrong bytes', async () => {
    const expected = { one: { records, files }, two: { records: recordsOf(keys, 2), files } };
    for (const name of storage.objects.keys()) {
      if (name.includes('root')) continue;
      const whole = storage.objects.get(name) as Buffer;
      for (let at = 0; at < whole.length; at += at < 80 || at > whole.length - 40 ? 1 : 3) {
        const bad = copyOf(storage);
        const flipped = Buffer.from(whole);
        flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
        bad.objects.set(name, flipped);
        const opened = await openSample(bad);
        const { problems } = await verify(opened);
        expect(problems).toContainEqual(expect.objectContaining({ code: 'object_damaged', item: name }));
        expect(problems.every(({ item }) => item === name)).toBe(true);
        if (at % 7 !== 0) continue;
        for (const id of ['one', 'two'] as const) {
          const result = await readSample(await openSample(bad), id).catch((error: unknown) => error);
          if (result instanceof Error) expect(result).toMatchObject({ code: 'object_damaged', item: name });
          else expect(result).toEqual(expected[id]);
        }
      }
    }
  }, 120_000);

  it('names the root for any byte turned in it, the newest or the one before', async () => {
    for (const name of ['ks-root-a', 'ks-root-b']) {
      const whole = storage.objects.get(name) as Buffer;
      for (let at = 0; at < whole.length; at += 3) {
        const flipped = Buffer.from(whole);
        flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
        const bad = copyOf(storage);
        bad.objects.set(name, flipped);
        const opened = await openSample(bad);
        expect((await verify(opened)).problems).toEqual([
          expect.objectContaining({ code: 'root_damaged', item: name }),
        ]);
        for (const { id } of opened.snapshots()) {
          expect((await readSample(opened, id)).records).toEqual(id === 'one' ? records : recordsOf(keys, 2));
        }
      }
    }
  }, 120_000);

  it('says truncated for an object that ends too early, wherever', async () => {
    for (const name of [names.pack, names.manifest, names.secondPack]) {
      const whole = storage.objects.get(name) as Buffer;
      for (const length of [0, 1, 15, 16, 100, whole.length - 17, whole.length - 1]) {
        const bad = copyOf(storage);
        bad.objects.set(name, whole.subarray(0, length));
        expect(await problemsIn(bad)).toContainEqual(
          expect.objectContaining({ code: 'object_truncated', item: name }),
        );
      }
    }
  });

  it('says damaged for an object that has become longer', async () => {
    for (const name of [names.pack, names.manifest]) {
      const bad = copyOf(storage);
      bad.objects.set(name, Buffer.concat([storage.objects.get(name) as Buffer, Buffer.alloc(1)]));
      expect(await problemsIn(bad)).toContainEqual(
        expect.objectContaining({ code: 'object_damaged', item: name }),
      );
    }
  });

  it('says missing for an object that is gone', async () => {
    for (const name of [names.pack, names.manifest, names.secondPack]) {
      const bad = copyOf(storage);
      bad.objects.delete(name);
      expect(await problemsIn(bad)).toContainEqual(
        expect.objectContaining({ code: 'object_missing', item: name }),
      );
    }
    const bad = copyOf(storage);
    bad.objects.delete('ks-root-b');
    expect(await problemsIn(bad)).toMatchObject([{ code: 'root_damaged', item: 'ks-root-b' }]);
  });

  it('names both of two objects that were swapped', async () => {
    const [one, two] = [names.pack, names.secondPack];
    const a = storage.objects.get(one) as Buffer;
    const b = storage.objects.get(two) as Buffer;
    storage.objects.set(one, b).set(two, a);
    const problems = await problemsIn(storage);
    for (const name of [one, two]) expect(problems.some(({ item }) => item === name)).toBe(true);
    await expect(readSample(await openSample(storage), 'one')).rejects.toThrow();
  });

  it('knows an object from one that a crashed write had left under its name', async () => {
    const fresh = createMemoryStorage();
    const first = await openSample(fresh);
    const writer = await first.beginWrite();
    const manifest = await writeSample(first, writer, { id: 'crashed', records });
    fresh.before = (operation, name) => {
      if (operation === 'put' && name.includes('root')) throw new KeepsakeError('storage_failed', 'killed');
    };
    await expect(writer.commit(manifest)).rejects.toThrow('killed');
    fresh.before = () => undefined;
    const left = new Map(fresh.objects);

    const second = await openSample(fresh);
    const { objects } = await commitSample(second, { id: 'whole', records: recordsOf(keys, 2) });
    const [pack = '', stored = ''] = objects;
    expect(left.has(pack) && left.has(stored)).toBe(true);
    for (const name of [pack, stored]) {
      const bad = copyOf(fresh);
      bad.objects.set(name, left.get(name) as Buffer);
      expect(await problemsIn(bad)).toContainEqual(expect.objectContaining({ item: name }));
      await expect(readSample(await openSample(bad), 'whole')).rejects.toMatchObject({
        name: 'KeepsakeError',
      });
    }
    const bad = copyOf(fresh);
    bad.objects.set(stored, left.get(stored) as Buffer);
    await expect((await openSample(bad)).readManifest('whole')).rejects.toMatchObject({
      code: 'object_damaged',
      item: stored,
    });
    // A pack sealed rightly, of the right name and length, and yet another.
    const other = createMemoryStorage(new Map(fresh.objects));
    const packed = Buffer.from(fresh.objects.get(pack) as Buffer);
    other.objects.set(pack, packed);
    const head = await RepositoryHead.open({ storage: other, prefix: 'ks', secrets: [parseSecret(SECRET)] });
    if (!head) throw new Error('there is a head');
    const [entry] = head.content.packs;
    if (!entry) throw new Error('there is a pack');
    await head.save({ ...head.content, packs: [{ ...entry, digest: 'A'.repeat(22) }] });
    expect(await problemsIn(other)).toMatchObject([{ code: 'object_damaged', item: pack }]);
  });

  it('goes on after damage and finds the rest', async () => {
    for (const name of [names.pack, names.secondPack]) {
      const bytes = Buffer.from(storage.objects.get(name) as Buffer);
      bytes[100] = (bytes[100] as number) ^ 1;
      storage.objects.set(name, bytes);
    }
    const items = (await problemsIn(storage)).map(({ item }) => item);
    expect(new Set(items)).toEqual(new Set([names.pack, names.secondPack]));
  });

  it('still answers when both roots are lost under a process that had them', async () => {
    storage.objects.delete('ks-root-a');
    storage.objects.delete('ks-root-b');
    const { problems } = await verify();
    expect(problems.map(({ code, item }) => `${code} ${item}`).sort()).toEqual([
      'root_damaged ks-root-a',
      'root_damaged ks-root-b',
    ]);
  });

  it('is content with one root when only one was ever written', async () => {
    const fresh = await openSample(createMemoryStorage());
    expect((await verify(fresh)).problems).toEqual([]);
  });

  it('reads only what some snapshots are made of, when asked', async () => {
    const three = await commitSample(repository, { id: 'three', records: { x: '{}' } });
    const alone = await repository.verify({ snapshotIds: ['three'] });
    expect(alone.objects).toBe(2 + 2);
    storage.objects.delete(names.pack);
    const reopened = await openSample(storage);
    const result = await reopened.verify({ snapshotIds: ['two'] });
    expect(result.problems).toContainEqual(
      expect.objectContaining({ code: 'object_missing', item: names.pack }),
    );
    expect(result.problems.some(({ item }) => three.objects.includes(item))).toBe(false);
  });

  it('does not call removed objects missing', async () => {
    let removed = false;
    const shared = await openSample(storage);
    const remover = await openSample(storage);
    let started = false;
    const onProgress = () => {
      started = true;
    };
    storage.before = async (operation, name) => {
      if (!started || removed || operation !== 'get' || name.includes('root')) return;
      removed = true;
      await remover.removeSnapshots(['one', 'two']);
    };
    const { problems } = await shared.verify({ onProgress });
    expect(removed).toBe(true);
    expect(problems).toEqual([]);
  });

  it('reports a storage that cannot be reached', async () => {
    storage.before = (_, name) => {
      if (name === names.pack)
        throw new KeepsakeError('storage_failed', 'timeout', { item: name, transient: true });
    };
    const { problems } = await repository.verify();
    expect(problems).toMatchObject([{ code: 'storage_failed', item: names.pack }]);
    storage.before = () => {
      throw new RangeError('a mistake of ours');
    };
    await expect(repository.verify()).rejects.toThrow(RangeError);
  });
});

describe('verify, of what a writer got wrong', () => {
  const commitWith = async (
    change: (entry: Record<string, unknown>) => object,
    part: 'records' | 'files' = 'records',
  ) => {
    const writer = await repository.beginWrite();
    const base = await writeSample(
      repository,
      writer,
      { id: 'wrong', records, files, chunk: 100 },
      undefined,
    );
    const manifest = await repository.readManifest('one');
    const tree = part === 'records' ? manifest.types[0]?.tree : manifest.media;
    const entries = [];
    for await (const entry of repository.readTree(tree ?? { pieces: [], entries: 0 }))
      entries.push({ ...entry });
    Object.assign(entries[0] as object, change(entries[0] as unknown as Record<string, unknown>));
    const wrong = await writer.addTree(entries);
    const type = {
      uid: UID,
      part: 'content' as const,
      documents: 6,
      tree: part === 'records' ? wrong : (base.types[0]?.tree ?? wrong),
    };
    await writer.commit({ ...base, types: [type], media: part === 'files' ? wrong : base.media });
    return (await verify()).problems;
  };

  it('finds a record whose hash is another', async () => {
    const problems = await commitWith(() => ({ hash: repository.hash('record', 'something else') }));
    expect(problems).toEqual([
      { code: 'record_mismatch', item: names.pack, message: expect.stringContaining(`${keys[0]} of ${UID}`) },
    ]);
  });

  it('finds a slot that is not there, with and without a check of the lines', async () => {
    const problems = await commitWith(() => ({ slot: 99 }));
    expect(problems).toMatchObject([{ code: 'record_mismatch', item: names.pack }]);
    expect((await repository.verify()).problems).toMatchObject([
      { code: 'record_mismatch', item: names.pack },
    ]);
  });

  it('finds a block that is in no pack', async () => {
    const problems = await commitWith(() => ({ block: 'A'.repeat(22) }));
    expect(problems).toMatchObject([{ code: 'object_missing', item: 'A'.repeat(22) }]);
  });

  it('finds a block of another kind', async () => {
    const { schema } = await repository.readManifest('one');
    const problems = await commitWith(() => ({ block: schema.block }));
    expect(problems).toMatchObject([{ code: 'object_damaged', item: names.pack }]);
  });

  it('finds a file of another hash, of another length, and chunks in another order', async () => {
    const reversed = (entry: Record<string, unknown>) => {
      const file = entry['file'] as { blocks: string[] };
      const blocks = [...file.blocks].reverse();
      return { block: blocks[0], file: { ...file, blocks } };
    };
    const longer = (entry: Record<string, unknown>) => ({
      file: { ...(entry['file'] as object), bytes: 251 },
    });
    expect(await commitWith(reversed, 'files')).toMatchObject([
      { code: 'record_mismatch', item: names.pack },
    ]);
    await repository.removeSnapshots(['wrong']);
    expect(await commitWith(longer, 'files')).toMatchObject([{ code: 'record_mismatch' }]);
    await repository.removeSnapshots(['wrong']);
    const hash = repository.hash('file', 'another');
    expect(await commitWith(() => ({ hash }), 'files')).toMatchObject([{ code: 'record_mismatch' }]);
  });

  it('finds an empty file that claims a content', async () => {
    const hash = repository.hash('file', 'another');
    const empty = { hash, block: '', file: { blocks: [], bytes: 0, signature: '' } };
    expect(await commitWith(() => empty, 'files')).toMatchObject([{ code: 'record_mismatch', item: 'a/' }]);
  });

  it('is content with a file whose chunks repeat or lie in another order than they are listed', async () => {
    const writer = await repository.beginWrite();
    const blocks: string[] = [];
    const parts = [Buffer.from('one'), Buffer.from('two'), Buffer.from('three')];
    for (const part of parts) blocks.push(await writer.addBlock('chunk', part, { compress: false }));
    const [a = '', b = '', c = ''] = blocks;
    const file = { blocks: [c, a, b, a], bytes: 14, signature: 's' };
    const hash = repository.hash('file', 'threeonetwoone');
    const media = await writer.addTree([{ key: 'f/', hash, block: c, slot: 0, rowId: 1, label: 'f', file }]);
    const { schema } = await repository.readManifest('one');
    await writer.commit(manifestOf('odd', { media, schema }));
    expect((await verify()).problems).toEqual([]);
  });

  it('finds a manifest that is not the one in the catalogue', async () => {
    // Two snapshots of one id cannot be committed; a root that lists another entry for a manifest is made by hand.
    const head = await RepositoryHead.open({ storage, prefix: 'ks', secrets: [parseSecret(SECRET)] });
    if (!head) throw new Error('there is a head');
    const { content } = head;
    const [first, ...others] = content.snapshots;
    if (!first) throw new Error('there is a snapshot');
    const renamed = { ...first, entry: { ...first.entry, note: 'another' } };
    await head.save({ ...content, snapshots: [renamed, ...others] });
    const reopened = await openSample(storage);
    expect((await reopened.verify()).problems).toMatchObject([
      { code: 'object_damaged', item: names.manifest },
    ]);
  });
});

describe('a share of the repository', () => {
  const mib = 1024 * 1024;

  async function severalPacks(): Promise<{ opened: Repository; packs: string[] }> {
    const own = createMemoryStorage();
    const opened = await openSample(own);
    for (let at = 0; at < 4; at += 1) {
      const files = { [`file-${at}/`]: randomBytes(mib) };
      await commitSample(opened, { id: `s${at}`, records: {}, files, chunk: mib });
    }
    return { opened, packs: (await opened.verify()).packs };
  }

  it('is read by turns, what was checked longest ago first, until all was read', async () => {
    const { opened, packs } = await severalPacks();
    expect(packs).toHaveLength(4);
    const checked: Record<string, string> = {};
    for (let turn = 1; turn <= 4; turn += 1) {
      const result = await opened.verify({ sample: { share: 0.2, checked } });
      expect(result.problems).toEqual([]);
      expect(result.packs).toHaveLength(1);
      for (const name of result.packs) {
        expect(checked[name]).toBeUndefined();
        checked[name] = `2026-01-0${turn}T00:00:00.000Z`;
      }
    }
    const [oldest] = Object.entries(checked).sort(([, a], [, b]) => (a < b ? -1 : 1));
    expect((await opened.verify({ sample: { share: 0.2, checked } })).packs).toEqual([oldest?.[0]]);
  });

  it('is as many bytes as asked for', async () => {
    const { opened } = await severalPacks();
    expect((await opened.verify({ sample: { share: 0.45, checked: {} } })).packs).toHaveLength(2);
    expect((await opened.verify({ sample: { share: 1, checked: {} } })).packs).toHaveLength(4);
  });

  it('does not call a damaged pack good', async () => {
    const own = createMemoryStorage();
    const opened = await openSample(own);
    const { objects } = await commitSample(opened, { id: 'one', records: { a: '1' } });
    const [pack = ''] = objects;
    const bytes = Buffer.from(own.objects.get(pack) as Buffer);
    bytes[80] = (bytes[80] as number) ^ 1;
    own.objects.set(pack, bytes);
    const result = await opened.verify({ sample: { share: 1, checked: {} } });
    expect(result.problems).toMatchObject([{ item: pack }]);
    expect(result.packs).toEqual([]);
  });
});
