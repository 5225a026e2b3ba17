import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import type { ScratchPlace } from '../../core/drill/scratch-place';
import { KeepsakeError } from '../../core/errors';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { scratchFolder } from './list-scratch-places';
import { openHostDatabase } from './open-host-database';

/** Rows take about twice the room of their text, and so do indexes at their worst. */
const ROOM_PER_BYTE = 4;

/** A SQLite file in the private folder. Throws `disk_full`, and what loading the driver throws. */
export async function openScratchFile(
  strapi: Core.Strapi,
  name: string,
  bytes: number,
): Promise<ScratchPlace> {
  const directory = scratchFolder(strapi);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await requireSpace(directory, bytes * ROOM_PER_BYTE);
  const file = join(directory, `${name}.db`);
  const connection = { client: 'sqlite' as const, connection: { filename: file }, useNullAsDefault: true };
  const database = await openHostDatabase(strapi, connection).catch(async (error: unknown) => {
    await dropScratchFile(strapi, name);
    throw error;
  });
  // Nothing of it outlives the drill, so nothing of it needs to survive a power cut.
  await database.connection.raw('pragma journal_mode = memory');
  await database.connection.raw('pragma synchronous = off');
  return {
    kind: 'sqlite',
    db: database.connection,
    plan: { ...compileReadPlan(strapi), client: 'sqlite', databaseSchema: null },
    async drop() {
      await database.destroy();
      await dropScratchFile(strapi, name);
    },
  };
}

export async function dropScratchFile(strapi: Core.Strapi, name: string): Promise<void> {
  for (const ending of ['.db', '.db-journal', '.db-wal', '.db-shm'])
    await rm(join(scratchFolder(strapi), `${name}${ending}`), { force: true });
}

async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const missing = Math.ceil((bytes - free) / 1_000_000);
  throw new KeepsakeError('disk_full', 'There is not enough free space for a test restore.', {
    hint: `Free at least ${missing} MB on the disk of the private folder, then try again.`,
  });
}
