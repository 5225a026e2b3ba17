import { Badge, Flex, Table, Tbody, Td, Thead, Tr, Typography } from '@strapi/design-system';
import type { Activity } from '../../../../shared/contracts/activity';
import { useFormatDateTime } from '../../hooks/useFormatDateTime';
import { useFormatRelativeTime } from '../../hooks/useFormatRelativeTime';
import { useText } from '../../hooks/useText';
import { HeadCell } from '../HeadCell';

interface ActivityTableProps {
  activities: Activity[];
  showsAddresses: boolean;
}

const LOUD = { backgroundColor: 'danger600', textColor: 'neutral0' } as const;
const LOOKS = {
  succeeded: { variant: 'success' },
  partial: LOUD,
  failed: LOUD,
  cancelled: { variant: 'neutral' },
  interrupted: LOUD,
  refused: { variant: 'warning' },
} as const;
const WRAPS = { whiteSpace: 'normal', minWidth: '22rem' } as const;

/** Who did what, when, from where, and what came of it. */
export function ActivityTable({ activities, showsAddresses }: ActivityTableProps) {
  const text = useText();
  const columns = showsAddresses ? 5 : 4;
  return (
    <Table colCount={columns} rowCount={activities.length + 1} aria-label={text('keepsake.activity.title')}>
      <Thead>
        <Tr>
          <HeadCell>{text('keepsake.column.date')}</HeadCell>
          <HeadCell>{text('keepsake.activity.actor')}</HeadCell>
          <HeadCell>{text('keepsake.activity.action')}</HeadCell>
          <HeadCell>{text('keepsake.activity.outcome')}</HeadCell>
          {showsAddresses && <HeadCell>{text('keepsake.activity.address')}</HeadCell>}
        </Tr>
      </Thead>
      <Tbody>
        {activities.map((activity) => (
          <ActivityRow key={activity.documentId} activity={activity} showsAddress={showsAddresses} />
        ))}
      </Tbody>
    </Table>
  );
}

interface ActivityRowProps {
  activity: Activity;
  showsAddress: boolean;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

function ActivityRow({ activity, showsAddress, ...position }: ActivityRowProps) {
  const text = useText();
  const dateTime = useFormatDateTime('short');
  const relativeTime = useFormatRelativeTime();
  const { at, action, actor, object, outcome, details, project } = activity;
  const kind = text(`keepsake.activity.kind.${actor.kind}`);
  const about = [object?.name, details.note, details.format, project].filter(
    (part) => typeof part === 'string',
  );
  const why = details.message ?? details.error;
  return (
    <Tr {...position}>
      <Td>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography style={{ whiteSpace: 'nowrap' }}>{relativeTime(at)}</Typography>
          <Typography
            tag="time"
            dateTime={at}
            variant="pi"
            textColor="neutral600"
            style={{ whiteSpace: 'nowrap' }}
          >
            {dateTime(at)}
          </Typography>
        </Flex>
      </Td>
      <Td>
        <Typography tag="p" textColor="neutral800">
          {actor.name ?? kind}
        </Typography>
        {actor.name && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {kind}
          </Typography>
        )}
      </Td>
      <Td style={WRAPS}>
        <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
          {text(`keepsake.activity.did.${action}`)}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600">
          {about.join(' · ')}
        </Typography>
        {typeof why === 'string' && (
          <Typography tag="p" variant="pi" textColor="danger600">
            {why}
          </Typography>
        )}
      </Td>
      <Td>
        <Badge {...LOOKS[outcome]}>{text(`keepsake.activity.outcome.${outcome}`)}</Badge>
      </Td>
      {showsAddress && (
        <Td>
          <Typography textColor="neutral600">{actor.ip ?? '–'}</Typography>
        </Td>
      )}
    </Tr>
  );
}
