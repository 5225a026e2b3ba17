import { createHmac } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { Alert } from '../../../../shared/contracts/health';
import { KeepsakeError } from '../../core/errors';
import { sendOut } from '../../core/http/send-out';
import { keepsakeConfig } from '../repository/private-directory';
import { alertMail } from './alert-mail';

/** A way to tell people or programs. `name` has no address in it: it is kept in the database. */
export interface Channel {
  name: string;
  send(alert: Alert, id: string): Promise<void>;
}

/** Those that the settings name, in their order. */
export function channelsOf(strapi: Core.Strapi): Channel[] {
  const { email, webhooks } = keepsakeConfig(strapi).notifications;
  return [
    ...(email ? [mailChannel(strapi, email.to)] : []),
    ...webhooks.map((webhook, index) => webhookChannel(`webhook ${index + 1}`, webhook)),
  ];
}

function mailChannel(strapi: Core.Strapi, to: string[]): Channel {
  return {
    name: 'e-mail',
    async send(alert) {
      const plugin = strapi.plugin('email') as unknown as
        { service(name: string): { send(mail: object): Promise<void> } } | undefined;
      if (!plugin) throw noMail();
      const site =
        strapi.config.get<string>('server.absoluteUrl', '') || strapi.config.get<string>('server.url', '');
      await plugin.service('email').send({ to: to.join(', '), ...alertMail(alert, site) });
    },
  };
}

function webhookChannel(
  name: string,
  { url, secret, allowPrivate }: { url: string; secret: string; allowPrivate: boolean },
): Channel {
  return {
    name,
    async send(alert, id) {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const body = JSON.stringify({
        event: alertEvent(alert),
        id,
        createdAt: new Date().toISOString(),
        alert,
      });
      const { status } = await sendOut({
        method: 'POST',
        url,
        body,
        allowPrivate,
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          'x-keepsake-event': alertEvent(alert),
          'x-keepsake-delivery': id,
          'x-keepsake-timestamp': timestamp,
          'x-keepsake-signature': `sha256=${signature(secret, timestamp, body)}`,
        },
      });
      if (status >= 200 && status < 300) return;
      throw new KeepsakeError('webhook_refused', `The webhook answered ${status}.`, {
        hint: 'See the log of its receiver.',
        transient: status >= 500 || status === 429 || status === 408,
      });
    },
  };
}

/** Over the time too, so that nobody can send an old message again. */
export function signature(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

export const ALERT_EVENTS = ['keepsake.alert.begin', 'keepsake.alert.end'] as const;

export function alertEvent({ state }: Alert): (typeof ALERT_EVENTS)[number] {
  return state === 'bad' ? 'keepsake.alert.begin' : 'keepsake.alert.end';
}

function noMail(): KeepsakeError {
  return new KeepsakeError('mail_unavailable', "Strapi's e-mail plugin is not there.", {
    hint: 'Enable @strapi/email, or take notifications.email out of the settings.',
  });
}
