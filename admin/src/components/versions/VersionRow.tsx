import { Badge, Flex, Link, Td, Tr, Typography } from '@strapi/design-system';
import { Pin } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { SITE } from '../../../../shared/contracts/projects';
import type { Version } from '../../../../shared/contracts/versions';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { isRestorable } from '../../services/isRestorable';
import { BackupStateBadge } from '../BackupStateBadge';
import { NumberCell } from '../NumberCell';
import { PointInTime } from '../PointInTime';
import { VersionActions } from './VersionActions';

interface VersionRowProps {
  version: Version;
  onRename: () => void;
  onDelete: () => void;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

/** The label takes what the other columns leave and is cut there. */
const FILLS_THE_REST = { width: '100%', maxWidth: 0 };

export function VersionRow({ version, onRename, onDelete, ...position }: VersionRowProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const name = text('keepsake.version.name', { number: version.number });
  const hasCounts = isRestorable(version);
  return (
    <Tr {...position}>
      <Td style={FILLS_THE_REST}>
        <Flex gap={2}>
          {version.pinned && (
            <Pin aria-label={text('keepsake.version.pinned')} width="1.4rem" height="1.4rem" />
          )}
          {hasCounts ? (
            <Link tag={NavLink} to={paths.compareWithLive(version.documentId)}>
              {version.label ?? name}
            </Link>
          ) : (
            <Typography textColor="neutral800">{version.label ?? name}</Typography>
          )}
          {version.origin === 'auto' && <Badge variant="secondary">{text('keepsake.version.auto')}</Badge>}
        </Flex>
        <Typography tag="p" ellipsis variant="pi" textColor="neutral600" title={version.note ?? undefined}>
          {[
            version.project !== SITE && version.project,
            version.label && name,
            version.note,
            version.createdBy,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Typography>
      </Td>
      <Td>
        <PointInTime value={version.createdAt} />
      </Td>
      <Td>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <BackupStateBadge backup={version} />
          {version.unheldFiles > 0 && (
            <Typography variant="pi" textColor="warning700" title={text('keepsake.version.unheldHint')}>
              {text('keepsake.version.unheld', { count: version.unheldFiles })}
            </Typography>
          )}
        </Flex>
      </Td>
      <NumberCell
        note={hasCounts && text('keepsake.list.stored', { size: formatBytes(version.storedBytes) })}
      >
        {hasCounts && formatNumber(version.documents)}
      </NumberCell>
      <Td>
        <Flex justifyContent="flex-end">
          <VersionActions version={version} onRename={onRename} onDelete={onDelete} />
        </Flex>
      </Td>
    </Tr>
  );
}
