import { Button, Loader } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { useJob } from '../hooks/useJob';
import { useText } from '../hooks/useText';
import { isFinished } from '../services/isFinished';
import { readFailure } from '../services/readFailure';
import { readChoiceState } from '../services/restoreChoice';
import type { RestoreSource } from '../services/restoreSource';
import { STATUS_POLL_MS, useStatusQuery } from '../services/status';
import { Banner } from './Banner';
import { JobProgressCard } from './JobProgressCard';
import { LoadFailure } from './LoadFailure';
import { MovedEntries } from './plan/MovedEntries';
import { RestoreHeader } from './RestoreHeader';
import { RestoreForm } from './RestoreForm';
import { RestoreResult } from './RestoreResult';

const JOB = 'job';

/**
 * form → (confirmed) job under way → result. The job's id is in the address, so that a reload, or a link from
 * elsewhere, finds the way back to it.
 */
export function RestoreFlow({ source }: { source: RestoreSource }) {
  const text = useText();
  const [params, setParams] = useSearchParams();
  const { state }: { state: unknown } = useLocation();
  const jobId = params.get(JOB);
  const { job, isUnreachable, error } = useJob(jobId);
  const { data: status } = useStatusQuery(undefined, { pollingInterval: STATUS_POLL_MS });
  const running = status?.runningJob ?? null;
  const ownRunningId =
    running?.type === 'restore' && running.backupId === source.documentId ? running.documentId : null;

  useEffect(() => {
    if (ownRunningId && !jobId) setParams({ [JOB]: ownRunningId }, { replace: true, state });
  }, [ownRunningId, jobId, setParams, state]);

  if (!jobId) {
    return (
      <RestoreForm
        source={source}
        isBusy={running !== null}
        onStarted={(started, chosen) =>
          setParams({ [JOB]: started.documentId }, { replace: true, state: chosen })
        }
      />
    );
  }

  const isStale = job?.error?.code === 'plan_stale';
  const previewAgain = () => {
    const known = readChoiceState(state);
    setParams({}, { replace: true, state: known && { ...known, isPreviewed: true } });
  };
  const isGone = !job && isUnreachable && readFailure(error).status === 404;
  return (
    <Page.Main>
      <RestoreHeader source={source} />
      <Layouts.Content>
        {isGone && <LoadFailure error={error} onRetry={() => setParams({}, { replace: true })} />}
        {!job && !isGone && <Loader>{text('keepsake.loading')}</Loader>}
        {job && !isFinished(job) && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
        {job && isFinished(job) && !isStale && <RestoreResult job={job} />}
        {job && isStale && (
          <Banner
            variant="warning"
            title={text('keepsake.restore.stale')}
            action={
              <Button variant="secondary" startIcon={<Eye />} onClick={previewAgain}>
                {text('keepsake.restore.previewAgain')}
              </Button>
            }
          >
            {job.result?.moved && job.result.moved.length > 0 && (
              <MovedEntries moved={job.result.moved} seen={readChoiceState(state)?.seen?.items ?? []} />
            )}
          </Banner>
        )}
      </Layouts.Content>
    </Page.Main>
  );
}
