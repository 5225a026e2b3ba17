import { Badge, Flex, Table, Tbody, Td, Thead, Tr, Typography } from '@strapi/design-system';
import type { RetentionBackup, RetentionVerdict } from '../../../shared/contracts/retention';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useRetentionReason } from '../hooks/useRetentionReason';
import { useText } from '../hooks/useText';
import { BackupKindBadge } from './BackupKindBadge';
import { HeadCell } from './HeadCell';

interface RetentionTableProps {
  backups: RetentionBackup[];
  /** Other rules are tried out. */
  isTrial: boolean;
}

/** More are too long to read, and the old ones are those that go: the page of backups has all. */
const SHOWN = 100;

export function RetentionTable({ backups, isTrial }: RetentionTableProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const formatBytes = useFormatBytes();
  const gone = backups.filter((one) => !(isTrial && one.then ? one.then : one.now).kept);
  const size = formatBytes(gone.reduce((sum, { storedBytes }) => sum + storedBytes, 0));
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography tag="p" fontWeight="semiBold" aria-live="polite">
        {text(isTrial ? 'keepsake.retention.wouldGo' : 'keepsake.retention.goes', {
          count: gone.length,
          kept: backups.length - gone.length,
          size,
        })}
      </Typography>
      <Table
        colCount={isTrial ? 4 : 3}
        rowCount={backups.length + 1}
        aria-label={text('keepsake.retention.title')}
      >
        <Thead>
          <Tr>
            <HeadCell>{text('keepsake.column.date')}</HeadCell>
            <HeadCell>{text('keepsake.column.kind')}</HeadCell>
            <HeadCell minWidth="20rem">{text('keepsake.retention.now')}</HeadCell>
            {isTrial && <HeadCell minWidth="20rem">{text('keepsake.retention.then')}</HeadCell>}
          </Tr>
        </Thead>
        <Tbody>
          {backups.slice(0, SHOWN).map((backup) => (
            <Tr key={backup.documentId}>
              <Td>
                <Typography tag="time" dateTime={backup.createdAt} style={{ whiteSpace: 'nowrap' }}>
                  {dateTime(backup.createdAt)}
                </Typography>
                <Typography tag="p" variant="pi" textColor="neutral600">
                  {backup.schedule ?? backup.note ?? ''}
                </Typography>
              </Td>
              <Td>
                <BackupKindBadge kind={backup.kind} />
              </Td>
              <VerdictCell verdict={backup.now} />
              {isTrial && backup.then && <VerdictCell verdict={backup.then} />}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Flex>
  );
}

function VerdictCell({ verdict }: { verdict: RetentionVerdict }) {
  const text = useText();
  const reason = useRetentionReason();
  return (
    <Td>
      <Badge
        backgroundColor={verdict.kept ? 'success100' : 'danger100'}
        textColor={verdict.kept ? 'success700' : 'danger700'}
      >
        {text(verdict.kept ? 'keepsake.retention.kept' : 'keepsake.retention.removed')}
      </Badge>
      <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={1}>
        {reason(verdict)}
      </Typography>
    </Td>
  );
}
