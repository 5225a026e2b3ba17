import { useCallback } from 'react';
import { useIntl } from 'react-intl';

/** "Mon, 23 Nov, 02:30" by the clock of a zone; without one by the reader's own. */
export function useFormatZoned(): (isoDate: string, timeZone?: string) => string {
  const { formatDate } = useIntl();
  return useCallback(
    (isoDate, timeZone) =>
      formatDate(isoDate, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      }),
    [formatDate],
  );
}

/** The zone of the reader's own clock. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
