import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TransferListItem } from 'node:worker_threads';

import type { JobProgress } from '../../../shared/contracts/jobs';
import { receiveError } from './remote-port';
import { CANCEL, READY } from './thread-messages';
import type { ThreadMessage } from './thread-messages';

export interface ThreadRun {
  /** File beside this one. */
  script: string;
  work: object;
  transfer: TransferListItem[];
  /** Resolves when the thread may open the database: it starts, and does what needs none, meanwhile. */
  ready: Promise<void>;
  signal?: AbortSignal;
  onProgress?: (progress: JobProgress) => void;
  /** What to throw when the thread dies of itself. */
  ended: (cause?: unknown) => Error;
}

/** What lives longer than a batch is little, so a larger young generation saves no time and costs 30 MB. */
const YOUNG_MB = 16;

/** Has a thread of its own do a piece of work; settles as it does, and leaves no thread behind. */
export async function runThread<Result>(run: ThreadRun): Promise<Result> {
  const { signal } = run;
  const thread = new Worker(join(__dirname, run.script), {
    workerData: run.work,
    transferList: run.transfer,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const cancel = () => thread.postMessage(CANCEL);
  signal?.addEventListener('abort', cancel);
  try {
    return await new Promise<Result>((resolve, reject) => {
      thread.on('message', (message: ThreadMessage<Result>) => {
        if ('progress' in message) run.onProgress?.(message.progress);
        else if ('done' in message) resolve(message.done);
        else reject(receiveError(message.failed));
      });
      thread.on('error', (error) => reject(run.ended(error)));
      thread.on('exit', () => reject(run.ended()));
      run.ready.then(() => thread.postMessage(READY), reject);
    });
  } finally {
    signal?.removeEventListener('abort', cancel);
    await thread.terminate();
  }
}
