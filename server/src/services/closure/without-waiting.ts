import type { Core } from '@strapi/strapi';

import { hasOneConnection } from '../has-one-connection';

interface NativeSqlite {
  pragma(source: string, options?: { simple: boolean }): unknown;
}

/**
 * Runs `work` so that a SQLite file which another process has locked makes it fail at once. By default the driver
 * waits for five seconds, and the whole process with it.
 */
export async function withoutWaiting(strapi: Core.Strapi, work: () => Promise<void>): Promise<void> {
  if (!hasOneConnection(strapi)) return work();
  const before = await setBusyTimeout(strapi, 0);
  try {
    await work();
  } finally {
    await setBusyTimeout(strapi, before);
  }
}

async function setBusyTimeout(strapi: Core.Strapi, milliseconds: number): Promise<number> {
  const { client } = strapi.db.connection;
  const connection = (await client.acquireConnection()) as NativeSqlite;
  try {
    const before = Number(connection.pragma('busy_timeout', { simple: true }));
    connection.pragma(`busy_timeout = ${milliseconds}`);
    return before;
  } finally {
    await client.releaseConnection(connection);
  }
}
