import knex from 'knex';
import type { Knex } from 'knex';

/** A database in this process's memory, through the driver that Strapi uses. */
export function createKnex(): Knex {
  return knex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
  });
}
