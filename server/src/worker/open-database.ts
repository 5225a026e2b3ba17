import type { Knex } from 'knex';

import type { DatabaseClient } from '../core/snapshot/read-plan';
import { makeRowsHere } from './plain-rows';

/** How a thread reaches the database: plain data, which a connection made of functions is not. */
export interface DatabaseAccess {
  /** File of the host's own knex: its dialects know the host's drivers, and a second copy would not. */
  knex: string;
  client: DatabaseClient;
  /** Name of knex's dialect: `better-sqlite3`, `pg`, `mysql2`. */
  dialect: string;
  /** A SQLite file is a copy made for this reader alone; the others are the live database. */
  connection: object;
}

export interface OpenDatabase {
  /** Sees the database as it was at one instant, whatever is written meanwhile. */
  db: Knex;
  close(): Promise<void>;
}

/** Opens the database in this thread for reading, at one instant. */
export async function openDatabase(access: DatabaseAccess): Promise<OpenDatabase> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which knex it is, only the host knows.
  const createKnex = require(access.knex) as (config: Knex.Config) => Knex;
  const db = createKnex({
    client: access.dialect,
    connection: { ...access.connection, ...driverSettings(access.client) },
    pool: {
      min: 0,
      max: 1,
      afterCreate(connection: never, done: (error: null, connection: never) => void) {
        if (access.client === 'sqlite') makeRowsHere(connection);
        done(null, connection);
      },
    },
    useNullAsDefault: true,
  });
  try {
    if (access.client === 'sqlite') return { db, close: () => db.destroy() };
    if (access.client === 'postgres') keepDatesAsText(db);
    const trx = await beginReading(db, access.client);
    return {
      db: trx,
      async close() {
        await trx.rollback();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** One transaction that only reads, and sees all tables as of its first statement. */
export function beginReading(db: Knex, client: DatabaseClient): Promise<Knex.Transaction> {
  const isolationLevel = 'repeatable read';
  // Knex joins the two without the comma that MySQL and MariaDB want between them.
  return db.transaction(client === 'postgres' ? { isolationLevel, readOnly: true } : { isolationLevel });
}

/** As Strapi sets its own connections, by a function that cannot cross to a thread. */
function driverSettings(client: DatabaseClient): object {
  return client === 'mysql' ? { supportBigNumbers: true, bigNumberStrings: true, dateStrings: ['DATE'] } : {};
}

/** A date is no point in time: as a Date it would move with the time zone of the process. */
function keepDatesAsText(db: Knex): void {
  const { types } = (db.client as { driver: { types: PostgresTypes } }).driver;
  types.setTypeParser(types.builtins.DATE, 'text', (text) => text);
}

interface PostgresTypes {
  builtins: { DATE: number };
  setTypeParser(oid: number, format: 'text', parse: (text: string) => unknown): void;
}
