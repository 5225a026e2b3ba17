import { Flex, Typography } from '@strapi/design-system';
import type { Export } from '../../../shared/contracts/exports';
import { useJobProgress } from '../hooks/useJobProgress';
import { useText } from '../hooks/useText';
import { WideBar } from './WideBar';

/** How far an export is that is being made. */
export function ExportProgress({ of: { progress } }: { of: Export }) {
  const text = useText();
  const { phase, percent, facts } = useJobProgress({ state: 'running', progress: progress ?? null });
  return (
    <Flex direction="column" alignItems="stretch" gap={1} width="20rem" maxWidth="100%">
      <Flex justifyContent="space-between" gap={2}>
        <Typography variant="pi" textColor="neutral800" ellipsis>
          {phase}
        </Typography>
        {percent !== null && (
          <Typography variant="pi" textColor="neutral800">
            {text('keepsake.job.percent', { percent: percent / 100 })}
          </Typography>
        )}
      </Flex>
      <WideBar value={percent ?? 0} aria-label={phase} aria-valuenow={percent ?? undefined} />
      <Typography variant="pi" textColor="neutral600">
        {facts}
      </Typography>
    </Flex>
  );
}
