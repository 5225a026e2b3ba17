import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

import type { JobProgress } from '../../../shared/contracts/jobs';
import { sendError } from './remote-port';
import { CANCEL, READY } from './thread-messages';
import type { ThreadMessage } from './thread-messages';

export interface WorkContext {
  signal: AbortSignal;
  /** Resolves when the database can be opened. */
  ready: Promise<void>;
  onProgress: (progress: JobProgress) => void;
}

/** A thread's side of `runThread`: does its one piece of work, tells how it went, and ends. */
export function doWork<Result>(work: (context: WorkContext) => Promise<Result>, end: () => void): void {
  // On Linux the priority is a thread's own: requests go first where processors are few. Elsewhere it is the process's.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const send = (message: ThreadMessage<Result>) => parentPort?.postMessage(message);
  const cancelled = new AbortController();
  const ready = new Promise<void>((resolve) => {
    parentPort?.on('message', (message) => {
      if (message === CANCEL) cancelled.abort();
      if (message === READY) resolve();
    });
  });
  void work({ signal: cancelled.signal, ready, onProgress: (progress) => send({ progress }) })
    .then(
      (done) => send({ done }),
      (error: unknown) => send({ failed: sendError(error) }),
    )
    .finally(() => {
      end();
      parentPort?.close();
    });
}
