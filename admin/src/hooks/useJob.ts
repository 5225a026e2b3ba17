import { useCallback, useState } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { isFinished } from '../services/isFinished';
import { jobQuery } from '../services/jobs';
import { readFailure } from '../services/readFailure';
import { useJobEvents } from './useJobEvents';

const POLL_MS = 700;
/** Beside a stream that works, in case one of its events is lost on its way. */
const POLL_WHILE_LIVE_MS = 10_000;

interface WatchedJob {
  job: Job | null;
  /** The last question was not answered; the next one follows by itself. */
  isUnreachable: boolean;
  error: unknown;
}

/** Follows a job until it is finished, live where the server can be heard, by asking where not. Null watches nothing. */
export function useJob(documentId: string | null): WatchedJob {
  const skip = documentId === null;
  const [told, setTold] = useState<Job | null>(null);
  const { currentData, isError, error } = jobQuery.useQueryState(documentId ?? '', { skip });
  const asked = currentData ?? null;
  const isOver = asked !== null && isFinished(asked);
  const [refetch] = jobQuery.useLazyQuerySubscription();
  const hear = useCallback(
    (job: Job) => {
      setTold(job);
      // The end is asked for, so that everything that it changes is loaded again.
      if (isFinished(job)) void refetch(job.documentId);
    },
    [refetch],
  );
  const isLive = useJobEvents(asked && !isOver ? `/keepsake/jobs/${documentId}/events` : null, hear);
  jobQuery.useQuerySubscription(documentId ?? '', {
    skip,
    pollingInterval: isOver ? 0 : isLive ? POLL_WHILE_LIVE_MS : POLL_MS,
    refetchOnMountOrArgChange: true,
  });
  const isFresh = isLive && told !== null && told.documentId === documentId && !isFinished(told);
  // While a restore writes, the server may say just that.
  const isClosed = isError && readFailure(error).code === 'restore_running';
  return { job: isFresh ? told : asked, isUnreachable: isError && !isClosed && !isFresh, error };
}
