import { Typography } from '@strapi/design-system';
import type { Alert, Health } from '../../../../shared/contracts/health';
import { useAlertText } from '../../hooks/useAlertText';
import { useFormatRelativeTime } from '../../hooks/useFormatRelativeTime';
import { useText } from '../../hooks/useText';
import { Banner } from '../Banner';

interface AlertListProps {
  alerts: Alert[];
  /** What those that are about it go by. */
  health: Health | null;
}

/** What went wrong and was told, and has not been put right since. */
export function AlertList({ alerts, health }: AlertListProps) {
  const text = useText();
  const relativeTime = useFormatRelativeTime();
  const alertText = useAlertText(health);
  return alerts
    .map((alert) => ({ ...alert, ...alertText(alert) }))
    .map((alert) => (
      <Banner key={alert.subject} variant="danger" title={alert.title}>
        <Typography tag="p" textColor="neutral800">
          {alert.message}
        </Typography>
        {alert.advice && (
          <Typography tag="p" textColor="neutral700">
            {alert.advice}
          </Typography>
        )}
        <Typography tag="p" variant="pi" textColor="neutral600">
          {text('keepsake.health.since', { time: relativeTime(alert.since) })}
        </Typography>
      </Banner>
    ));
}
