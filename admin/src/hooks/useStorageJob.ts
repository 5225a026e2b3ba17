import { useSearchParams } from 'react-router-dom';
import type { Job } from '../../../shared/contracts/jobs';
import { isFinished } from '../services/isFinished';
import { useJob } from './useJob';
import { useRunningJob } from './useRunningJob';

const JOB = 'job';

/**
 * The job under way, whoever started it, and the last one that was started on the Storage page, once it is finished:
 * the page tells what that came to. Its id is in the address, so that a reload finds it again.
 */
export function useStorageJob() {
  const [params, setParams] = useSearchParams();
  const ownId = params.get(JOB);
  const { job: own } = useJob(ownId);
  const { job, isUnreachable, trouble, dismissTrouble, watch } = useRunningJob({ toldHere: ownId });

  const follow = (started: Job) => {
    setParams({ [JOB]: started.documentId }, { replace: true });
    watch(started);
  };

  return {
    job,
    isUnreachable,
    trouble,
    dismissTrouble,
    finished: own && isFinished(own) ? own : null,
    follow,
  };
}
