import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { Alert, Health, HealthCheck } from '../../../shared/contracts/health';
import { useHealthText } from './useHealthText';

type AlertText = Pick<Alert, 'title' | 'message' | 'advice'>;

/** An alert in the language of the panel: of health by its checks, of a job with its error as the server says it. */
export function useAlertText(health: Health | null): (alert: Alert) => AlertText {
  const { formatMessage, messages } = useIntl();
  const healthText = useHealthText();
  return useCallback(
    (alert) => {
      const [about = ''] = alert.subject.split(':');
      const id = `keepsake.alert.${about}`;
      const title = id in messages ? formatMessage({ id }) : alert.title;
      const checks = checksOf(about, health).map(healthText);
      if (checks.length === 0) return { ...alert, title };
      return {
        title,
        message: checks.map(({ message }) => message).join(' '),
        advice: checks.map(({ advice }) => advice).join(' '),
      };
    },
    [formatMessage, messages, healthText, health],
  );
}

function checksOf(about: string, health: Health | null): HealthCheck[] {
  const checks = health?.checks ?? [];
  if (about === 'health') return checks.filter(({ state }) => state === 'red');
  return about === 'missed' ? checks.filter(({ id, state }) => id === 'missed' && state !== 'ok') : [];
}
