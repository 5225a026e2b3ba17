import { useCallback } from 'react';
import { useIntl } from 'react-intl';

const DAY = 86_400;
const HOUR = 3600;

/** Seconds in their largest unit: "3 hours", "2 days"; at least a minute. */
export function useFormatSpan(): (seconds: number) => string {
  const { formatNumber } = useIntl();
  return useCallback(
    (seconds) => {
      const [count, unit] =
        seconds >= 2 * DAY
          ? ([seconds / DAY, 'day'] as const)
          : seconds >= 2 * HOUR
            ? ([seconds / HOUR, 'hour'] as const)
            : ([seconds / 60, 'minute'] as const);
      return formatNumber(Math.max(1, Math.round(count)), { style: 'unit', unit, unitDisplay: 'long' });
    },
    [formatNumber],
  );
}
