import { useCallback } from 'react';
import { useIntl } from 'react-intl';

/** Seconds as "8 sec", "2 min 5 sec" or "1 hr 20 min"; narrow as "2m 5s". */
export function useFormatDuration(unitDisplay: 'short' | 'narrow' = 'short'): (seconds: number) => string {
  const { formatNumber } = useIntl();
  return useCallback(
    (seconds) => {
      const part = (value: number, unit: 'hour' | 'minute' | 'second') =>
        formatNumber(value, { style: 'unit', unit, unitDisplay, maximumFractionDigits: value < 10 ? 1 : 0 });
      if (seconds < 59.5) return part(seconds, 'second');
      const whole = Math.round(seconds);
      if (whole < 3600) {
        const rest = whole % 60;
        const minutes = part(Math.floor(whole / 60), 'minute');
        return rest === 0 ? minutes : `${minutes} ${part(rest, 'second')}`;
      }
      return `${part(Math.floor(whole / 3600), 'hour')} ${part(Math.floor((whole % 3600) / 60), 'minute')}`;
    },
    [formatNumber, unitDisplay],
  );
}
