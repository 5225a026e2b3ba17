import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * SHA-256 of every file below a folder.
 *
 * @param directory must exist: two sites without a folder would look alike for the wrong reason
 */
export async function digestUploadedFiles(directory: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const name of await namesBelow(directory, '')) digests.set(name, await digest(join(directory, name)));
  return digests;
}

async function namesBelow(directory: string, prefix: string): Promise<string[]> {
  const names: string[] = [];
  const entries = await readdir(directory);

  for (const entry of entries.sort()) {
    const path = join(directory, entry);
    const name = posix.join(prefix, entry);
    if ((await stat(path)).isDirectory()) names.push(...(await namesBelow(path, name)));
    else if (entry !== '.gitkeep') names.push(name);
  }
  return names;
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
