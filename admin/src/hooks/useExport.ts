import { useEffect } from 'react';
import { useExportQuery } from '../services/exports';
import { isFinished } from '../services/isFinished';
import { useJob } from './useJob';
import { useRights } from './useRights';

const POLL_MS = 1000;

/** One export, and its job as long as that is under way and may be seen. */
export function useExport(documentId: string) {
  const { canRead } = useRights();
  const { currentData, error, refetch } = useExportQuery(documentId, { refetchOnMountOrArgChange: true });
  const isUnderWay = currentData?.state === 'running';
  const { job, isUnreachable } = useJob(canRead && isUnderWay ? currentData.jobId : null);
  const isJobSeen = job !== null && !isFinished(job);
  useExportQuery(documentId, { pollingInterval: isUnderWay && !isJobSeen ? POLL_MS : 0 });
  const isJobOver = job !== null && isFinished(job);

  useEffect(() => {
    if (isJobOver) void refetch();
  }, [isJobOver, refetch]);

  return { export: currentData ?? null, job: isJobSeen ? job : null, isUnreachable, error, refetch };
}
