import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

import { openHandedOver } from '../core/repository/open-repository';
import { takeSnapshot } from '../core/snapshot/take-snapshot';
import type { SnapshotResult } from '../core/snapshot/take-snapshot';
import { openDatabase } from './open-database';
import type { OpenDatabase } from './open-database';
import { callOver, sendError } from './remote-port';
import { remoteMedia, remoteStorage } from './remote-stores';
import { CANCEL, READY } from './snapshot-messages';
import type { SnapshotMessage, SnapshotWork } from './snapshot-messages';

/** The thread of a backup: reads, hashes, compresses, encrypts, and ends. */
async function run({
  stores,
  storage,
  repository,
  database,
  plan,
  request,
}: SnapshotWork): Promise<SnapshotResult> {
  const cancelled = new AbortController();
  const ready = new Promise<void>((resolve) => {
    parentPort?.on('message', (message) => {
      if (message === CANCEL) cancelled.abort();
      if (message === READY) resolve();
    });
  });
  const call = callOver(stores);
  const repositoryHere = await openHandedOver(remoteStorage(storage, call), repository);
  let opened: OpenDatabase | null = null;
  const open = async () => {
    await ready;
    opened = await openDatabase(database);
    return opened.db;
  };
  try {
    return await takeSnapshot(repositoryHere, { open, plan, media: remoteMedia(call) }, request, {
      signal: cancelled.signal,
      onProgress: (progress) => send({ progress }),
    });
  } finally {
    await (opened as OpenDatabase | null)?.close();
  }
}

function send(message: SnapshotMessage): void {
  parentPort?.postMessage(message);
}

// On Linux the priority is a thread's own: requests go first where processors are few. Elsewhere it is the process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const work = workerData as SnapshotWork;
void run(work)
  .then(
    (done) => send({ done }),
    (error: unknown) => send({ failed: sendError(error) }),
  )
  .finally(() => {
    work.stores.close();
    parentPort?.close();
  });
