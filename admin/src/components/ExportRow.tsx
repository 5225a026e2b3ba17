import { Badge, Flex, Link, Td, Tr, Typography } from '@strapi/design-system';
import type { MouseEvent } from 'react';
import { useIntl } from 'react-intl';
import { NavLink, useNavigate } from 'react-router-dom';
import type { Export } from '../../../shared/contracts/exports';
import { useExportScope } from '../hooks/useExportScope';
import { useFormatBytes } from '../hooks/useFormatBytes';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useFormatRelativeTime } from '../hooks/useFormatRelativeTime';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { ExportMenu } from './ExportMenu';
import { ExportProgress } from './ExportProgress';
import { ExportStateBadge } from './ExportStateBadge';
import { NumberCell } from './NumberCell';

interface ExportRowProps {
  of: Export;
  onShare: () => void;
  onDelete: () => void;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

/** What is in it takes what the other columns leave and is cut there; its header sets the least width. */
const FILLS_THE_REST = { width: '100%', maxWidth: 0 };
const ON_ONE_LINE = { whiteSpace: 'nowrap' } as const;

export function ExportRow({ of: one, onShare, onDelete, ...position }: ExportRowProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const formatBytes = useFormatBytes();
  const dateTime = useFormatDateTime('short');
  const relativeTime = useFormatRelativeTime();
  const scope = useExportScope();
  const navigate = useNavigate();
  const stay = (event: MouseEvent) => event.stopPropagation();
  const page = paths.export(one.documentId);
  const hasFile = one.fileName !== null;
  const holds = scope(one.options);
  return (
    <Tr {...position} onClick={() => navigate(page)} style={{ cursor: 'pointer' }}>
      <Td>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Link tag={NavLink} to={page} onClick={stay}>
            {relativeTime(one.createdAt)}
          </Link>
          <Typography
            tag="time"
            dateTime={one.createdAt}
            variant="pi"
            textColor="neutral600"
            style={ON_ONE_LINE}
          >
            {dateTime(one.createdAt)}
          </Typography>
        </Flex>
      </Td>
      <Td style={FILLS_THE_REST}>
        <Flex gap={2}>
          <Badge>{text(`keepsake.format.${one.format}`)}</Badge>
          <Typography ellipsis textColor="neutral800" title={holds}>
            {holds}
          </Typography>
        </Flex>
        {one.author && (
          <Typography tag="p" ellipsis variant="pi" textColor="neutral600" paddingTop={1}>
            {one.author}
          </Typography>
        )}
      </Td>
      <Td>{one.state === 'running' ? <ExportProgress of={one} /> : <ExportStateBadge of={one} />}</Td>
      <NumberCell note={hasFile && one.files > 0 && text('keepsake.list.files', { count: one.files })}>
        {hasFile && formatNumber(one.documents)}
      </NumberCell>
      <NumberCell>{hasFile && formatBytes(one.bytes)}</NumberCell>
      <Td>
        <Typography textColor={hasFile ? 'neutral800' : 'neutral500'} style={ON_ONE_LINE}>
          {hasFile && one.expiresAt ? dateTime(one.expiresAt) : '–'}
        </Typography>
      </Td>
      <Td onClick={stay}>
        <Flex justifyContent="flex-end">
          <ExportMenu of={one} onShare={onShare} onDelete={onDelete} />
        </Flex>
      </Td>
    </Tr>
  );
}
