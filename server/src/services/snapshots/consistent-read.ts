import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import type { DatabaseClient } from '../../core/snapshot/read-plan';
import { beginReading, openDatabase } from '../../worker/open-database';
import type { DatabaseAccess, OpenDatabase } from '../../worker/open-database';
import { copySqliteFile } from './copy-sqlite-file';
import { privateDirectory } from '../repository/private-directory';

/** The database as of one instant, for a thread or for this one. */
export interface ConsistentRead {
  /** How a thread opens it; null where the connection's settings cannot cross to one. */
  access: DatabaseAccess | null;
  /** Resolves when it can be opened; until then nothing but memory and processors' time is taken. */
  ready: Promise<void>;
  /** Opens it in this thread. */
  open(): Promise<OpenDatabase>;
  /** Removes what was made for it. */
  close(): Promise<void>;
}

/**
 * Makes the database readable as it is now. SQLite: an online copy made on Strapi's own connection (from a second
 * connection it starts over with each write of the app), removed by `close`; `ready` rejects with `disk_full` when
 * there is no room for it. Postgres and MySQL: nothing yet; whoever opens it begins a transaction that only reads.
 */
export function openConsistentRead(strapi: Core.Strapi): ConsistentRead {
  return strapi.db.dialect.client === 'sqlite' ? readCopy(strapi) : shareServer(strapi);
}

function readCopy(strapi: Core.Strapi): ConsistentRead {
  const directory = join(privateDirectory(strapi), 'tmp');
  const copy = join(directory, `read-${randomBytes(6).toString('hex')}.db`);
  const access = accessOf(strapi, { filename: copy });
  const ready = copySqlite(strapi, directory, copy);
  // Whoever waits for it sees the error.
  ready.catch(() => undefined);
  return {
    access,
    ready,
    async open() {
      await ready;
      return openDatabase(access);
    },
    async close() {
      await ready.catch(() => undefined);
      await rm(copy, { force: true });
    },
  };
}

async function copySqlite(strapi: Core.Strapi, directory: string, copy: string): Promise<void> {
  const live = strapi.db.connection;
  const filename = (live.client.config.connection as { filename: string }).filename;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await requireSpace(directory, filename);
    await copySqliteFile(live, copy);
  } catch (error) {
    await rm(copy, { force: true }).catch(() => undefined);
    throw copyFailed(error);
  }
}

function shareServer(strapi: Core.Strapi): ConsistentRead {
  const live = strapi.db.connection;
  const client = strapi.db.dialect.client as DatabaseClient;
  return {
    access: crossable(strapi, live.client.config.connection as unknown),
    ready: Promise.resolve(),
    async open() {
      const db = await beginReading(live, client);
      return { db, close: async () => void (await db.rollback()) };
    },
    async close() {},
  };
}

/** Null for settings made of functions, as a password that is asked for anew each time. */
function crossable(strapi: Core.Strapi, settings: unknown): DatabaseAccess | null {
  if (typeof settings !== 'object' || settings === null) return null;
  // Set by Strapi, whatever the site's configuration says; the thread sets its own.
  const { typeCast: _, ...connection } = settings as Record<string, unknown>;
  try {
    return accessOf(strapi, structuredClone(connection));
  } catch {
    return null;
  }
}

function accessOf(strapi: Core.Strapi, connection: object): DatabaseAccess {
  const dialect = strapi.db.connection.client.config.client as string;
  return { knex: hostKnex(strapi), client: strapi.db.dialect.client as DatabaseClient, dialect, connection };
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
  return new KeepsakeError(
    'disk_full',
    'There is not enough free space to read the database from a copy of it.',
    { hint, cause },
  );
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

function hostKnex(strapi: Core.Strapi): string {
  const fromApp = createRequire(join(strapi.dirs.app.root, 'package.json'));
  const fromStrapi = createRequire(fromApp.resolve('@strapi/strapi/package.json'));
  return createRequire(fromStrapi.resolve('@strapi/database')).resolve('knex');
}
