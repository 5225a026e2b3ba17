import { Table, Tbody, Th, Thead, Tr, VisuallyHidden } from '@strapi/design-system';
import { useState } from 'react';
import type { Export } from '../../../shared/contracts/exports';
import { useText } from '../hooks/useText';
import { DeleteExportDialog } from './DeleteExportDialog';
import { ExportRow } from './ExportRow';
import { HeadCell } from './HeadCell';
import { ShareLinkDialog } from './ShareLinkDialog';

const COLUMNS = 7;

export function ExportTable({ exports }: { exports: Export[] }) {
  const text = useText();
  const [toDelete, setToDelete] = useState<Export | null>(null);
  const [toShare, setToShare] = useState<Export | null>(null);
  return (
    <>
      <Table colCount={COLUMNS} rowCount={exports.length + 1} aria-label={text('keepsake.exports.title')}>
        <Thead>
          <Tr>
            <HeadCell>{text('keepsake.column.date')}</HeadCell>
            <HeadCell minWidth="20rem">{text('keepsake.exports.content')}</HeadCell>
            <HeadCell>{text('keepsake.column.state')}</HeadCell>
            <HeadCell align="right">{text('keepsake.column.documents')}</HeadCell>
            <HeadCell align="right">{text('keepsake.column.size')}</HeadCell>
            <HeadCell>{text('keepsake.exports.expires')}</HeadCell>
            <Th>
              <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {exports.map((one) => (
            <ExportRow
              key={one.documentId}
              of={one}
              onShare={() => setToShare(one)}
              onDelete={() => setToDelete(one)}
            />
          ))}
        </Tbody>
      </Table>
      {toShare && <ShareLinkDialog of={toShare} onClose={() => setToShare(null)} />}
      {toDelete && <DeleteExportDialog of={toDelete} onClose={() => setToDelete(null)} />}
    </>
  );
}
