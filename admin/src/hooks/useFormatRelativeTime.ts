import { useCallback } from 'react';
import { useIntl } from 'react-intl';

const STEPS = [
  { unit: 'minute', seconds: 60, below: 3600 },
  { unit: 'hour', seconds: 3600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 30 * 86_400 },
  { unit: 'month', seconds: 30 * 86_400, below: 365 * 86_400 },
  { unit: 'year', seconds: 365 * 86_400, below: Infinity },
] as const;

/** "now", "5 minutes ago", "yesterday", "3 months ago". */
export function useFormatRelativeTime(): (isoDate: string) => string {
  const { formatRelativeTime } = useIntl();
  return useCallback(
    (isoDate) => {
      // A browser clock that runs behind the server's must not make "in 3 seconds" of a finished backup.
      const age = Math.max(0, (Date.now() - Date.parse(isoDate)) / 1000);
      if (age < 60) return formatRelativeTime(0, 'second', { numeric: 'auto' });
      const { unit, seconds } = STEPS.find(({ below }) => age < below) ?? STEPS[4];
      return formatRelativeTime(-Math.floor(age / seconds), unit, { numeric: 'auto' });
    },
    [formatRelativeTime],
  );
}
