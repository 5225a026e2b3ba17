import { MessageChannel } from 'node:worker_threads';

import { KeepsakeError } from '../core/errors';
import type { MediaReader } from '../core/media/media-store';
import type { Repository } from '../core/repository/repository';
import type { ReadPlan } from '../core/snapshot/read-plan';
import type { SnapshotOptions, SnapshotRequest, SnapshotResult } from '../core/snapshot/take-snapshot';
import type { Storage } from '../core/storage/storage';
import type { DatabaseAccess } from './open-database';
import { serve } from './remote-port';
import { serveStores, traitsOf } from './remote-stores';
import { runThread } from './run-thread';
import type { SnapshotWork } from './snapshot-messages';

export interface ThreadSource {
  database: DatabaseAccess;
  /** Resolves when the thread may open the database: it starts, and reads the predecessor, meanwhile. */
  ready: Promise<void>;
  plan: ReadPlan;
  media: MediaReader;
}

/**
 * `takeSnapshot` in a thread of its own, so that the site goes on answering: the thread reads, hashes, compresses and
 * encrypts; this one only hands bytes on between it and the storage.
 *
 * @throws what `takeSnapshot` throws, and KeepsakeError `thread_ended` when the thread died of itself
 */
export async function takeSnapshotInThread(
  repository: Repository,
  storage: Storage,
  { database, ready, plan, media }: ThreadSource,
  request: SnapshotRequest,
  { signal, onProgress }: SnapshotOptions = {},
): Promise<SnapshotResult> {
  signal?.throwIfAborted();
  const { port1: stores, port2 } = new MessageChannel();
  const work: SnapshotWork = {
    stores: port2,
    storage: traitsOf(storage),
    repository: repository.handOver(),
    database,
    plan,
    request,
  };
  serve(stores, serveStores(storage, media, signal));
  try {
    const result = await runThread<SnapshotResult>({
      script: 'snapshot-thread.js',
      work,
      transfer: [port2],
      ready,
      signal,
      onProgress,
      ended,
    });
    await repository.refresh();
    return result;
  } finally {
    stores.close();
  }
}

function ended(cause?: unknown): KeepsakeError {
  return new KeepsakeError('thread_ended', 'The thread that made the backup ended before it had finished.', {
    hint: 'Nothing of the backup was kept; make it again. If it happens again, give the server more memory.',
    transient: true,
    cause,
  });
}
