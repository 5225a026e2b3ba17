import { Box, Loader, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useEffect } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { isFinished } from '../services/isFinished';
import { useJobLogQuery } from '../services/jobs';
import { LoadFailure } from './LoadFailure';

const COLOURS = { info: 'neutral800', warn: 'warning700', error: 'danger700' } as const;
const POLL_MS = 2000;

/** What a job said of itself, newest last. */
export function JobLog({ job }: { job: Job }) {
  const text = useText();
  const { formatTime } = useIntl();
  const { data, error, refetch } = useJobLogQuery(job.documentId, {
    pollingInterval: isFinished(job) ? 0 : POLL_MS,
    refetchOnMountOrArgChange: true,
  });

  useEffect(() => {
    // Its last lines come with its end.
    void refetch();
  }, [job.state, refetch]);

  if (!data) {
    if (error) return <LoadFailure error={error} onRetry={refetch} />;
    return <Loader small>{text('keepsake.loading')}</Loader>;
  }
  if (data.length === 0) return <Typography textColor="neutral600">{text('keepsake.jobs.noLog')}</Typography>;
  return (
    <Box
      tag="ol"
      aria-label={text('keepsake.jobs.log')}
      tabIndex={0}
      background="neutral100"
      hasRadius
      padding={4}
      maxHeight="28rem"
      overflow="auto"
    >
      {data.map(({ number, at, level, text: line }) => (
        <Box tag="li" key={number} paddingBottom={1}>
          <Typography variant="pi" textColor="neutral600">
            {formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })}
          </Typography>{' '}
          <Typography variant="pi" textColor={COLOURS[level]} style={{ overflowWrap: 'anywhere' }}>
            {line}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
