import { Typography } from '@strapi/design-system';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { Banner } from './Banner';
import { ProblemList } from './ProblemList';

interface JobOutcomeProps {
  job: Job;
  /** What to say when it succeeded: title and, where there is more, details. */
  title: string;
  details?: (string | false)[];
}

/** How a job ended; one that did not succeed is told as everywhere. */
export function JobOutcome({ job, title, details = [] }: JobOutcomeProps) {
  const text = useText();
  if (job.state === 'cancelled')
    return <Banner variant="info" title={text(`keepsake.job.cancelled.${job.type}`)} />;
  if (job.state === 'succeeded') {
    return (
      <Banner variant="success" title={title}>
        {details
          .filter((line) => line !== false)
          .map((line) => (
            <Typography key={line} tag="p" textColor="neutral700">
              {line}
            </Typography>
          ))}
      </Banner>
    );
  }
  const outcome = job.state === 'partial' ? 'partial' : 'failed';
  return (
    <Banner
      variant="danger"
      title={text(`keepsake.job.${outcome}.${job.type}`, { count: job.problems.length })}
    >
      {job.error && (
        <Typography tag="p" textColor="neutral800">
          {`${job.error.message} ${job.error.hint}`}
        </Typography>
      )}
      {job.problems.length > 0 && <ProblemList problems={job.problems} />}
    </Banner>
  );
}
