import { Table, Tbody, Th, Thead, Tr, VisuallyHidden } from '@strapi/design-system';
import { useState } from 'react';
import type { Backup } from '../../../shared/contracts/backups';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';
import { BackupRow } from './BackupRow';
import { DeleteBackupDialog } from './DeleteBackupDialog';
import { HeadCell } from './HeadCell';

interface BackupTableProps {
  backups: Backup[];
  isBusy: boolean;
  onJobStarted: (job: Job) => void;
}

const COLUMNS = 7;

export function BackupTable({ backups, isBusy, onJobStarted }: BackupTableProps) {
  const text = useText();
  const [toDelete, setToDelete] = useState<Backup | null>(null);
  return (
    <>
      <Table colCount={COLUMNS} rowCount={backups.length + 1} aria-label={text('keepsake.list.title')}>
        <Thead>
          <Tr>
            <HeadCell>{text('keepsake.column.date')}</HeadCell>
            <HeadCell minWidth="16rem">{text('keepsake.column.note')}</HeadCell>
            <HeadCell>{text('keepsake.column.kind')}</HeadCell>
            <HeadCell>{text('keepsake.column.state')}</HeadCell>
            <HeadCell align="right">{text('keepsake.column.documents')}</HeadCell>
            <HeadCell align="right">{text('keepsake.column.size')}</HeadCell>
            <Th>
              <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {backups.map((backup) => (
            <BackupRow
              key={backup.documentId}
              backup={backup}
              isBusy={isBusy}
              onDelete={() => setToDelete(backup)}
              onJobStarted={onJobStarted}
            />
          ))}
        </Tbody>
      </Table>
      <DeleteBackupDialog backup={toDelete} onClose={() => setToDelete(null)} />
    </>
  );
}
