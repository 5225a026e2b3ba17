import { Typography } from '@strapi/design-system';
import type { Alert } from '../../../../shared/contracts/health';
import { useFormatRelativeTime } from '../../hooks/useFormatRelativeTime';
import { useText } from '../../hooks/useText';
import { Banner } from '../Banner';

/** What went wrong and was told, and has not been put right since. */
export function AlertList({ alerts }: { alerts: Alert[] }) {
  const text = useText();
  const relativeTime = useFormatRelativeTime();
  return alerts.map((alert) => (
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
