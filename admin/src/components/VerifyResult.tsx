import { Typography } from '@strapi/design-system';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { Banner } from './Banner';
import { ProblemList } from './ProblemList';

/** How a verification ended. */
export function VerifyResult({ job }: { job: Job }) {
  const text = useText();
  if (job.state === 'cancelled')
    return <Banner variant="info" title={text('keepsake.job.cancelled.verify')} />;
  if (job.state === 'succeeded') {
    return <Banner variant="success" title={text('keepsake.verify.good')} />;
  }
  return (
    <Banner variant="danger" title={text('keepsake.verify.bad', { count: job.problems.length })}>
      {job.error && (
        <Typography tag="p" textColor="neutral800">
          {`${job.error.message} ${job.error.hint}`}
        </Typography>
      )}
      <ProblemList problems={job.problems} />
    </Banner>
  );
}
