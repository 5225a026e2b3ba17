import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { KeepsakeError } from '../../core/errors';
import { privateDirectory } from '../repository/private-directory';

export interface ConsistentRead {
  /** Sees the database as it was at one instant, whatever is written meanwhile. */
  db: Knex;
  close(): Promise<void>;
}

interface NativeSqlite {
  backup(path: string, options?: { progress: () => number }): Promise<unknown>;
}

/**
 * Opens the database as of now. SQLite: an online copy made on Strapi's own connection (from a second connection it
 * starts over with each write of the app), read and then deleted. Postgres and MySQL: one transaction that only reads.
 *
 * @throws KeepsakeError `disk_full` when there is no room for the copy
 */
export async function openConsistentRead(strapi: Core.Strapi): Promise<ConsistentRead> {
  return strapi.db.dialect.client === 'sqlite' ? copySqlite(strapi) : beginReadOnly(strapi);
}

async function copySqlite(strapi: Core.Strapi): Promise<ConsistentRead> {
  const directory = join(privateDirectory(strapi), 'tmp');
  const copy = join(directory, `read-${randomBytes(6).toString('hex')}.db`);
  const live = strapi.db.connection;
  const filename = (live.client.config.connection as { filename: string }).filename;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await requireSpace(directory, filename);
    await copyInto(live, copy);
    const db = hostKnex(strapi)({
      client: live.client.config.client as string,
      connection: { filename: copy },
      useNullAsDefault: true,
    });
    return {
      db,
      async close() {
        await db.destroy();
        await rm(copy, { force: true });
      },
    };
  } catch (error) {
    await rm(copy, { force: true }).catch(() => undefined);
    throw copyFailed(error);
  }
}

function copyFailed(cause: unknown): unknown {
  switch ((cause as { code?: string }).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
      return new KeepsakeError(
        'storage_read_only',
        'The private folder does not let this process write to it.',
        {
          hint: 'Give the user that runs Strapi the right to read and write it (.keepsake beside the app).',
          cause,
        },
      );
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return diskFull('Free some space on the disk of the private folder, then try again.', cause);
    default:
      return cause;
  }
}

function diskFull(hint: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('disk_full', 'There is not enough free space to make a backup.', { hint, cause });
}

async function copyInto(live: Knex, copy: string): Promise<void> {
  const connection = (await live.client.acquireConnection()) as NativeSqlite;
  try {
    await connection.backup(copy);
  } finally {
    await live.client.releaseConnection(connection);
  }
}

/** The copy is as large as the database; the snapshot itself needs room beside it. */
async function requireSpace(directory: string, filename: string): Promise<void> {
  const size = await stat(filename).then(
    (found) => found.size,
    () => 0,
  );
  const disk = await statfs(directory);
  const free = disk.bavail * disk.bsize;
  if (free >= 2 * size) return;
  const missing = Math.ceil((2 * size - free) / 1_000_000);
  throw diskFull(`Free at least ${missing} MB on the disk of the private folder, then try again.`);
}

/** The host's own knex: its dialects know the host's drivers, and a second copy would not. */
function hostKnex(strapi: Core.Strapi): (config: Knex.Config) => Knex {
  const fromApp = createRequire(join(strapi.dirs.app.root, 'package.json'));
  const fromStrapi = createRequire(fromApp.resolve('@strapi/strapi/package.json'));
  const fromDatabase = createRequire(fromStrapi.resolve('@strapi/database'));
  return fromDatabase('knex') as (config: Knex.Config) => Knex;
}

async function beginReadOnly(strapi: Core.Strapi): Promise<ConsistentRead> {
  const isolationLevel = 'repeatable read';
  // Knex joins the two without the comma that MySQL and MariaDB want between them.
  const canSayReadOnly = strapi.db.dialect.client === 'postgres';
  const trx = await strapi.db.connection.transaction(
    canSayReadOnly ? { isolationLevel, readOnly: true } : { isolationLevel },
  );
  return {
    db: trx,
    async close() {
      await trx.rollback();
    },
  };
}
