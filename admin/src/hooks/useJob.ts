import type { Job } from '../../../shared/contracts/jobs';
import { isFinished } from '../services/isFinished';
import { jobQuery } from '../services/jobs';
import { readFailure } from '../services/readFailure';

const POLL_MS = 700;

interface WatchedJob {
  job: Job | null;
  /** The last question was not answered; the next one follows by itself. */
  isUnreachable: boolean;
  error: unknown;
}

/** Follows a job until it is finished. Null watches nothing. */
export function useJob(documentId: string | null): WatchedJob {
  const skip = documentId === null;
  const { currentData, isError, error } = jobQuery.useQueryState(documentId ?? '', { skip });
  const job = currentData ?? null;
  jobQuery.useQuerySubscription(documentId ?? '', {
    skip,
    pollingInterval: job && isFinished(job) ? 0 : POLL_MS,
    refetchOnMountOrArgChange: true,
  });
  // While a restore writes, the server may say just that.
  const isClosed = isError && readFailure(error).code === 'restore_running';
  return { job, isUnreachable: isError && !isClosed, error };
}
