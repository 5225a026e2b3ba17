import { randomBytes } from 'node:crypto';
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { KeepsakeError } from '../errors';
import { assertObjectName } from './object-name';
import type { ByteRange, Storage } from './storage';

/**
 * Objects as files of one folder that only this user can read.
 *
 * ```
 *   put:  <name>.tmp-<random> ── written, fsync ── rename ──▶ <name> ── fsync of the folder ──▶ durable
 *              │ anything fails
 *              └──▶ removed; after a crash it stays, and the next first put removes it once it is 15 minutes untouched
 * ```
 *
 * A rename within a folder is atomic, so a reader sees the old object or the new one, never a part.
 */
export interface PrivateStorageOptions {
  /** Absolute path. Made with mode 0700, its parents too, when the first object is put. */
  directory: string;
  /** A folder that a web server publishes, as Strapi's own provider for uploads has it. Default: none. */
  publishedBy?: { provider: string };
}

/** A write touches its file as it goes, so this much silence means that its process is gone. */
const DEAD_AFTER_MS = 15 * 60 * 1000;
const TEMPORARY = /^[a-z0-9-]{1,80}\.tmp-[0-9a-f]{16}$/;

export function createPrivateStorage({ directory, publishedBy }: PrivateStorageOptions): Storage {
  let prepared: Promise<void> | null = null;
  const prepare = (): Promise<void> => {
    prepared ??= prepareDirectory(directory).catch((error: unknown) => {
      // The next put tries again: a folder that could not be made may have been given rights since.
      prepared = null;
      throw error;
    });
    return prepared;
  };
  const pathOf = (name: string): string => join(directory, assertObjectName(name));

  return {
    provider: publishedBy?.provider ?? 'private',
    location: directory,
    can: { range: true, list: true },

    async put(name, body, options = {}) {
      const path = pathOf(name);
      const temporary = `${path}.tmp-${randomBytes(8).toString('hex')}`;
      try {
        await prepare();
        await writeDurably(temporary, body, options.signal);
        await rename(temporary, path);
        await syncDirectory(directory);
      } catch (error) {
        // Best effort: what cannot be removed now is removed as a dead write later.
        await rm(temporary, { force: true }).catch(() => undefined);
        throw storageError(error, name, directory, options.signal);
      }
    },

    async get(name, range) {
      const path = pathOf(name);
      try {
        return range ? await readRange(path, name, range) : await readFile(path);
      } catch (error) {
        throw storageError(error, name, directory);
      }
    },

    async delete(name) {
      const path = pathOf(name);
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw storageError(error, name, directory);
      }
    },

    async isPublic() {
      return publishedBy !== undefined;
    },

    async list(prefix) {
      try {
        const names = await readdir(directory);
        return names.filter((name) => name.startsWith(prefix) && /^[a-z0-9-]{1,80}$/.test(name)).sort();
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return [];
        throw storageError(error, prefix, directory);
      }
    },
  };
}

async function prepareDirectory(directory: string): Promise<void> {
  const made = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncDirectory(dirname(made));
  for (const name of await readdir(directory)) {
    if (TEMPORARY.test(name)) await removeIfDead(join(directory, name));
  }
}

async function removeIfDead(path: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > DEAD_AFTER_MS) await rm(path, { force: true });
  } catch (error) {
    // Its own process was faster.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

async function writeDurably(path: string, body: Buffer | Readable, signal?: AbortSignal): Promise<void> {
  // 'wx': a name drawn twice must fail rather than mix two writes.
  const file = await open(path, 'wx', 0o600);
  try {
    // A stream that has stalled ends only when it is destroyed; between its parts writeFile looks at the signal itself.
    if (signal && !Buffer.isBuffer(body)) addAbortSignal(signal, body);
    await writeFile(file, body, signal ? { signal } : {});
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename in the folder durable. Windows cannot open folders and does not need it. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readRange(path: string, name: string, { start, length }: ByteRange): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    // Checked before the memory is asked for: a length out of a damaged object may be anything.
    if (!(start >= 0 && length >= 0 && start + length <= size)) throw truncated(name);
    return await readFully(file, name, start, Buffer.alloc(length));
  } finally {
    await file.close();
  }
}

async function readFully(file: FileHandle, name: string, start: number, bytes: Buffer): Promise<Buffer> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) throw truncated(name);
    filled += bytesRead;
  }
  return bytes;
}

function truncated(name: string): KeepsakeError {
  return new KeepsakeError('object_truncated', `Object ${name} ends before the bytes that were asked for.`, {
    item: name,
    hint: 'Run keepsake verify to see what is damaged.',
  });
}

const TRANSIENT = ['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'EINTR', 'ETIMEDOUT'];

function storageError(cause: unknown, name: string, directory: string, signal?: AbortSignal): KeepsakeError {
  if (cause instanceof KeepsakeError) return cause;
  const item = name;
  if (signal?.aborted) {
    return new KeepsakeError('aborted', `Writing object ${name} was cancelled.`, { item, cause });
  }
  const code = codeOf(cause);
  if (code === 'ENOENT') {
    return new KeepsakeError('object_missing', `Object ${name} is not in ${directory}.`, {
      item,
      hint: 'Run keepsake verify to see what is missing.',
      cause,
    });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new KeepsakeError('storage_full', `There is no space left for object ${name} in ${directory}.`, {
      item,
      hint: 'Free some space, remove old backups, or move the storage to a larger disk.',
      cause,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new KeepsakeError(
      'storage_read_only',
      `${directory} does not let this process handle object ${name}.`,
      {
        item,
        hint: 'Give the user that runs Strapi the right to read and write this folder.',
        cause,
      },
    );
  }
  return new KeepsakeError('storage_failed', `Object ${name} in ${directory}: ${messageOf(cause)}`, {
    item,
    hint: 'The log of the server has the cause.',
    transient: TRANSIENT.includes(code),
    cause,
  });
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
