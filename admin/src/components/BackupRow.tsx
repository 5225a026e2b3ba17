import { Flex, Link, Td, Tr, Typography } from '@strapi/design-system';
import { Cloud, Pin } from '@strapi/icons';
import type { MouseEvent } from 'react';
import { useIntl } from 'react-intl';
import { NavLink, useNavigate } from 'react-router-dom';
import type { Backup } from '../../../shared/contracts/backups';
import { SITE } from '../../../shared/contracts/projects';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useFormatRelativeTime } from '../hooks/useFormatRelativeTime';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { BackupActions } from './BackupActions';
import { BackupKindBadge } from './BackupKindBadge';
import { BackupStateBadge } from './BackupStateBadge';
import { NumberCell } from './NumberCell';

interface BackupRowProps {
  backup: Backup;
  isBusy: boolean;
  onDelete: () => void;
  onJobStarted: (job: Job) => void;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

/** The note takes what the other columns leave and is cut there; its header sets the least width. */
const FILLS_THE_REST = { width: '100%', maxWidth: 0 };

export function BackupRow({ backup, isBusy, onDelete, onJobStarted, ...position }: BackupRowProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const dateTime = useFormatDateTime('short');
  const relativeTime = useFormatRelativeTime();
  const navigate = useNavigate();
  const stay = (event: MouseEvent) => event.stopPropagation();
  const hasCounts = backup.state === 'succeeded' || backup.state === 'partial';
  return (
    <Tr {...position} onClick={() => navigate(paths.backup(backup.documentId))} style={{ cursor: 'pointer' }}>
      <Td>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Link tag={NavLink} to={paths.backup(backup.documentId)} onClick={stay}>
            {relativeTime(backup.createdAt)}
          </Link>
          <Typography
            tag="time"
            dateTime={backup.createdAt}
            variant="pi"
            textColor="neutral600"
            style={{ whiteSpace: 'nowrap' }}
          >
            {dateTime(backup.createdAt)}
          </Typography>
        </Flex>
      </Td>
      <Td style={FILLS_THE_REST}>
        <Typography
          tag="p"
          ellipsis
          textColor={backup.note ? 'neutral800' : 'neutral500'}
          title={backup.note ?? undefined}
        >
          {backup.note ?? '–'}
        </Typography>
        <Typography tag="p" ellipsis variant="pi" textColor="neutral600">
          {[backup.project !== SITE && backup.project, backup.createdBy].filter(Boolean).join(' · ')}
        </Typography>
      </Td>
      <Td>
        <Flex gap={2}>
          <BackupKindBadge kind={backup.kind} />
          {backup.storage === 'cloud' && (
            <Cloud aria-label={text('keepsake.place.cloud')} fill="neutral600" />
          )}
          {backup.pinned && <Pin aria-label={text('keepsake.pin.pinned')} fill="primary600" />}
        </Flex>
      </Td>
      <Td>
        <BackupStateBadge backup={backup} />
      </Td>
      <NumberCell note={hasCounts && text('keepsake.list.files', { count: backup.files })}>
        {hasCounts && formatNumber(backup.documents)}
      </NumberCell>
      <NumberCell note={hasCounts && text('keepsake.list.stored', { size: formatBytes(backup.storedBytes) })}>
        {hasCounts && formatBytes(backup.bytes)}
      </NumberCell>
      <Td onClick={stay}>
        <Flex justifyContent="flex-end">
          <BackupActions backup={backup} isBusy={isBusy} onDelete={onDelete} onJobStarted={onJobStarted} />
        </Flex>
      </Td>
    </Tr>
  );
}
