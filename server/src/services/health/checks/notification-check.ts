import type { HealthCheck } from '../../../../../shared/contracts/health';
import { channelsOf } from '../../notifications/channels';
import { pluginService } from '../../plugin-service';
import { found } from '../found';
import type { HealthFacts } from '../health-facts';

/** Whether anybody is told, and the last that was to be told got through. */
export async function checkNotifications({ strapi }: HealthFacts): Promise<HealthCheck> {
  const trouble = await pluginService(strapi, 'notifications').trouble();
  if (trouble)
    return found(
      'notifications',
      'warn',
      'notification_stuck',
      `A notification could not be delivered. ${trouble}`,
      {
        advice: 'Correct the settings under notifications; it is tried again when health is checked.',
        values: { why: trouble },
      },
    );
  const channels = channelsOf(strapi).length;
  if (channels === 0)
    return found(
      'notifications',
      'unknown',
      'notifications_none',
      'Nobody is told when something goes wrong.',
      {
        advice: 'Name e-mail addresses or webhooks in the settings; see docs/notifications.md.',
      },
    );
  return found('notifications', 'ok', 'notifications_set', `Failures are told by ${channels} ways.`, {
    values: { channels },
  });
}
