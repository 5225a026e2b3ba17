import type { MessagePort } from 'node:worker_threads';

import type { HandedOver } from '../core/repository/handed-over';
import type { ReadPlan } from '../core/snapshot/read-plan';
import type { SnapshotRequest } from '../core/snapshot/take-snapshot';
import type { DatabaseAccess } from './open-database';
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
