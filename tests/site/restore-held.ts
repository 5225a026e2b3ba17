import type { Knex } from 'knex';

import type { Site } from './open-site';

/** A restore that waits at the beginning of its transaction until it is let go on. */
export interface HeldRestore {
  jobId: string;
  letGo(): void;
  /** Settles with the restore. */
  done: Promise<unknown>;
}

type Transact = (work: (trx: Knex.Transaction) => unknown, ...rest: unknown[]) => unknown;

export async function holdRestore(site: Site, backupId: string): Promise<HeldRestore> {
  let letGo = () => {};
  const released = new Promise<void>((go) => (letGo = go));
  const client = site.strapi.db.connection.client as { transaction: Transact };
  const transact = client.transaction;
  const reached = new Promise<void>((arrived) => {
    client.transaction = (work, ...rest) => {
      const isRestore = site.service('closure').current() !== null;
      if (!isRestore) return transact.call(client, work, ...rest);
      client.transaction = transact;
      const held = async (trx: Knex.Transaction) => {
        arrived();
        await released;
        return work(trx);
      };
      return transact.call(client, held, ...rest);
    };
  });
  const { job, done } = await site.service('restores').start({
    backupId,
    selection: { mode: 'mirror' },
    fingerprint: null,
    safety: false,
    preserveIds: false,
    startedBy: null,
  });
  const settled = done.finally(() => (client.transaction = transact));
  const early = settled.then(() => Promise.reject(new Error('It ended before it was held.')));
  await Promise.race([reached, early]);
  early.catch(() => undefined);
  return { jobId: job.documentId, letGo, done: settled };
}
