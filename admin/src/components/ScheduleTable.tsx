import { Table, Tbody, Th, Thead, Tr, VisuallyHidden } from '@strapi/design-system';
import type { Schedule } from '../../../shared/contracts/schedules';
import { useText } from '../hooks/useText';
import { HeadCell } from './HeadCell';
import { ScheduleRow } from './ScheduleRow';

interface ScheduleTableProps {
  schedules: Schedule[];
  onEdit: (schedule: Schedule) => void;
  onDelete: (schedule: Schedule) => void;
}

const COLUMNS = 5;

export function ScheduleTable({ schedules, onEdit, onDelete }: ScheduleTableProps) {
  const text = useText();
  return (
    <Table colCount={COLUMNS} rowCount={schedules.length + 1} aria-label={text('keepsake.schedules.title')}>
      <Thead>
        <Tr>
          <HeadCell minWidth="22rem">{text('keepsake.schedules.column.schedule')}</HeadCell>
          <HeadCell>{text('keepsake.column.state')}</HeadCell>
          <HeadCell minWidth="16rem">{text('keepsake.schedules.column.next')}</HeadCell>
          <HeadCell minWidth="14rem">{text('keepsake.schedules.column.last')}</HeadCell>
          <Th>
            <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {schedules.map((schedule) => (
          <ScheduleRow
            key={schedule.documentId}
            schedule={schedule}
            onEdit={() => onEdit(schedule)}
            onDelete={() => onDelete(schedule)}
          />
        ))}
      </Tbody>
    </Table>
  );
}
