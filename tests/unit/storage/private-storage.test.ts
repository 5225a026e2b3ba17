import * as fs from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrivateStorage } from '../../../server/src/core/storage/private-storage';
import { storageContract } from './storage-contract';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'keepsake-private-'));
});

afterEach(async () => {
  jest.restoreAllMocks();
  await rm(home, { recursive: true, force: true });
});

storageContract('private', async () => ({
  storage: createPrivateStorage({ directory: join(home, 'contract') }),
  close: async () => undefined,
}));

storageContract("the folder of Strapi's local provider", async () => ({
  storage: createPrivateStorage({ directory: join(home, 'uploads'), publishedBy: { provider: 'local' } }),
  isPublic: true,
  close: async () => undefined,
}));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('the private storage', () => {
  it('makes its folder and the parents for its own user only', async () => {
    const directory = join(home, 'parent', 'storage');
    const storage = createPrivateStorage({ directory });
    await storage.put('object', Buffer.from('x'));
    expect(await modeOf(join(home, 'parent'))).toBe(0o700);
    expect(await modeOf(directory)).toBe(0o700);
    expect(await modeOf(join(directory, 'object'))).toBe(0o600);
  });

  it('makes no folder for reading', async () => {
    const directory = join(home, 'none');
    const storage = createPrivateStorage({ directory });
    await expect(storage.get('object')).rejects.toMatchObject({ code: 'object_missing' });
    expect(await storage.list?.('')).toEqual([]);
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves no temporary file behind, after success and after failure', async () => {
    const storage = createPrivateStorage({ directory: home });
    await storage.put('object', Buffer.from('x'));
    jest.spyOn(Object.getPrototypeOf(await handle()), 'sync').mockRejectedValue(errno('EIO'));
    await expect(storage.put('object', Buffer.from('y'))).rejects.toMatchObject({ code: 'storage_failed' });
    jest.restoreAllMocks();
    expect(await readdir(home)).toEqual(['object']);
    expect(await readFile(join(home, 'object'), 'utf8')).toBe('x');
  });

  it('removes what dead writes left, and nothing else', async () => {
    const hours = (count: number) => new Date(Date.now() - count * 3600_000);
    const put = async (name: string, age: number) => {
      await writeFile(join(home, name), 'x');
      await utimes(join(home, name), hours(age), hours(age));
    };
    await put('dead.tmp-0123456789abcdef', 1);
    await put('alive.tmp-0123456789abcdef', 0.1);
    await put('old-object', 100);
    await put('notes.txt', 100);
    await put('strange.tmp-thing', 100);
    await createPrivateStorage({ directory: home }).put('object', Buffer.from('x'));
    expect((await readdir(home)).sort()).toEqual([
      'alive.tmp-0123456789abcdef',
      'notes.txt',
      'object',
      'old-object',
      'strange.tmp-thing',
    ]);
  });

  it('does not mind a dead write that another process has removed', async () => {
    // A link that leads nowhere is listed and cannot be looked at, like a file removed in between.
    await fs.symlink(join(home, 'nowhere'), join(home, 'gone.tmp-0123456789abcdef'));
    const storage = createPrivateStorage({ directory: home });
    await storage.put('object', Buffer.from('x'));
    expect((await storage.get('object')).toString()).toBe('x');
  });

  it('lists objects only', async () => {
    await writeFile(join(home, 'object.tmp-0123456789abcdef'), 'x');
    await writeFile(join(home, 'object'), 'x');
    expect(await createPrivateStorage({ directory: home }).list?.('ob')).toEqual(['object']);
  });

  it.each([
    ['ENOSPC', 'storage_full', false],
    ['EDQUOT', 'storage_full', false],
    ['EACCES', 'storage_read_only', false],
    ['EPERM', 'storage_read_only', false],
    ['EROFS', 'storage_read_only', false],
    ['EIO', 'storage_failed', false],
    ['EMFILE', 'storage_failed', true],
    ['EBUSY', 'storage_failed', true],
  ])('calls %s %s, transient: %s', async (errnoCode, code, transient) => {
    const storage = createPrivateStorage({ directory: home });
    const prototype = Object.getPrototypeOf(await handle());
    jest.spyOn(prototype, 'sync').mockRejectedValue(errno(errnoCode));
    const error: unknown = await storage.put('object', Buffer.from('x')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'KeepsakeError', code, transient, item: 'object' });
    expect((error as { hint: string }).hint).not.toBe('');
  });

  it('tries again after a folder that could not be made', async () => {
    const parent = join(home, 'parent');
    await writeFile(parent, 'a file in the way');
    const storage = createPrivateStorage({ directory: join(parent, 'storage') });
    await expect(storage.put('object', Buffer.from('x'))).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(storage.get('object')).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(storage.delete('object')).rejects.toMatchObject({ code: 'storage_failed' });
    await expect(storage.list?.('')).rejects.toMatchObject({ code: 'storage_failed' });
    await rm(parent);
    await storage.put('object', Buffer.from('x'));
    expect((await storage.get('object')).toString()).toBe('x');
  });

  it('says truncated when a file shrinks while it is read', async () => {
    const storage = createPrivateStorage({ directory: home });
    await storage.put('object', Buffer.from('0123456789'));
    const prototype = Object.getPrototypeOf(await handle());
    jest.spyOn(prototype, 'read').mockResolvedValue({ bytesRead: 0, buffer: Buffer.alloc(0) });
    await expect(storage.get('object', { start: 0, length: 10 })).rejects.toMatchObject({
      code: 'object_truncated',
    });
  });

  it('cancels a stream that has stalled', async () => {
    const storage = createPrivateStorage({ directory: home });
    const controller = new AbortController();
    const { Readable } = await import('node:stream');
    const stalled = new Readable({ read: () => undefined });
    stalled.push(Buffer.alloc(1000));
    setTimeout(() => controller.abort(), 20);
    await expect(storage.put('object', stalled, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(await readdir(home)).toEqual([]);
  });
});

async function handle(): Promise<fs.FileHandle> {
  const path = join(home, 'handle');
  const file = await fs.open(path, 'w');
  await file.close();
  await rm(path);
  return file;
}

function errno(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}
