import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { privateDirectory } from '../repository/private-directory';

/** What a process that died left is of no use after this long: a restore that has to go on does so at the next boot. */
const KEPT_MS = 24 * 60 * 60 * 1000;

export interface KeptUpload {
  path: string;
  remove(): Promise<void>;
}

/** Takes an upload out of the temporary folder, which Strapi empties when its request ends, for as long as a job needs it. */
export async function keepUpload(strapi: Core.Strapi, temporary: string): Promise<KeptUpload> {
  const folder = join(privateDirectory(strapi), 'imports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeOld(folder);
  const path = join(folder, randomBytes(16).toString('hex'));
  await copyFile(temporary, path);
  return { path, remove: () => rm(path, { force: true }) };
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { force: true });
  }
}
