import type { Core } from '@strapi/strapi';

import { ACTIVITY_ACTIONS } from '../../../../shared/contracts/activity';
import type { Activity } from '../../../../shared/contracts/activity';
import { whoActs } from './who-acts';

interface AuditLogs {
  registerEvent(name: string, shape: (payload: { activity: Activity }) => object): void;
}

/** Of Strapi's event hub, for its webhooks and its audit log: `keepsake.backup.create`, and so on. */
export function activityEvent(action: Activity['action']): string {
  return `keepsake.${action}`;
}

/** A listener that fails must not undo what was done, and has been noted. */
export async function announceActivity(strapi: Core.Strapi, activity: Activity): Promise<void> {
  const emit = () => strapi.eventHub.emit(activityEvent(activity.action), { activity });
  try {
    if (isAsked(strapi, activity)) return void (await emit());
    // Strapi's audit log takes what no request is behind only from what calls itself its scheduler.
    const context = { state: { auditSource: 'scheduler' } };
    await strapi.requestContext.run(context as never, emit as never);
  } catch (error) {
    strapi.log.error(`keepsake: a listener of ${activityEvent(activity.action)} failed.`);
    strapi.log.error(error);
  }
}

/** Whether the request at hand is its actor's; the end of a job may fall into somebody else's. */
function isAsked(strapi: Core.Strapi, { actor }: Activity): boolean {
  const asking = whoActs(strapi);
  return asking.kind === 'admin' && actor.kind === 'admin' && asking.id === actor.id;
}

/** Once at boot: Strapi's audit log where its edition has one, and the events that its webhooks may name. */
export function registerActivityEvents(strapi: Core.Strapi): void {
  const webhooks = strapi.get('webhookStore') as { addAllowedEvent(key: string, value: string): void };
  const audit = strapi.has('audit-logs-lifecycle') ? (strapi.get('audit-logs-lifecycle') as AuditLogs) : null;
  for (const action of ACTIVITY_ACTIONS) {
    const event = activityEvent(action);
    webhooks.addAllowedEvent(event.toUpperCase().replace(/[.-]/g, '_'), event);
    audit?.registerEvent(event, ({ activity }) => ({
      resource: activity.object,
      outcome: activity.outcome,
      details: { project: activity.project, ip: activity.actor.ip, ...activity.details },
    }));
  }
}
