import { useCallback } from 'react';
import { useIntl } from 'react-intl';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Sizes in decimal units, as storage providers bill them: 1 kB is 1000 bytes. */
export function useFormatBytes(): (bytes: number) => string {
  const { formatNumber } = useIntl();
  return useCallback(
    (bytes) => {
      const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
      return formatNumber(bytes / 1000 ** power, {
        style: 'unit',
        unit: UNITS[power],
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumSignificantDigits: 3,
      });
    },
    [formatNumber],
  );
}
