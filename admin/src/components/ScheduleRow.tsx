import { Badge, Flex, Td, Tr, Typography } from '@strapi/design-system';
import type { Schedule } from '../../../shared/contracts/schedules';
import { SITE } from '../../../shared/contracts/projects';
import { ownTimeZone, useFormatZoned } from '../hooks/useFormatZoned';
import { useFormatRelativeTime } from '../hooks/useFormatRelativeTime';
import { useScheduleSentence } from '../hooks/useScheduleSentence';
import { useText } from '../hooks/useText';
import { ScheduleMenu } from './ScheduleMenu';

interface ScheduleRowProps {
  schedule: Schedule;
  onEdit: () => void;
  onDelete: () => void;
  /** Set by the table body. */
  'aria-rowindex'?: number;
}

export function ScheduleRow({ schedule, onEdit, onDelete, ...position }: ScheduleRowProps) {
  const text = useText();
  const sentence = useScheduleSentence();
  const zoned = useFormatZoned();
  const { name, project, enabled, nextRuns, timezone } = schedule;
  const [next] = nextRuns;
  return (
    <Tr {...position}>
      <Td>
        <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
          {name}
        </Typography>
        <Typography tag="p" variant="pi" textColor="neutral600">
          {[project !== SITE && project, sentence(schedule)].filter(Boolean).join(' · ')}
        </Typography>
      </Td>
      <Td>
        <Badge
          backgroundColor={enabled ? 'success100' : 'neutral150'}
          textColor={enabled ? 'success700' : 'neutral700'}
        >
          {text(enabled ? 'keepsake.schedules.active' : 'keepsake.schedules.paused')}
        </Badge>
      </Td>
      <Td>
        {enabled && next && (
          <Flex direction="column" alignItems="flex-start">
            <Typography tag="time" dateTime={next}>
              {zoned(next, timezone)}
            </Typography>
            {timezone !== ownTimeZone() && (
              <Typography variant="pi" textColor="neutral600">
                {text('keepsake.schedules.yourTime', { date: zoned(next) })}
              </Typography>
            )}
          </Flex>
        )}
      </Td>
      <Td>
        <LastRun schedule={schedule} />
      </Td>
      <Td>
        <Flex justifyContent="flex-end">
          <ScheduleMenu schedule={schedule} onEdit={onEdit} onDelete={onDelete} />
        </Flex>
      </Td>
    </Tr>
  );
}

function LastRun({ schedule: { lastRun } }: { schedule: Schedule }) {
  const text = useText();
  const relativeTime = useFormatRelativeTime();
  if (!lastRun) return <Typography textColor="neutral600">{text('keepsake.schedules.neverRan')}</Typography>;
  const { state, firedAt, missed, error } = lastRun;
  const isBad = state === 'failed' || state === 'interrupted' || state === 'cancelled';
  return (
    <Flex direction="column" alignItems="flex-start">
      <Typography textColor={isBad ? 'danger700' : 'neutral800'} title={error?.message}>
        {state ? text(`keepsake.jobState.${state}`) : '–'}
      </Typography>
      <Typography variant="pi" textColor="neutral600">
        {relativeTime(firedAt)}
        {missed > 0 && ` · ${text('keepsake.schedules.missed', { count: missed })}`}
      </Typography>
    </Flex>
  );
}
