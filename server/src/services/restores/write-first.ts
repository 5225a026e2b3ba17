import type { Knex } from 'knex';

/**
 * The first statement of a transaction that reads much before it writes. With SQLite, a transaction that has read is
 * refused its first write at once, without any waiting, when another process is about to commit; one that begins with a
 * write waits for its turn, and from then on nobody else writes. The row is the job's own and stays as it is.
 */
export async function writeFirst(trx: Knex, jobTable: string, jobId: string): Promise<void> {
  await trx(jobTable).where({ document_id: jobId }).update({ document_id: jobId });
}
