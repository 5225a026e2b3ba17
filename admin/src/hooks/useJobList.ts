import { useCallback, useEffect, useRef, useState } from 'react';
import type { Job, ListJobs } from '../../../shared/contracts/jobs';
import { useJobsQuery } from '../services/jobs';
import { readFailure } from '../services/readFailure';
import { useJobEvents } from './useJobEvents';

const POLL_MS = 5000;
const EVENTS = '/keepsake/jobs/events';

/** A page of jobs that changes as they do: live where the server can be heard, by asking where not. */
export function useJobList(filter: ListJobs['request']) {
  const [told, setTold] = useState<Record<string, Job>>({});
  const shown = useRef<Record<string, Job>>({});
  const refetching = useRef<() => void>(() => undefined);

  const hear = useCallback((job: Job) => {
    // A job that begins or ends may come into the list, or leave it.
    if (shown.current[job.documentId]?.state !== job.state) refetching.current();
    setTold((before) => ({ ...before, [job.documentId]: job }));
  }, []);
  const isLive = useJobEvents(EVENTS, hear);
  const { data, error, refetch } = useJobsQuery(filter, {
    pollingInterval: isLive ? 0 : POLL_MS,
    refetchOnMountOrArgChange: true,
  });

  const jobs = data?.data.map((job) => (isLive && told[job.documentId]) || job) ?? null;

  useEffect(() => {
    shown.current = Object.fromEntries((jobs ?? []).map((job) => [job.documentId, job]));
    refetching.current = () => void refetch();
  });

  useEffect(() => {
    // What changed before it could be heard; and nothing heard then holds when it cannot be any more.
    if (isLive) refetching.current();
    else setTold({});
  }, [isLive]);

  // While a restore writes, the server says just that, and the list stays as it was.
  const isClosed = error !== undefined && readFailure(error).code === 'restore_running';
  return { jobs, pagination: data?.meta.pagination ?? null, error: isClosed ? undefined : error, refetch };
}
