import { Table, Tbody, Th, Thead, Tr, VisuallyHidden } from '@strapi/design-system';
import { useState } from 'react';
import type { Version } from '../../../../shared/contracts/versions';
import { useText } from '../../hooks/useText';
import { HeadCell } from '../HeadCell';
import { DeleteVersionDialog } from './DeleteVersionDialog';
import { VersionDialog } from './VersionDialog';
import { VersionRow } from './VersionRow';

const COLUMNS = 5;

export function VersionTable({ versions }: { versions: Version[] }) {
  const text = useText();
  const [toDelete, setToDelete] = useState<Version | null>(null);
  const [toRename, setToRename] = useState<Version | null>(null);
  return (
    <>
      <Table colCount={COLUMNS} rowCount={versions.length + 1} aria-label={text('keepsake.version.title')}>
        <Thead>
          <Tr>
            <HeadCell minWidth="16rem">{text('keepsake.column.version')}</HeadCell>
            <HeadCell>{text('keepsake.column.date')}</HeadCell>
            <HeadCell>{text('keepsake.column.state')}</HeadCell>
            <HeadCell align="right">{text('keepsake.column.documents')}</HeadCell>
            <Th>
              <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {versions.map((version) => (
            <VersionRow
              key={version.documentId}
              version={version}
              onRename={() => setToRename(version)}
              onDelete={() => setToDelete(version)}
            />
          ))}
        </Tbody>
      </Table>
      {toRename && <VersionDialog version={toRename} onClose={() => setToRename(null)} />}
      {toDelete && <DeleteVersionDialog version={toDelete} onClose={() => setToDelete(null)} />}
    </>
  );
}
