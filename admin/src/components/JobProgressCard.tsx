import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import type { Job } from '../../../shared/contracts/jobs';
import { useJobProgress } from '../hooks/useJobProgress';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { CancelJobButton } from './CancelJobButton';
import { WideBar } from './WideBar';

interface JobProgressCardProps {
  job: Job;
  isUnreachable: boolean;
}

/** A job under way: phase, bar, counts, time left, and the way to stop it. */
export function JobProgressCard({ job, isUnreachable }: JobProgressCardProps) {
  const text = useText();
  const { canChange } = useRights();
  const { phase, percent, facts, announcement } = useJobProgress(job);
  const title = text(`keepsake.job.title.${job.type}`);
  return (
    <Box
      tag="section"
      aria-label={title}
      background="neutral0"
      borderColor="primary200"
      hasRadius
      padding={5}
      shadow="tableShadow"
    >
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography tag="h2" variant="delta" textColor="neutral800">
            {title}
          </Typography>
          {job.startedBy && (
            <Typography variant="pi" textColor="neutral600">
              {text('keepsake.job.startedBy', { name: job.startedBy })}
            </Typography>
          )}
        </Flex>
        {canChange(job) && <CancelJobButton job={job} />}
      </Flex>
      <Flex direction="column" alignItems="stretch" gap={2} paddingTop={4}>
        <Flex justifyContent="space-between" gap={2}>
          <Typography fontWeight="semiBold" textColor="neutral800">
            {phase}
          </Typography>
          {percent !== null && (
            <Typography textColor="neutral800">
              {text('keepsake.job.percent', { percent: percent / 100 })}
            </Typography>
          )}
        </Flex>
        <WideBar value={percent ?? 0} aria-label={title} aria-valuenow={percent ?? undefined} />
        <Typography variant="pi" textColor="neutral600">
          {isUnreachable ? text('keepsake.job.unreachable') : facts}
        </Typography>
      </Flex>
      <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
    </Box>
  );
}
