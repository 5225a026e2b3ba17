import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { hasOneConnection } from '../has-one-connection';

/**
 * The first statement of a transaction that reads much before it writes. With SQLite, a transaction that has read is
 * refused its first write at once, without any waiting, when another process is about to commit; one that begins with a
 * write waits for its turn, and from then on nobody else writes. The row is the job's own and stays as it is. On Postgres
 * and MySQL nothing is done: there it would only keep the job's progress from being written on another connection.
 */
export async function writeFirst(strapi: Core.Strapi, trx: Knex, jobId: string): Promise<void> {
  if (!hasOneConnection(strapi)) return;
  const { tableName } = strapi.db.metadata.get('plugin::keepsake.job');
  await trx(tableName).where({ document_id: jobId }).update({ document_id: jobId });
}
