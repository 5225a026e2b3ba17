import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KeepsakeError } from '../../../server/src/core/errors';
import { checkStorage } from '../../../server/src/core/storage/check-storage';
import { createPrivateStorage } from '../../../server/src/core/storage/private-storage';
import { createMemoryStorage } from '../repository/memory-storage';

const statesOf = ({ steps }: Awaited<ReturnType<typeof checkStorage>>) =>
  Object.fromEntries(steps.map(({ name, state }) => [name, state]));

describe('checking a storage', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keepsake-check-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds a folder in order, and leaves nothing in it', async () => {
    const check = await checkStorage(createPrivateStorage({ directory: join(folder, 'storage') }));
    expect(statesOf(check)).toEqual({ write: 'ok', read: 'ok', compare: 'ok', delete: 'ok' });
    expect(check.isPublic).toBe(false);
    expect(readdirSync(join(folder, 'storage'))).toEqual([]);
  });

  it('says at which step it failed, and why', async () => {
    const directory = join(folder, 'taken');
    writeFileSync(directory, 'a file where the folder should be');
    const check = await checkStorage(createPrivateStorage({ directory }));
    expect(statesOf(check)).toEqual({
      write: 'failed',
      read: 'skipped',
      compare: 'skipped',
      delete: 'skipped',
    });
    expect(check.steps[0]?.error).toMatchObject({ code: expect.stringMatching(/^storage_/) as unknown });
  });

  it('notices other bytes than were written, and clears them away', async () => {
    const storage = createMemoryStorage();
    storage.afterPut = (name) => void storage.objects.set(name, Buffer.alloc(64 * 1024, 'x'));
    const check = await checkStorage(storage);
    expect(statesOf(check)).toEqual({ write: 'ok', read: 'ok', compare: 'failed', delete: 'skipped' });
    expect(check.steps[2]?.error?.code).toBe('storage_unfaithful');
    expect(storage.objects.size).toBe(0);
  });

  it('notices what cannot be deleted', async () => {
    const storage = createMemoryStorage();
    const denied = new KeepsakeError('storage_denied', 'Deleting was refused.', { hint: 'Give the right.' });
    storage.before = (operation) => {
      if (operation === 'delete') throw denied;
    };
    const check = await checkStorage(storage);
    expect(check.steps[3]).toEqual({
      name: 'delete',
      state: 'failed',
      error: { code: 'storage_denied', message: 'Deleting was refused.', hint: 'Give the right.' },
    });
  });

  it('notices what is still there after it was deleted', async () => {
    const storage = createMemoryStorage();
    const remove = storage.delete.bind(storage);
    let isKept = true;
    storage.delete = async (name) => {
      if (!isKept) await remove(name);
      isKept = false;
    };
    const check = await checkStorage(storage);
    expect(check.steps[3]).toMatchObject({ state: 'failed', error: { code: 'storage_unfaithful' } });
    expect(storage.objects.size).toBe(0);
  });
});
