import { useCallback, useEffect, useRef, useState } from 'react';
import type { Export, ListExports } from '../../../shared/contracts/exports';
import type { Job, JobProgress } from '../../../shared/contracts/jobs';
import { useExportsQuery } from '../services/exports';
import { isFinished } from '../services/isFinished';
import { useJobEvents } from './useJobEvents';
import { useRights } from './useRights';

const EVENTS = '/keepsake/jobs/events';
const POLL_MS = 1000;
/** Beside a stream that works, in case one of its events is lost on its way. */
const POLL_WHILE_LIVE_MS = 10_000;

/**
 * A page of exports that changes as they do: those under way live where jobs can be heard, by asking where not. Exports
 * that nobody works on are not asked for again.
 */
export function useExportList(request: ListExports['request']) {
  const { canRead } = useRights();
  const [told, setTold] = useState<Record<string, JobProgress | null>>({});
  const [isBusy, setBusy] = useState(false);
  const refetching = useRef<() => void>(() => undefined);

  const hear = useCallback((job: Job) => {
    if (job.type !== 'export') return;
    if (isFinished(job)) refetching.current();
    else setTold((before) => ({ ...before, [job.documentId]: job.progress }));
  }, []);
  const isLive = useJobEvents(canRead && isBusy ? EVENTS : null, hear);
  const { data, error, refetch } = useExportsQuery(request, {
    pollingInterval: !isBusy ? 0 : isLive ? POLL_WHILE_LIVE_MS : POLL_MS,
    refetchOnMountOrArgChange: true,
  });
  const isUnderWay = data?.data.some(({ state }) => state === 'running') ?? false;

  useEffect(() => {
    setBusy(isUnderWay);
  }, [isUnderWay]);

  useEffect(() => {
    refetching.current = () => void refetch();
  });

  const progressOf = (one: Export) => (isLive && one.jobId && told[one.jobId]) || one.progress || null;
  const exports = data?.data.map((one) => ({ ...one, progress: progressOf(one) })) ?? null;
  return { exports, pagination: data?.meta.pagination ?? null, error, refetch };
}
