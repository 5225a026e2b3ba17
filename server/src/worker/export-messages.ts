import type { MessagePort } from 'node:worker_threads';

import type { AnyExportRequest } from '../core/exports/write-export';
import type { ReadPlan } from '../core/snapshot/read-plan';
import type { DatabaseAccess } from './open-database';
import type { StorageTraits } from './remote-stores';

/** All that the thread of an export is given when it starts. */
export interface ExportWork {
  /** For calls to the main thread's storage and media library. */
  stores: MessagePort;
  database: DatabaseAccess;
  plan: ReadPlan;
  request: AnyExportRequest;
  target: ThreadTarget;
}

export type ThreadTarget =
  | { kind: 'file'; path: string }
  | {
      kind: 'storage';
      storage: StorageTraits;
      prefix: string;
      exportId: string;
      repositoryId: string;
      /** The opened key ring. */
      ring: Uint8Array;
    };

/** Called by the thread before it writes pieces below this number, see stored-export. */
export const RESERVE = 'export.reserve';
