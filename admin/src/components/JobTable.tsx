import { Table, Tbody, Th, Thead, Tr, VisuallyHidden } from '@strapi/design-system';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { HeadCell } from './HeadCell';
import { JobRow } from './JobRow';

interface JobTableProps {
  jobs: Job[];
  onOpen: (job: Job) => void;
}

const COLUMNS = 6;

export function JobTable({ jobs, onOpen }: JobTableProps) {
  const text = useText();
  return (
    <Table colCount={COLUMNS} rowCount={jobs.length + 1} aria-label={text('keepsake.jobs.title')}>
      <Thead>
        <Tr>
          <HeadCell>{text('keepsake.column.date')}</HeadCell>
          <HeadCell>{text('keepsake.column.kind')}</HeadCell>
          <HeadCell>{text('keepsake.column.state')}</HeadCell>
          <HeadCell minWidth="18rem">{text('keepsake.column.progress')}</HeadCell>
          <HeadCell align="right">{text('keepsake.column.duration')}</HeadCell>
          <Th>
            <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {jobs.map((job) => (
          <JobRow key={job.documentId} job={job} onOpen={() => onOpen(job)} />
        ))}
      </Tbody>
    </Table>
  );
}
