import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';

import { KeepsakeError } from '../errors';
import { objectTruncated } from '../repository/damage';
import type { ByteRange, Storage } from '../storage/storage';

/** A file that is read in places, as the one object of a storage that nobody can write to. */
export interface ArchiveFile extends Storage {
  readonly name: string;
  readonly size: number;
  close(): Promise<void>;
}

/** Throws `file_missing` where there is none, or something else than a file. */
export async function openArchiveFile(path: string): Promise<ArchiveFile> {
  const name = basename(path);
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw noFile(name, cause);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw noFile(name);
    return fileOf(handle, name, stat.size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function fileOf(handle: FileHandle, name: string, size: number): ArchiveFile {
  return {
    name,
    size,
    provider: 'archive',
    location: name,
    can: { range: true, list: false },
    async get(_object, range) {
      return readRange(handle, name, range ?? { start: 0, length: size });
    },
    put: () => Promise.reject(readOnly(name)),
    delete: () => Promise.reject(readOnly(name)),
    isPublic: () => Promise.resolve(false),
    close: () => handle.close(),
  };
}

async function readRange(handle: FileHandle, name: string, { start, length }: ByteRange): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) throw objectTruncated(name);
    filled += bytesRead;
  }
  return bytes;
}

export function readOnly(name: string): KeepsakeError {
  return new KeepsakeError('archive_read_only', `The archive ${name} is only read, never written to.`, {
    item: name,
  });
}

function noFile(name: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('file_missing', `There is no file ${name} that can be read.`, {
    item: name,
    hint: 'Check the path and that you may read it.',
    cause,
  });
}
