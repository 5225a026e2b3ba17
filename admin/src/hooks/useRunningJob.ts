import { useNotification } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { isFinished } from '../services/isFinished';
import { readFailure } from '../services/readFailure';
import { STATUS_POLL_MS, useStatusQuery } from '../services/status';
import { useJob } from './useJob';
import { useText } from './useText';

interface RunningJob {
  job: Job | null;
  isUnreachable: boolean;
  /** The last job that did not simply succeed, until it is dismissed. */
  trouble: Job | null;
  dismissTrouble: () => void;
  /** Follows a job just started here: a small one may be over before the status would name it. */
  watch: (started: Job) => void;
}

interface RunningJobOptions {
  /** documentId of a job whose end the page itself tells: no toast and no trouble for that one. */
  toldHere?: string | null;
}

/**
 * Finds the job under way, whoever started it, follows it to its end and says how it ended.
 *
 * nothing → watching (the status names a job) → nothing, with a toast or with `trouble`.
 * The job is watched on when the status names none any more, so that its end is never missed.
 */
export function useRunningJob({ toldHere = null }: RunningJobOptions = {}): RunningJob {
  const text = useText();
  const { toggleNotification } = useNotification();
  const { data: status } = useStatusQuery(undefined, {
    pollingInterval: STATUS_POLL_MS,
    refetchOnMountOrArgChange: true,
  });
  const namedId = status?.runningJob?.documentId ?? null;
  const [watchedId, setWatchedId] = useState<string | null>(namedId);
  const [trouble, setTrouble] = useState<Job | null>(null);
  const { job, isUnreachable, error } = useJob(watchedId);
  const isGone = isUnreachable && readFailure(error).status === 404;

  useEffect(() => {
    if (namedId) setWatchedId(namedId);
  }, [namedId]);

  useEffect(() => {
    if (isGone) setWatchedId(null);
  }, [isGone]);

  useEffect(() => {
    if (!job || !isFinished(job)) return;
    setWatchedId(null);
    if (job.documentId === toldHere) return;
    if (job.state === 'succeeded') {
      const what = job.result?.compacted?.dryRun ? 'dryRun' : job.type;
      toggleNotification({ type: 'success', message: text(`keepsake.job.succeeded.${what}`) });
    } else if (job.state === 'cancelled') {
      toggleNotification({ type: 'info', message: text(`keepsake.job.cancelled.${job.type}`) });
    } else {
      setTrouble(job);
    }
  }, [job, toldHere, text, toggleNotification]);

  const shown = job ?? (watchedId === namedId ? (status?.runningJob ?? null) : null);
  return {
    job: shown && !isFinished(shown) ? shown : null,
    isUnreachable,
    trouble,
    dismissTrouble: () => setTrouble(null),
    watch: (started) => setWatchedId(started.documentId),
  };
}
