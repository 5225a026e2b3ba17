import type { MessagePort } from 'node:worker_threads';

import type { JobProgress } from '../../../shared/contracts/jobs';
import type { HandedOver } from '../core/repository/handed-over';
import type { ReadPlan } from '../core/snapshot/read-plan';
import type { SnapshotRequest, SnapshotResult } from '../core/snapshot/take-snapshot';
import type { DatabaseAccess } from './open-database';
import type { SentError } from './remote-port';
import type { StorageTraits } from './remote-stores';

/** All that the thread is given when it starts. */
export interface SnapshotWork {
  /** For calls to the main thread's storage and media library. */
  stores: MessagePort;
  storage: StorageTraits;
  repository: HandedOver;
  database: DatabaseAccess;
  plan: ReadPlan;
  request: SnapshotRequest;
}

export type SnapshotMessage = { progress: JobProgress } | { done: SnapshotResult } | { failed: SentError };

/** To the thread: the job was cancelled. */
export const CANCEL = 'cancel';
/** To the thread: the database can be opened. */
export const READY = 'ready';
