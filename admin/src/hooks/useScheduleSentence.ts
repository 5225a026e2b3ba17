import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { ScheduleInput } from '../../../shared/contracts/schedules';
import { useText } from './useText';

/** A Sunday, from which the days of the week are counted. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MS = 24 * 60 * 60_000;

export type WhenFields = Pick<
  ScheduleInput,
  'schedule' | 'time' | 'cron' | 'day_of_week' | 'day_of_month' | 'timezone'
>;

/** Names of the days of the week, Sunday first. */
export function useWeekdays(): string[] {
  const { formatDate } = useIntl();
  return Array.from({ length: 7 }, (_, day) =>
    formatDate(SUNDAY + day * DAY_MS, { weekday: 'long', timeZone: 'UTC' }),
  );
}

/** "Every Monday at 02:30, Europe/Berlin". */
export function useScheduleSentence(): (when: WhenFields) => string {
  const text = useText();
  const weekdays = useWeekdays();
  return useCallback(
    ({ schedule, time, cron, day_of_week: weekday, day_of_month: day, timezone }) => {
      const values = { time, zone: timezone, cron, day, weekday: weekdays[weekday ?? 0] };
      if (schedule === 'monthly' && (day ?? 1) > 28)
        return text('keepsake.schedules.sentence.monthEnd', values);
      return text(`keepsake.schedules.sentence.${schedule}`, values);
    },
    [text, weekdays],
  );
}
