import type { Core } from '@strapi/strapi';

import type { Health, HealthCheckId } from '../../../../shared/contracts/health';
import { sendOut } from '../../core/http/send-out';
import { asKeepsakeError } from '../../core/errors';
import type { EndedJob } from '../jobs/ended-job';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import { ALERT_EVENTS } from './channels';
import type { Report } from './notification-service';

/** Kinds of jobs whose failure concerns whoever keeps the site, and not only who started one. */
const TITLES: Record<string, string> = {
  backup: 'A backup did not succeed.',
  verify: 'A verification did not succeed.',
  drill: 'A drill did not succeed.',
  maintenance: 'The clean-up of the storage did not succeed.',
  keys: 'The change of keys did not succeed.',
};

/** Once at boot, in every process. */
export function watchForAlerts(strapi: Core.Strapi): void {
  const webhooks = strapi.get('webhookStore') as { addAllowedEvent(key: string, value: string): void };
  for (const event of ALERT_EVENTS) webhooks.addAllowedEvent(event.toUpperCase().replace(/\./g, '_'), event);
  pluginService(strapi, 'jobs').onEnd(async (job) => {
    const report = await reportOfJob(strapi, job);
    if (report) await pluginService(strapi, 'notifications').report(report);
    if (job.row.type === 'backup' && job.state === 'succeeded')
      pluginService(strapi, 'notifications').later(beat(strapi));
  });
}

/** Null for what nobody is to be told of: kinds without a title, what was cancelled, schedules that are not to notify. */
async function reportOfJob(
  strapi: Core.Strapi,
  { row, state, error, problems }: EndedJob,
): Promise<Report | null> {
  const title = TITLES[row.type];
  if (!title || state === 'cancelled' || (await isSilent(strapi, row.input))) return null;
  const subject = `${row.type}:${row.project}`;
  if (state === 'succeeded') return { subject, state: 'good', title, message: 'It succeeds again.' };
  const [first] = problems;
  const lacks = first
    ? `${problems.length} problems, first of all: ${first.item}: ${first.message}`
    : `It was ${state}.`;
  const message = error && error.code !== 'unexpected' ? error.message : lacks;
  return { subject, state: 'bad', title, message, advice: error?.hint || 'See the job in the list of jobs.' };
}

async function isSilent(strapi: Core.Strapi, input: unknown): Promise<boolean> {
  const { schedule } = (input ?? {}) as { schedule?: string };
  if (!schedule) return false;
  const found = await pluginService(strapi, 'schedules')
    .find(schedule)
    .catch(() => null);
  return found?.notify === false;
}

/** Who was told already of what makes these checks red, by the first part of their alert's subject. */
const TOLD_BY: Partial<Record<HealthCheckId, string[]>> = {
  backup: ['backup', 'verify', 'drill'],
  repository: ['verify', 'drill'],
  failures: ['backup'],
  missed: ['missed'],
};

/** Health that turns red, runs that were missed, and the end of either. What the end of a job told is not told again. */
export async function reportHealth(strapi: Core.Strapi, { checks }: Health): Promise<void> {
  const notifications = pluginService(strapi, 'notifications');
  const missed = checks.find(({ id }) => id === 'missed');
  if (missed && missed.state !== 'unknown')
    await notifications.report({
      subject: 'missed',
      state: missed.state === 'ok' ? 'good' : 'bad',
      title: 'Scheduled backups were missed.',
      message: missed.message,
      advice: missed.advice,
    });
  const red = checks.filter((check) => check.state === 'red');
  const told = new Set((await notifications.alerts()).map(({ subject }) => subject.split(':')[0]!));
  const untold = red.filter(({ id }) => !TOLD_BY[id]?.some((subject) => told.has(subject)));
  // All of it told by others: health is not well again either.
  if (red.length === 0 || untold.length > 0)
    await notifications.report({
      subject: 'health',
      state: red.length > 0 ? 'bad' : 'good',
      title: 'Health is red.',
      message: untold.map(({ message }) => message).join(' ') || 'No check is red any more.',
      advice: untold.map(({ advice }) => advice).join(' '),
    });
  await notifications.deliverPending();
}

/** What answers is not looked at: a heart that beats is all that is said. */
async function beat(strapi: Core.Strapi): Promise<void> {
  const { heartbeatUrl: url, heartbeatPrivate: allowPrivate } = keepsakeConfig(strapi).health;
  if (!url) return;
  try {
    await sendOut({ method: 'GET', url, allowPrivate });
  } catch (error) {
    strapi.log.warn(`keepsake: the heartbeat could not be sent: ${asKeepsakeError(error).message}`);
  }
}
