import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';

import { refuse } from '../controllers/answer';
import { KeepsakeError } from '../core/errors';
import { whoActs } from '../services/activity/who-acts';
import { keepsakeConfig } from '../services/repository/private-directory';
import { createAttemptLimit } from '../services/tickets/attempt-limit';
import type { AttemptLimit } from '../services/tickets/attempt-limit';

const HOUR_MS = 3_600_000;

/** Of each site that runs in this process. */
const begun = new WeakMap<Core.Strapi, { most: number; limit: AttemptLimit }>();

/**
 * On every route: a request is no larger than `limits.bodySize`, and nobody begins more than `limits.jobsPerHour` jobs.
 * What was refused counts for nothing.
 */
export function withinLimits({ beginsJob }: { beginsJob: boolean }, { strapi }: { strapi: Core.Strapi }) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const who = nameOf(strapi, ctx);
    try {
      assertFits(ctx, keepsakeConfig(strapi).limits.bodySize);
      if (beginsJob) take(strapi, who);
    } catch (caught) {
      refuse(strapi, ctx, caught);
      return;
    }
    await next();
    if (beginsJob && ctx.status >= 300) limitOf(strapi).takeBack(who);
  };
}

function limitOf(strapi: Core.Strapi): AttemptLimit {
  const most = keepsakeConfig(strapi).limits.jobsPerHour;
  const found = begun.get(strapi);
  if (found?.most === most) return found.limit;
  const limit = createAttemptLimit(most, HOUR_MS);
  begun.set(strapi, { most, limit });
  return limit;
}

/** At once, so that a hundred requests at the same time are not all let through. */
function take(strapi: Core.Strapi, who: string): void {
  const wait = limitOf(strapi).secondsToWait(who);
  if (wait > 0) throw tooManyJobs(keepsakeConfig(strapi).limits.jobsPerHour, wait);
  limitOf(strapi).note(who);
}

/** Whose role lets them begin jobs without a login are told apart by where they come from. */
function nameOf(strapi: Core.Strapi, ctx: Context): string {
  const { kind, id } = whoActs(strapi);
  return `${kind} ${id ?? ctx.ip}`;
}

/** Of an upload it is the file that is large. */
function assertFits(ctx: Context, most: number): void {
  const bytes = ctx.request.length ?? 0;
  if (bytes <= most || ctx.is('multipart')) return;
  throw new KeepsakeError('body_too_large', `The request has ${bytes} bytes, and may have ${most}.`, {
    hint: 'Ask for less at once, or raise limits.bodySize in the settings of Keepsake.',
  });
}

function tooManyJobs(most: number, seconds: number): KeepsakeError {
  return new KeepsakeError('too_many_jobs', `You have begun ${most} jobs within an hour; that is the most.`, {
    hint: `Try again in ${seconds} seconds, or raise limits.jobsPerHour in the settings of Keepsake.`,
    transient: true,
    retryAfter: seconds,
  });
}
