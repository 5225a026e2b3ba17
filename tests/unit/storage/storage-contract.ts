import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Storage } from '../../../server/src/core/storage/storage';

/**
 * What every adapter must do, run against each of them. `open` gives a storage that is empty under the prefix
 * `contract`; `close` clears up; `isPublic` is what strangers can do.
 */
export function storageContract(
  adapter: string,
  open: () => Promise<{ storage: Storage; isPublic?: boolean; close(): Promise<void> }>,
): void {
  describe(`the storage contract: ${adapter}`, () => {
    let storage: Storage;
    let isPublic: boolean;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ storage, close, isPublic = false } = await open());
    });
    afterEach(() => close());

    const exists = (name: string): Promise<boolean> =>
      storage.get(name).then(
        () => true,
        () => false,
      );

    it('gives back the bytes that were put', async () => {
      const body = randomBytes(1000);
      await storage.put('contract-1', body);
      expect(await storage.get('contract-1')).toEqual(body);
    });

    it('keeps an empty object', async () => {
      await storage.put('contract-empty', Buffer.alloc(0));
      expect(await storage.get('contract-empty')).toHaveLength(0);
    });

    it('takes a stream', async () => {
      const parts = [randomBytes(70_000), randomBytes(1), randomBytes(70_000)];
      await storage.put('contract-stream', Readable.from(parts));
      expect((await storage.get('contract-stream')).equals(Buffer.concat(parts))).toBe(true);
    });

    it('keeps 10 MiB whole', async () => {
      const body = randomBytes(10 * 1024 * 1024);
      await storage.put('contract-large', body);
      expect((await storage.get('contract-large')).equals(body)).toBe(true);
    });

    it('replaces an object as a whole, by a longer and by a shorter one', async () => {
      await storage.put('contract-1', Buffer.from('first'));
      await storage.put('contract-1', Buffer.from('second, longer'));
      expect((await storage.get('contract-1')).toString()).toBe('second, longer');
      await storage.put('contract-1', Buffer.from('3'));
      expect((await storage.get('contract-1')).toString()).toBe('3');
    });

    it('reads a range', async () => {
      await storage.put('contract-1', Buffer.from('0123456789'));
      const read = async (start: number, length: number) =>
        (await storage.get('contract-1', { start, length })).toString();
      expect(await read(0, 10)).toBe('0123456789');
      expect(await read(3, 4)).toBe('3456');
      expect(await read(9, 1)).toBe('9');
      expect(await read(5, 0)).toBe('');
    });

    it.each([
      { start: 0, length: 11 },
      { start: 10, length: 1 },
      { start: 20, length: 5 },
      { start: -1, length: 5 },
      { start: 0, length: 2 ** 40 },
    ])('refuses the range %j of an object of ten bytes', async (range) => {
      await storage.put('contract-1', Buffer.from('0123456789'));
      await expect(storage.get('contract-1', range)).rejects.toMatchObject({
        code: 'object_truncated',
        item: 'contract-1',
        transient: false,
      });
    });

    it('says which object is missing', async () => {
      const missing = {
        name: 'KeepsakeError',
        code: 'object_missing',
        item: 'contract-none',
        transient: false,
      };
      await expect(storage.get('contract-none')).rejects.toMatchObject(missing);
      await expect(storage.get('contract-none', { start: 0, length: 1 })).rejects.toMatchObject(missing);
    });

    it('deletes an object, and does not mind one that is not there', async () => {
      await storage.put('contract-1', Buffer.from('x'));
      await storage.delete('contract-1');
      await storage.delete('contract-1');
      expect(await exists('contract-1')).toBe(false);
    });

    it('shows nothing of an object whose stream fails', async () => {
      async function* breaking() {
        yield randomBytes(200_000);
        throw new Error('the source broke');
      }
      await expect(storage.put('contract-part', Readable.from(breaking()))).rejects.toMatchObject({
        name: 'KeepsakeError',
        item: 'contract-part',
      });
      expect(await exists('contract-part')).toBe(false);
    });

    it('keeps the old object when the stream of the new one fails', async () => {
      await storage.put('contract-1', Buffer.from('old'));
      async function* breaking() {
        yield randomBytes(200_000);
        throw new Error('the source broke');
      }
      await expect(storage.put('contract-1', Readable.from(breaking()))).rejects.toThrow();
      expect((await storage.get('contract-1')).toString()).toBe('old');
    });

    it('shows old or new to a reader beside a writer, never a part', async () => {
      const old = Buffer.alloc(300_000, 'o');
      const fresh = Buffer.alloc(400_000, 'n');
      await storage.put('contract-1', old);
      const writing = storage.put('contract-1', fresh);
      const seen = await Promise.all(Array.from({ length: 20 }, () => storage.get('contract-1')));
      await writing;
      for (const bytes of seen) expect(bytes.equals(old) || bytes.equals(fresh)).toBe(true);
    });

    it('keeps objects apart that are put at the same time', async () => {
      const bodies = Array.from({ length: 20 }, () => randomBytes(50_000));
      await Promise.all(bodies.map((body, at) => storage.put(`contract-${at}`, body)));
      const back = await Promise.all(bodies.map((_, at) => storage.get(`contract-${at}`)));
      back.forEach((bytes, at) => expect(bytes.equals(bodies[at] as Buffer)).toBe(true));
    });

    it('leaves one whole object when a name is put many times at once', async () => {
      const bodies = Array.from({ length: 8 }, (_, at) => Buffer.alloc(100_000, `${at}`));
      await Promise.all(bodies.map((body) => storage.put('contract-1', body)));
      const back = await storage.get('contract-1');
      expect(bodies.some((body) => body.equals(back))).toBe(true);
    });

    it('stops when it is told to', async () => {
      const controller = new AbortController();
      controller.abort();
      await expect(
        storage.put('contract-1', randomBytes(1000), { signal: controller.signal }),
      ).rejects.toMatchObject({ code: 'aborted' });
      expect(await exists('contract-1')).toBe(false);
    });

    it.each(['', '.', '..', '../up', 'a/b', 'a\\b', 'A', 'a.b', 'a b', 'a\n', 'ü', 'x'.repeat(81)])(
      'refuses the name %j',
      async (name) => {
        const refused = { code: 'object_name_invalid' };
        await expect((async () => storage.put(name, Buffer.from('x')))()).rejects.toMatchObject(refused);
        await expect((async () => storage.get(name))()).rejects.toMatchObject(refused);
        await expect((async () => storage.delete(name))()).rejects.toMatchObject(refused);
      },
    );

    it('lists by prefix where it can', async () => {
      if (!storage.can.list) return;
      await storage.put('contract-b', Buffer.from('x'));
      await storage.put('contract-a', Buffer.from('x'));
      await storage.put('other', Buffer.from('x'));
      expect(await storage.list?.('contract-')).toEqual(['contract-a', 'contract-b']);
    });

    it('knows whether strangers can read it', async () => {
      expect(await storage.isPublic()).toBe(isPublic);
    });

    it('reads ranges by themselves where it says so', async () => {
      await storage.put('contract-1', Buffer.from('0123456789'));
      expect(storage.can.range).toBe(true);
    });

    it('says who and where it is', () => {
      expect(storage.provider).not.toBe('');
      expect(storage.location).not.toBe('');
    });
  });
}
