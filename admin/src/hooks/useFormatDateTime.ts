import { useCallback } from 'react';
import { useIntl } from 'react-intl';

/** "22 Nov 2025, 11:30", in the reader's time zone; short leaves out the year while it is this one. */
export function useFormatDateTime(length: 'full' | 'short' = 'full'): (isoDate: string) => string {
  const { formatDate } = useIntl();
  return useCallback(
    (isoDate) => {
      const isThisYear = new Date(isoDate).getFullYear() === new Date().getFullYear();
      return formatDate(isoDate, {
        day: 'numeric',
        month: 'short',
        year: length === 'short' && isThisYear ? undefined : 'numeric',
        hour: 'numeric',
        minute: '2-digit',
      });
    },
    [formatDate, length],
  );
}
