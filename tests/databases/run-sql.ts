import { knex } from 'knex';

import type { DatabaseConnection } from './database-server';

/** One statement on a connection of its own. */
export async function runSql(
  client: 'pg' | 'mysql2',
  connection: DatabaseConnection,
  sql: string,
): Promise<void> {
  const db = knex({ client, connection: { ...connection } });
  try {
    await db.raw(sql);
  } finally {
    await db.destroy();
  }
}
