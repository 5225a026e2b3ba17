import {
  Button,
  Flex,
  LinkButton,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
  Typography,
  VisuallyHidden,
} from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import type { DeletedEntry } from '../../../../shared/contracts/history';
import { useRights } from '../../hooks/useRights';
import { useSnapshotName } from '../../hooks/useSnapshotName';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { HeadCell } from '../HeadCell';
import { PointInTime } from '../PointInTime';

interface DeletedTableProps {
  entries: DeletedEntry[];
  isBusy: boolean;
  onBringBack: (entry: DeletedEntry) => void;
}

/** The name takes what the other columns leave and is cut there. */
const FILLS_THE_REST = { width: '100%', maxWidth: 0 };

export function DeletedTable({ entries, isBusy, onBringBack }: DeletedTableProps) {
  const text = useText();
  const nameOf = useSnapshotName();
  const { canRestore } = useRights();
  return (
    <Table colCount={4} rowCount={entries.length + 1} aria-label={text('keepsake.deleted.title')}>
      <Thead>
        <Tr>
          <HeadCell minWidth="16rem">{text('keepsake.column.entry')}</HeadCell>
          <HeadCell>{text('keepsake.column.contentType')}</HeadCell>
          <HeadCell>{text('keepsake.deleted.lastSeen')}</HeadCell>
          <Th>
            <VisuallyHidden>{text('keepsake.column.actions')}</VisuallyHidden>
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {entries.map((entry) => (
          <Tr key={`${entry.uid} ${entry.documentId}`}>
            <Td style={FILLS_THE_REST}>
              <Typography tag="p" ellipsis fontWeight="semiBold" textColor="neutral800" title={entry.label}>
                {entry.label || entry.documentId}
              </Typography>
              <Typography tag="p" ellipsis variant="pi" textColor="neutral600">
                {rowsOf(entry, text)}
              </Typography>
            </Td>
            <Td>
              <Typography textColor="neutral800">{entry.displayName}</Typography>
            </Td>
            <Td maxWidth="24rem">
              <PointInTime value={entry.snapshot.createdAt} />
              <Typography tag="p" ellipsis variant="pi" textColor="neutral600" title={nameOf(entry.snapshot)}>
                {nameOf(entry.snapshot)}
              </Typography>
            </Td>
            <Td>
              <Flex gap={2} justifyContent="flex-end">
                <LinkButton
                  tag={NavLink}
                  to={paths.compareEntry(entry.snapshot.documentId, entry.uid, entry.documentId)}
                  variant="tertiary"
                >
                  {text('keepsake.deleted.look')}
                </LinkButton>
                {canRestore && (
                  <Button
                    variant="secondary"
                    startIcon={<ArrowClockwise />}
                    disabled={isBusy}
                    onClick={() => onBringBack(entry)}
                  >
                    {text('keepsake.deleted.bringBack')}
                  </Button>
                )}
              </Flex>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** "en, de · Draft, Published" */
function rowsOf({ records }: DeletedEntry, text: ReturnType<typeof useText>): string {
  const locales = [...new Set(records.flatMap(({ locale }) => locale ?? []))];
  const statuses = [...new Set(records.flatMap(({ status }) => status ?? []))];
  return [locales.join(', '), statuses.map((status) => text(`keepsake.status.${status}`)).join(', ')]
    .filter(Boolean)
    .join(' · ');
}
