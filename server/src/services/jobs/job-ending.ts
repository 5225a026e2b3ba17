import type { JobState } from '../../../../shared/contracts/jobs';
import type { KeepsakeError } from '../../core/errors';
import { backOffMs } from './back-off';

/**
 * What becomes of a job whose try did not end well.
 *
 *   queued ──claim──▶ running ──its work returns──▶ succeeded | partial (problems named)
 *     ▲                 │ ├──cancel, its work stops at its signal──▶ cancelled
 *     ├──after a while──┤ ├──its work throws──▶ failed (error)
 *     │  (may pass)     │ └──its process stops or dies──▶ interrupted
 *     └─────────────────┴──────(resumable, tries left)──────┘ at once
 */
export interface Ending {
  state: JobState;
  attempt: number;
  /** Milliseconds since 1970. */
  runAfter: number;
}

export interface Tried {
  attempt: number;
  retries: number;
  /** Its row holds all that a process needs to run it. */
  isDurable: boolean;
  /** Its kind says that it does no harm to begin it twice. */
  resumable: boolean;
}

/** A job that takes its process down with it must not do so for ever. */
const TRIES_AFTER_INTERRUPTIONS = 3;
/** While another process writes the repository. */
const BUSY_MS = 3000;

/** Null when the job is another process's now: then nothing is to be written. */
export function endingOf(error: KeepsakeError, tried: Tried, backOffBaseMs: number): Ending | null {
  const { attempt, retries, isDurable, resumable } = tried;
  const end = (state: JobState) => ({ state, attempt, runAfter: 0 });
  // Not a failure of the job: the try does not count.
  const again = (afterMs: number) => ({
    state: 'queued' as const,
    attempt: attempt - 1,
    runAfter: afterMs === 0 ? 0 : Date.now() + afterMs,
  });
  if (error.code === 'job_lost') return null;
  if (error.code === 'cancelled') return end('cancelled');
  if (error.code === 'stopped') return isDurable && resumable ? again(0) : end('interrupted');
  if (!isDurable) return end('failed');
  if (error.code === 'repository_busy') return again(backOffMs(1, BUSY_MS));
  if (!error.transient || attempt > retries) return end('failed');
  return { state: 'queued', attempt, runAfter: Date.now() + backOffMs(attempt, backOffBaseMs) };
}

/** Of one whose process died. */
export function endingOfDead({ attempt, retries, isDurable, resumable }: Tried): Ending {
  const mayRunAgain = isDurable && resumable && attempt < Math.max(TRIES_AFTER_INTERRUPTIONS, 1 + retries);
  return { state: mayRunAgain ? 'queued' : 'interrupted', attempt, runAfter: 0 };
}
