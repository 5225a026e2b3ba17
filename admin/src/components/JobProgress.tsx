import { Flex, Typography } from '@strapi/design-system';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useJobProgress } from '../hooks/useJobProgress';
import { useText } from '../hooks/useText';
import { isFinished } from '../services/isFinished';
import { WideBar } from './WideBar';

/** How far a job is and how long it will take; of a finished one what went wrong. */
export function JobProgress({ job }: { job: Job }) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const { phase, percent, facts } = useJobProgress(job);
  if (isFinished(job)) {
    const trouble = job.error?.message ?? job.problems[0]?.message;
    return (
      <Typography tag="p" textColor={trouble ? 'neutral800' : 'neutral500'} ellipsis title={trouble}>
        {trouble ?? '–'}
      </Typography>
    );
  }
  const label = job.isCancelling ? text('keepsake.job.cancelling') : phase;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Flex justifyContent="space-between" gap={2}>
        <Typography variant="pi" textColor="neutral800" ellipsis>
          {label}
        </Typography>
        {percent !== null && (
          <Typography variant="pi" textColor="neutral800">
            {text('keepsake.job.percent', { percent: percent / 100 })}
          </Typography>
        )}
      </Flex>
      {job.state === 'running' && (
        <WideBar value={percent ?? 0} aria-label={label} aria-valuenow={percent ?? undefined} />
      )}
      <Typography variant="pi" textColor="neutral600">
        {job.nextTryAt ? text('keepsake.jobs.nextTry', { date: dateTime(job.nextTryAt) }) : facts}
      </Typography>
    </Flex>
  );
}
