import { Flex, Td, Tr, Typography } from '@strapi/design-system';
import type { MouseEvent } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useFormatDuration } from '../hooks/useFormatDuration';
import { useFormatRelativeTime } from '../hooks/useFormatRelativeTime';
import { useText } from '../hooks/useText';
import { JobMenu } from './JobMenu';
import { JobProgress } from './JobProgress';
import { JobStateBadge } from './JobStateBadge';
import { NumberCell } from './NumberCell';

interface JobRowProps {
  job: Job;
  onOpen: () => void;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

/** The progress takes what the other columns leave. */
const FILLS_THE_REST = { width: '100%', maxWidth: 0 };

export function JobRow({ job, onOpen, ...position }: JobRowProps) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const relativeTime = useFormatRelativeTime();
  const duration = useFormatDuration('narrow');
  const stay = (event: MouseEvent) => event.stopPropagation();
  const seconds = job.finishedAt && (Date.parse(job.finishedAt) - Date.parse(job.createdAt)) / 1000;
  return (
    <Tr {...position} onClick={onOpen} style={{ cursor: 'pointer' }}>
      <Td>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography style={{ whiteSpace: 'nowrap' }}>{relativeTime(job.createdAt)}</Typography>
          <Typography
            tag="time"
            dateTime={job.createdAt}
            variant="pi"
            textColor="neutral600"
            style={{ whiteSpace: 'nowrap' }}
          >
            {dateTime(job.createdAt)}
          </Typography>
        </Flex>
      </Td>
      <Td>
        <Typography tag="p" fontWeight="semiBold" textColor="neutral800" style={{ whiteSpace: 'nowrap' }}>
          {text(`keepsake.jobType.${job.type}`)}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600" style={{ whiteSpace: 'nowrap' }}>
          {[job.project, job.startedBy].filter(Boolean).join(' · ')}
        </Typography>
      </Td>
      <Td>
        <JobStateBadge job={job} />
      </Td>
      <Td style={FILLS_THE_REST}>
        <JobProgress job={job} />
      </Td>
      <NumberCell note={job.attempt > 1 && text('keepsake.jobs.attempt', { count: job.attempt })}>
        {seconds !== null && duration(Math.max(0, seconds || 0))}
      </NumberCell>
      <Td onClick={stay}>
        <Flex justifyContent="flex-end">
          <JobMenu job={job} onOpen={onOpen} />
        </Flex>
      </Td>
    </Tr>
  );
}
