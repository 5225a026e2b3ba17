import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { UsageError } from './failure';

/** Writes a file that is under its name only once it is whole. Throws `usage` where something is there already. */
export async function writeWhole(content: NodeJS.ReadableStream, path: string): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(content, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(part, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(part);
    await rm(part, { force: true });
    throw error;
  }
}

export function taken(path: string): UsageError {
  return new UsageError(`There is a file ${path} already.`, 'Name another one, or remove it first.');
}
