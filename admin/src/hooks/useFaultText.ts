import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { ScheduleFault } from '../../../shared/contracts/schedules';

/** What is wrong with a field: in English as the server says it, in other languages what the field takes. */
export function useFaultText(): (fault: ScheduleFault | undefined) => string | undefined {
  const { formatMessage, messages, locale } = useIntl();
  return useCallback(
    (fault) => {
      const id = `keepsake.schedules.fault.${fault?.field ?? ''}`;
      return locale.startsWith('en') || !(id in messages) ? fault?.message : formatMessage({ id });
    },
    [formatMessage, messages, locale],
  );
}
