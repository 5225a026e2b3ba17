import { workerData } from 'node:worker_threads';

import { openHandedOver } from '../core/repository/open-repository';
import { takeSnapshot } from '../core/snapshot/take-snapshot';
import type { SnapshotResult } from '../core/snapshot/take-snapshot';
import { doWork } from './do-work';
import type { WorkContext } from './do-work';
import { openDatabase } from './open-database';
import type { OpenDatabase } from './open-database';
import { callOver } from './remote-port';
import { remoteMedia, remoteStorage } from './remote-stores';
import type { SnapshotWork } from './snapshot-messages';

const work = workerData as SnapshotWork;

/** The thread of a backup: reads, hashes, compresses, encrypts, and ends. */
async function run(context: WorkContext): Promise<SnapshotResult> {
  const { stores, storage, repository, database, plan, request } = work;
  const call = callOver(stores);
  const repositoryHere = await openHandedOver(remoteStorage(storage, call), repository);
  let opened: OpenDatabase | null = null;
  const open = async () => {
    await context.ready;
    opened = await openDatabase(database);
    return opened.db;
  };
  try {
    return await takeSnapshot(repositoryHere, { open, plan, media: remoteMedia(call) }, request, context);
  } finally {
    await (opened as OpenDatabase | null)?.close();
  }
}

doWork(run, () => work.stores.close());
