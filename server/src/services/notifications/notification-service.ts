import { setTimeout as wait } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import type { Alert } from '../../../../shared/contracts/health';
import { asKeepsakeError } from '../../core/errors';
import { withoutSecrets } from '../jobs/job-log';
import { keepsakeConfig } from '../repository/private-directory';
import { alertRows } from './alert-rows';
import type { AlertRow } from './alert-rows';
import { alertEvent, channelsOf } from './channels';
import type { Channel } from './channels';

/**
 * Tells people when something goes wrong, and when it is well again; in between nothing, however often it fails.
 *
 *   good ──reported bad──▶ bad: told once ──reported bad──▶ bad, nothing told
 *    ▲                      └──reported good──▶ good: told once
 *    └──reported good: nothing told
 *
 * The state is a row for each subject, changed by compare-and-set: of several processes that see the same failure one
 * tells it. In the same step the row takes down which channels are to be told; each is crossed off once it was. What a
 * process that died left there, another one delivers. A channel may so be told twice, never not at all while it answers
 * within a day of tries.
 */
export interface NotificationService {
  report(report: Report): Promise<void>;
  /** What is bad now, newest first. */
  alerts(): Promise<Alert[]>;
  /** Delivers what others left; to be called now and then. */
  deliverPending(): Promise<void>;
  /** Why the last message could not be delivered; null where it was, or there was none. */
  trouble(): Promise<string | null>;
  /** Work that nobody waits for, but the end of the process. */
  later(work: Promise<void>): void;
  /** Settles when nothing is on its way any more. */
  settled(): Promise<void>;
}

export interface Report {
  /** What it is about: `health`, `backup:site`. */
  subject: string;
  state: 'good' | 'bad';
  title: string;
  message: string;
  advice?: string;
}

const TRIES_AT_ONCE = 3;
const MOST_TRIES = 12;
const HOLD_MS = 2 * 60_000;

export function createNotificationService({ strapi }: { strapi: Core.Strapi }): NotificationService {
  const rows = alertRows(strapi);
  const underWay = new Set<Promise<void>>();

  const service: NotificationService = {
    async report({ subject, state, title, message, advice = '' }) {
      const row = await rows.of(subject);
      if (row.state === state) return;
      const next = {
        state,
        since: Date.now(),
        changes: row.changes + 1,
        title,
        message: withoutSecrets(message).slice(0, 2000),
        advice: withoutSecrets(advice).slice(0, 2000),
        pending: channelsOf(strapi).map(({ name }) => name),
        tries: 0,
        heldUntil: Date.now() + HOLD_MS,
        trouble: null,
      };
      const isMine = await rows.change(row, next);
      if (!isMine) return;
      const told = { ...row, ...next };
      const alert = toAlert(told);
      strapi.log[state === 'bad' ? 'error' : 'info'](`keepsake: ${title} ${alert.message}`);
      // Of Strapi's own webhooks and of whoever listens; what they do with it is theirs.
      await strapi.eventHub
        .emit(alertEvent(alert), { alert })
        .catch((error: unknown) => strapi.log.error(error));
      track(deliver(told));
    },

    async alerts() {
      const bad = (await rows.all()).filter(({ state }) => state === 'bad');
      return bad.map(toAlert).sort((a, b) => (a.since < b.since ? 1 : -1));
    },

    async deliverPending() {
      for (const row of await rows.all()) {
        if (!row.pending?.length || Number(row.heldUntil) > Date.now() || row.tries >= MOST_TRIES) continue;
        const heldUntil = Date.now() + HOLD_MS;
        if (await rows.deliver(row, { heldUntil })) await deliver({ ...row, heldUntil });
      }
    },

    async trouble() {
      const stuck = (await rows.all()).filter(({ trouble, pending }) => trouble && pending?.length);
      return stuck.at(-1)?.trouble ?? null;
    },

    later: track,

    async settled() {
      await Promise.all(underWay);
    },
  };

  function track(work: Promise<void>): void {
    const quiet = work.catch((error: unknown) => void strapi.log.error(error));
    underWay.add(quiet);
    void quiet.finally(() => underWay.delete(quiet));
  }

  /** Of a row that this process holds. */
  async function deliver(row: AlertRow): Promise<void> {
    const known = channelsOf(strapi);
    let left = known.filter(({ name }) => row.pending?.includes(name));
    let held = row;
    let trouble: string | null = null;
    for (let tries = 1; left.length > 0 && tries <= TRIES_AT_ONCE; tries += 1) {
      if (tries > 1) await wait(keepsakeConfig(strapi).notifications.retrySeconds * 1000 * 3 ** (tries - 2));
      const results = await Promise.all(left.map((channel) => send(channel, row)));
      const failed = results.filter(({ why }) => why !== null);
      left = failed.map(({ channel }) => channel);
      trouble = failed.at(-1)?.why ?? null;
      const isLast = left.length === 0 || tries === TRIES_AT_ONCE;
      const next = {
        pending: left.map(({ name }) => name),
        trouble,
        tries: row.tries + tries,
        heldUntil: isLast ? 0 : Date.now() + HOLD_MS,
      };
      // Its state has changed meanwhile, and with it what is to be told.
      if (!(await rows.deliver(held, next))) return;
      held = { ...held, ...next };
    }
    if (trouble) strapi.log.error(`keepsake: a notification could not be delivered. ${trouble}`);
  }

  async function send(channel: Channel, row: AlertRow): Promise<{ channel: Channel; why: string | null }> {
    try {
      await channel.send(toAlert(row), `${row.subject}/${row.changes}`);
      return { channel, why: null };
    } catch (caught) {
      const { message } = asKeepsakeError(caught);
      return { channel, why: withoutSecrets(`${channel.name}: ${message}`).slice(0, 500) };
    }
  }

  return service;
}

function toAlert({ subject, state, since, title, message, advice }: AlertRow): Alert {
  return { subject, state, since: new Date(Number(since)).toISOString(), title, message, advice };
}
