import { Loader } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { BackupDetails } from '../../../shared/contracts/backups';
import { useJob } from '../hooks/useJob';
import { useText } from '../hooks/useText';
import { isFinished } from '../services/isFinished';
import { readFailure } from '../services/readFailure';
import { STATUS_POLL_MS, useStatusQuery } from '../services/status';
import { JobProgressCard } from './JobProgressCard';
import { LoadFailure } from './LoadFailure';
import { RestoreHeader } from './RestoreHeader';
import { RestoreForm } from './RestoreForm';
import { RestoreResult } from './RestoreResult';

const JOB = 'job';

/**
 * form → (confirmed) job under way → result. The job's id is in the address, so that a reload, or a link from
 * elsewhere, finds the way back to it.
 */
export function RestoreFlow({ backup }: { backup: BackupDetails }) {
  const text = useText();
  const [params, setParams] = useSearchParams();
  const jobId = params.get(JOB);
  const { job, isUnreachable, error } = useJob(jobId);
  const { data: status } = useStatusQuery(undefined, { pollingInterval: STATUS_POLL_MS });
  const running = status?.runningJob ?? null;
  const ownRunningId =
    running?.type === 'restore' && running.backupId === backup.documentId ? running.documentId : null;

  useEffect(() => {
    if (ownRunningId && !jobId) setParams({ [JOB]: ownRunningId }, { replace: true });
  }, [ownRunningId, jobId, setParams]);

  if (!jobId) {
    return (
      <RestoreForm
        backup={backup}
        isBusy={running !== null}
        onStarted={(started) => setParams({ [JOB]: started.documentId }, { replace: true })}
      />
    );
  }

  const isGone = !job && isUnreachable && readFailure(error).status === 404;
  return (
    <Page.Main>
      <RestoreHeader backup={backup} />
      <Layouts.Content>
        {isGone && <LoadFailure error={error} onRetry={() => setParams({}, { replace: true })} />}
        {!job && !isGone && <Loader>{text('keepsake.loading')}</Loader>}
        {job && !isFinished(job) && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
        {job && isFinished(job) && <RestoreResult job={job} />}
      </Layouts.Content>
    </Page.Main>
  );
}
