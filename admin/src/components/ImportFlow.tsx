import { Flex, LinkButton, Loader } from '@strapi/design-system';
import { Upload } from '@strapi/icons';
import { Layouts } from '@strapi/strapi/admin';
import { NavLink, useSearchParams } from 'react-router-dom';
import { useJob } from '../hooks/useJob';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { isFinished } from '../services/isFinished';
import { readFailure } from '../services/readFailure';
import { STATUS_POLL_MS, useStatusQuery } from '../services/status';
import { ImportForm } from './ImportForm';
import { JobProgressCard } from './JobProgressCard';
import { LoadFailure } from './LoadFailure';
import { RestoreResult } from './RestoreResult';

const JOB = 'job';

/** form → (confirmed) job under way → result. The job's id is in the address, so that a reload finds it again. */
export function ImportFlow() {
  const text = useText();
  const [params, setParams] = useSearchParams();
  const jobId = params.get(JOB);
  const { job, isUnreachable, error } = useJob(jobId);
  const { data: status } = useStatusQuery(undefined, { pollingInterval: STATUS_POLL_MS });

  if (!jobId) {
    return (
      <ImportForm
        isBusy={status?.runningJob != null}
        onStarted={(started) => setParams({ [JOB]: started.documentId }, { replace: true })}
      />
    );
  }

  const isGone = !job && isUnreachable && readFailure(error).status === 404;
  const another = (
    <LinkButton tag={NavLink} to={paths.import} variant="secondary" startIcon={<Upload />}>
      {text('keepsake.import.another')}
    </LinkButton>
  );
  return (
    <>
      <Layouts.Header
        title={text('keepsake.import.title')}
        primaryAction={job && isFinished(job) ? another : undefined}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6} paddingBottom={8}>
          {isGone && <LoadFailure error={error} onRetry={() => setParams({}, { replace: true })} />}
          {!job && !isGone && <Loader>{text('keepsake.loading')}</Loader>}
          {job && !isFinished(job) && <JobProgressCard job={job} isUnreachable={isUnreachable} />}
          {job && isFinished(job) && <RestoreResult job={job} source="import" />}
        </Flex>
      </Layouts.Content>
    </>
  );
}
