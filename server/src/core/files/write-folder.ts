import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { KeepsakeError } from '../errors';
import type { ReadableFile } from './snapshot-files';

/**
 * Writes files below `folder`, which is made if it is not there. When anything fails, what was written is removed
 * again: half an unpacked backup is easily taken for a whole one.
 *
 * @throws KeepsakeError `folder_not_empty`, and what making the files throws
 */
export async function writeFolder(
  folder: string,
  files: AsyncIterable<ReadableFile>,
): Promise<{ files: number; bytes: number }> {
  const root = resolve(folder);
  const isNew = await makeEmpty(root);
  const written = { files: 0, bytes: 0 };
  try {
    for await (const file of files) {
      written.bytes += await writeFile(root, file);
      written.files += 1;
    }
    return written;
  } catch (error) {
    for (const name of await readdir(root)) await rm(join(root, name), { recursive: true, force: true });
    if (isNew) await rm(root, { recursive: true, force: true });
    throw error;
  }
}

async function makeEmpty(root: string): Promise<boolean> {
  const made = await mkdir(root, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new KeepsakeError('folder_unwritable', 'The folder to unpack into cannot be made.', {
      hint: 'Check the path and that you may write there.',
      cause,
    });
  });
  if ((await readdir(root)).length === 0) return made !== undefined;
  throw new KeepsakeError('folder_not_empty', 'The folder to unpack into is not empty.', {
    hint: 'Name one that does not exist yet; nothing that is there is ever overwritten.',
  });
}

async function writeFile(root: string, { path, content }: ReadableFile): Promise<number> {
  const target = join(root, ...path.split('/'));
  // Paths are made safe before they come here; this is the wall behind that.
  const inside = relative(root, target);
  if (inside === '' || inside.startsWith(`..${sep}`) || inside === '..') throw new Error(`${path} leads out`);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  // `wx` follows no link and replaces no file.
  const handle = await open(target, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const part of content) {
      await handle.write(part);
      bytes += part.length;
    }
  } finally {
    await handle.close();
  }
  return bytes;
}
