import { randomBytes } from 'node:crypto';
import { KeepsakeError } from '../../../server/src/core/errors';
import type { Repository } from '../../../server/src/core/repository/repository';
import { createMemoryStorage, type MemoryStorage } from './memory-storage';
import {
  checkRecordOf,
  commitSample,
  documentKeys,
  manifestOf,
  openSample,
  readSample,
  recordsOf,
  writeSample,
} from './sample-snapshot';

let storage: MemoryStorage;
let repository: Repository;

beforeEach(async () => {
  storage = createMemoryStorage();
  repository = await openSample(storage);
});

const records = recordsOf(documentKeys(300));
const files = { 'one/': randomBytes(3500), 'one/small': randomBytes(10), 'two/': Buffer.alloc(0) };
const MIB = 1024 * 1024;
const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('a snapshot', () => {
  it('comes back as it was stored, in this process and in another', async () => {
    await commitSample(repository, { id: 'one', records, files });
    for (const reader of [repository, await openSample(storage, { create: false })]) {
      expect(await readSample(reader, 'one')).toEqual({ records, files });
      expect(reader.snapshots()).toEqual([
        {
          id: 'one',
          project: 'site',
          kind: 'manual',
          state: 'succeeded',
          note: null,
          createdAt: '2026-01-01T00:00:00.000Z',
          finishedAt: '2026-01-01T00:01:00.000Z',
          counts: { documents: 1, records: 1, files: 0, bytes: 100 },
        },
      ]);
    }
  });

  it('is listed with others, oldest first, and the list is the reader’s own', async () => {
    await commitSample(repository, { id: 'late', records, createdAt: '2026-03-01T00:00:00.000Z' });
    await commitSample(repository, { id: 'early', records, createdAt: '2026-01-01T00:00:00.000Z' }, 'late');
    await commitSample(repository, { id: 'same', records, createdAt: '2026-03-01T00:00:00.000Z' }, 'late');
    const list = repository.snapshots();
    expect(list.map(({ id }) => id)).toEqual(['early', 'late', 'same']);
    (list[0] as { id: string }).id = 'changed';
    expect(repository.snapshots()[0]?.id).toBe('early');
  });

  it('in which nothing changed adds only manifest and root', async () => {
    await commitSample(repository, { id: 'one', records, files });
    const second = await commitSample(repository, { id: 'two', records, files }, 'one');
    expect(second.objects).toHaveLength(2);
    expect(second.objects[1]).toMatch(/^ks-root-/);
    expect(second.storedBytes).toBeLessThan(2500);
    expect(await readSample(repository, 'two')).toEqual({ records, files });
  });

  it('stores what changed, and reads the rest from its predecessors', async () => {
    await commitSample(repository, { id: 'one', records, files });
    const [key = ''] = Object.keys(records);
    const changed = { ...records, [key]: '{"changed":true}', 'zzz/en/draft': '{"new":true}' };
    delete changed[Object.keys(records)[5] ?? ''];
    await commitSample(
      repository,
      { id: 'two', records: changed, files: { ...files, 'three/': randomBytes(2000) } },
      'one',
    );
    expect((await readSample(repository, 'one')).records).toEqual(records);
    expect((await readSample(repository, 'two')).records).toEqual(changed);
    expect((await repository.verify({ checkRecord: checkRecordOf(repository) })).problems).toEqual([]);
  });

  it('says what it stored', async () => {
    const before = repository.usage();
    const { storedBytes, objects } = await commitSample(repository, { id: 'one', records, files });
    expect([...storage.objects.keys()].sort()).toEqual(['ks-root-a', ...objects].sort());
    const total = objects.reduce((sum, name) => sum + (storage.objects.get(name)?.length ?? 0), 0);
    expect(storedBytes).toBe(total);
    expect(repository.usage()).toEqual({
      objects: before.objects + objects.length,
      bytes: before.bytes + total,
    });
  });

  it('leaves nothing readable in the storage', async () => {
    const text = 'Plaintext-Marker-4711';
    await commitSample(repository, {
      id: 'one',
      records: { [`${text}-key/en/draft`]: JSON.stringify({ title: text }) },
      files: { [`${text}/`]: Buffer.from(text.repeat(10)) },
    });
    for (const [name, bytes] of storage.objects) {
      const contents = [name, bytes.toString('latin1')].join();
      for (const clear of ['Plaintext', 'Marker', 'title', 'site', 'sqlite', 'writer-1', 'api::']) {
        expect(contents).not.toContain(clear);
      }
      expect(name).toMatch(/^ks-([a-z2-7]{26}|root-[ab])$/);
    }
  });

  it('must be of a new id and a manifest that can be read back', async () => {
    await commitSample(repository, { id: 'one', records });
    const writer = await repository.beginWrite();
    await expect(writer.commit(manifestOf('one'))).rejects.toMatchObject({
      code: 'snapshot_exists',
      item: 'one',
    });
    await expect(writer.commit(manifestOf('../two'))).rejects.toMatchObject({ code: 'manifest_invalid' });
    // Neither ended the write.
    await writer.commit(manifestOf('two'));
    expect(repository.snapshots()).toHaveLength(2);
  });

  it('that does not exist is unknown', async () => {
    await expect(repository.readManifest('none')).rejects.toMatchObject({
      code: 'snapshot_unknown',
      item: 'none',
    });
  });
});

describe('a write', () => {
  it('is the only one of its process', async () => {
    const writer = await repository.beginWrite();
    const busy = { code: 'repository_busy', transient: true };
    await expect(repository.beginWrite()).rejects.toMatchObject(busy);
    await expect(repository.removeSnapshots(['x'])).rejects.toMatchObject(busy);
    await writer.abort();
    await writer.abort();
    await commitSample(repository, { id: 'one', records });
    await commitSample(repository, { id: 'two', records }, 'one');
  });

  it('that was committed or aborted takes nothing more', async () => {
    const committed = await repository.beginWrite();
    await committed.commit(manifestOf('one'));
    const aborted = await repository.beginWrite();
    await aborted.abort();
    for (const writer of [committed, aborted]) {
      const closed = { code: 'write_closed' };
      await expect(writer.addBlock('records', Buffer.from('x'))).rejects.toMatchObject(closed);
      await expect(writer.addTree([])).rejects.toMatchObject(closed);
      await expect(writer.commit(manifestOf('two'))).rejects.toMatchObject(closed);
      await writer.abort();
    }
    expect(repository.snapshots().map(({ id }) => id)).toEqual(['one']);
  });

  it('aborted leaves the storage as it was', async () => {
    await commitSample(repository, { id: 'one', records });
    const before = [...storage.objects];
    const writer = await repository.beginWrite();
    for (let at = 0; at < 5; at += 1)
      await writer.addBlock('chunk', randomBytes(8 * MIB), { compress: false });
    await writeSample(repository, writer, { id: 'two', records, files });
    await writer.abort();
    expect([...storage.objects]).toEqual(before);
    expect(storage.log.filter((line) => line.startsWith('delete')).length).toBeGreaterThan(0);
    expect((await commitSample(repository, { id: 'two', records }, 'one')).objects).toHaveLength(2);
  });

  it('is over after abort even when the storage deletes nothing', async () => {
    const writer = await repository.beginWrite();
    await writer.addBlock('chunk', randomBytes(20 * MIB), { compress: false });
    await writer.addBlock('chunk', randomBytes(MIB), { compress: false });
    await tick();
    storage.before = (operation) => {
      if (operation === 'delete') throw new KeepsakeError('storage_failed', 'down', { transient: true });
    };
    await writer.abort();
    expect(storage.objects.size).toBe(2);
    storage.before = () => undefined;
    // The next write takes the same number, and with it the name of what was left.
    await commitSample(repository, { id: 'one', records });
    expect(storage.objects.size).toBe(repository.usage().objects);
  });

  it('fills packs to 16 MiB', async () => {
    const writer = await repository.beginWrite();
    for (let at = 0; at < 7; at += 1)
      await writer.addBlock('chunk', randomBytes(8 * MIB), { compress: false });
    const { objects } = await writer.commit(manifestOf('one'));
    const sizes = objects.slice(0, -2).map((name) => (storage.objects.get(name)?.length ?? 0) / MIB);
    expect(sizes.map(Math.round)).toEqual([16, 16, 16, 8]);
  });

  it('waits for a slow storage instead of filling memory', async () => {
    let open = 0;
    let mostOpen = 0;
    const gates: (() => void)[] = [];
    storage.before = (operation) => {
      if (operation !== 'put') return;
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      return new Promise<void>((resolve) => {
        gates.push(() => {
          open -= 1;
          resolve();
        });
      });
    };
    const writer = await repository.beginWrite();
    let accepted = 0;
    const adding = (async () => {
      for (let at = 0; at < 16; at += 1) {
        await writer.addBlock('chunk', randomBytes(8 * MIB), { compress: false });
        accepted += 1;
      }
    })();
    for (let at = 0; at < 200; at += 1) await tick();
    // Two in the pack that is put and two in the open one; the next waits.
    expect(accepted).toBe(4);
    const pump = setInterval(() => gates.shift()?.(), 1);
    await adding;
    await writer.commit(manifestOf('one'));
    clearInterval(pump);
    expect(accepted).toBe(16);
    expect(mostOpen).toBe(1);
  });

  it('compresses several blocks at once', async () => {
    const writer = await repository.beginWrite();
    const plain = Buffer.from(Object.values(recordsOf(documentKeys(3000))).join('\n'));
    const ids = await Promise.all(Array.from({ length: 10 }, () => writer.addBlock('records', plain)));
    expect(new Set(ids).size).toBe(10);
    await writer.commit(manifestOf('one'));
    for (const id of ids) expect((await repository.readBlock(id, 'records')).equals(plain)).toBe(true);
  });

  it('refused by the storage fails every later call, and starts over after abort', async () => {
    const full = new KeepsakeError('storage_full', 'no space', { item: 'x' });
    const writer = await repository.beginWrite();
    storage.before = (operation) => {
      if (operation === 'put') throw full;
    };
    const adding = async () => {
      for (let at = 0; at < 12; at += 1)
        await writer.addBlock('chunk', randomBytes(8 * MIB), { compress: false });
    };
    await expect(adding()).rejects.toBe(full);
    await expect(writer.addBlock('records', Buffer.from('x'))).rejects.toBe(full);
    await expect(writer.commit(manifestOf('one'))).rejects.toBe(full);
    await writer.abort();
    storage.before = () => undefined;
    await commitSample(repository, { id: 'one', records });
    expect((await repository.verify()).problems).toEqual([]);
  });

  it('fails with a block that is too large, without harm', async () => {
    const writer = await repository.beginWrite();
    await writer.addBlock('chunk', Buffer.alloc(64 * MIB + 1), { compress: false });
    await expect(writer.commit(manifestOf('one'))).rejects.toMatchObject({ code: 'block_too_large' });
    await writer.abort();
    expect([...storage.objects.keys()]).toEqual(['ks-root-a']);
  });

  it('stops when it is cancelled, and leaves nothing', async () => {
    const controller = new AbortController();
    const writer = await repository.beginWrite({ signal: controller.signal });
    for (let at = 0; at < 3; at += 1)
      await writer.addBlock('chunk', randomBytes(8 * MIB), { compress: false });
    controller.abort(new Error('enough'));
    const aborted = { code: 'aborted' };
    await expect(writer.addBlock('records', Buffer.from('x'))).rejects.toMatchObject(aborted);
    await expect(writer.addTree([])).rejects.toMatchObject(aborted);
    await expect(writer.commit(manifestOf('one'))).rejects.toMatchObject(aborted);
    await writer.abort();
    expect([...storage.objects.keys()]).toEqual(['ks-root-a']);
  });

  it('cancelled between its manifest and its root does not commit', async () => {
    const controller = new AbortController();
    const writer = await repository.beginWrite({ signal: controller.signal });
    storage.afterPut = (name) => {
      if (!name.includes('root')) controller.abort();
    };
    await expect(writer.commit(manifestOf('one'))).rejects.toMatchObject({ code: 'aborted' });
    await writer.abort();
    expect(repository.snapshots()).toEqual([]);
    expect([...storage.objects.keys()]).toEqual(['ks-root-a']);
  });

  it('cancelled while blocks wait their turn lets none of them in', async () => {
    const controller = new AbortController();
    const writer = await repository.beginWrite({ signal: controller.signal });
    const adding = Array.from({ length: 8 }, () => writer.addBlock('records', randomBytes(MIB)));
    await tick();
    controller.abort();
    const results = await Promise.allSettled(adding);
    expect(results.filter(({ status }) => status === 'rejected').length).toBe(5);
    await writer.abort();
    await commitSample(repository, { id: 'one', records });
  });

  it('aborted while it commits ends with the commit', async () => {
    const writer = await repository.beginWrite();
    const block = await writer.addBlock('schema', Buffer.from('{}'));
    const manifest = manifestOf('one', { schema: { hash: repository.hash('plan', '{}'), block } });
    const [result] = await Promise.all([writer.commit(manifest), writer.abort()]);
    expect(result.objects).toHaveLength(3);
    expect(repository.snapshots()).toHaveLength(1);
    await commitSample(repository, { id: 'two', records });
    expect((await repository.verify()).problems).toEqual([]);
  });
});

describe('two processes', () => {
  it('that write by turns see each other’s snapshots', async () => {
    const other = await openSample(storage, { writerId: 'writer-2' });
    await commitSample(repository, { id: 'one', records });
    await commitSample(other, { id: 'two', records }, undefined);
    await commitSample(repository, { id: 'three', records });
    expect(
      repository
        .snapshots()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['one', 'three', 'two']);
    expect([...repository.writers].sort()).toEqual(['writer-1', 'writer-2']);
    expect((await repository.verify()).problems).toEqual([]);
  });

  it('that write at once: the later one is made upon the earlier', async () => {
    const other = await openSample(storage, { writerId: 'writer-2' });
    const writer = await repository.beginWrite();
    const manifest = await writeSample(repository, writer, { id: 'one', records });
    await commitSample(other, { id: 'two', records });
    await writer.commit(manifest);
    const ids = repository.snapshots().map(({ id }) => id);
    expect(ids.sort()).toEqual(['one', 'two']);
    for (const id of ids) expect((await readSample(repository, id)).records).toEqual(records);
    expect((await repository.verify()).problems).toEqual([]);
  });

  it('that write the same snapshot at once: the later one is refused', async () => {
    const other = await openSample(storage, { writerId: 'writer-2' });
    const writer = await repository.beginWrite();
    const manifest = await writeSample(repository, writer, { id: 'one', records });
    await commitSample(other, { id: 'one', records });
    await expect(writer.commit(manifest)).rejects.toMatchObject({ code: 'snapshot_exists', item: 'one' });
    await writer.abort();
    expect((await repository.verify()).problems).toEqual([]);
  });

  it('of which one removes what the other builds upon: the write is refused and can try again', async () => {
    await commitSample(repository, { id: 'base', records });
    const twin = await openSample(storage);
    const other = await openSample(storage, { writerId: 'writer-2' });
    const writer = await other.beginWrite();
    const manifest = await writeSample(other, writer, { id: 'one', records }, 'base');
    await twin.removeSnapshots(['base']);
    await expect(writer.commit(manifest)).rejects.toMatchObject({
      code: 'repository_changed',
      transient: true,
    });
    await writer.abort();
    await commitSample(other, { id: 'one', records });
    expect((await readSample(other, 'one')).records).toEqual(records);
    expect((await other.verify()).problems).toEqual([]);
  });

  it('by mistake under one writer id: who loses deletes nothing of who won', async () => {
    const twin = await openSample(storage);
    const writer = await repository.beginWrite();
    const manifest = await writeSample(repository, writer, { id: 'one', records });
    await writer.addBlock('chunk', randomBytes(20 * MIB), { compress: false });
    await commitSample(twin, { id: 'two', records });
    storage.before = (operation) => {
      // The loser's own objects of the same names must not land after the winner's root; its lease sees to that.
      if (operation === 'put') throw new KeepsakeError('storage_failed', 'fenced off');
    };
    await expect(writer.commit(manifest)).rejects.toMatchObject({ code: 'storage_failed' });
    await writer.abort();
    storage.before = () => undefined;
    expect((await readSample(await openSample(storage), 'two')).records).toEqual(records);
    expect((await twin.verify()).problems).toEqual([]);
  });
});
