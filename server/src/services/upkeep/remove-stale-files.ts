import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { privateDirectory } from '../repository/private-directory';

/** Copies of a SQLite database that were read from, and uploads that were imported. */
const FOLDERS = ['tmp', 'imports'];
/** No job takes longer with them. */
const KEPT_MS = 2 * 24 * 60 * 60_000;

/** What processes that died left in the private folder. */
export async function removeStaleFiles(
  strapi: Core.Strapi,
  now: Date,
): Promise<{ files: number; fileBytes: number }> {
  const removed = { files: 0, fileBytes: 0 };
  for (const folder of FOLDERS) {
    const path = join(privateDirectory(strapi), folder);
    // A site that never needed it has no such folder.
    for (const name of await readdir(path).catch(() => [])) {
      const file = join(path, name);
      const found = await stat(file).catch(() => null);
      if (!found?.isFile() || now.getTime() - found.mtimeMs <= KEPT_MS) continue;
      await rm(file, { force: true });
      removed.files += 1;
      removed.fileBytes += found.size;
    }
  }
  return removed;
}
