import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';

interface Webhook {
  id: string;
}

interface WebhookRunner {
  webhooksMap: Map<string, Webhook[]>;
  add(webhook: Webhook): void;
  remove(webhook: Webhook): void;
}

interface WebhookStore {
  findWebhooks(): Promise<Webhook[]>;
}

/**
 * Has this process take up what a restore wrote past it. Strapi 5.54 keeps nothing of the database in memory but the
 * webhooks; settings, default locale, roles and permissions are read at each use.
 *
 * @returns what could not be, for which a restart is needed
 */
export async function refreshCaches(strapi: Core.Strapi): Promise<Problem[]> {
  try {
    await refreshWebhooks(strapi);
    return [];
  } catch (error) {
    strapi.log.error(error);
    return [restartNeeded('webhooks')];
  }
}

async function refreshWebhooks(strapi: Core.Strapi): Promise<void> {
  const runner = strapi.get('webhookRunner') as unknown as WebhookRunner;
  const stored = await (strapi.get('webhookStore') as unknown as WebhookStore).findWebhooks();
  const known = new Set([...runner.webhooksMap.values()].flat());
  for (const webhook of known) runner.remove(webhook);
  for (const webhook of stored) runner.add(webhook);
}

export function restartNeeded(name: string): Problem {
  return {
    code: 'restart_needed',
    message: `Strapi still works with the ${name} from before the restore. Restart it.`,
    item: name,
  };
}
