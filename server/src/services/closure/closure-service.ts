import { setTimeout as wait } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import { currentRole } from '../../role';
import { hasOneConnection } from '../has-one-connection';
import { leaseRow } from '../jobs/lease';
import type { Lease } from '../jobs/lease';
import { isProcessAlive, OWN_PROCESS } from '../jobs/process-identity';
import { refreshCaches } from './refresh-caches';
import { withoutWaiting } from './without-waiting';

/**
 * Whether this process takes requests. While a restore writes, no instance on its database does.
 *
 *   open ──`during` begins──▶ closed here ──its work ends, well or not──▶ open
 *   open ──a look finds the row held──▶ closed elsewhere ──a look finds it free──▶ open, caches refreshed
 *                                            └──its holder is dead: the row is cleared──▶ open
 *
 * Each instance looks at the row once a second, and answers requests from what it saw last. The row counts how often
 * the site was closed: an instance that missed a short restore still sees that there was one.
 */
export interface ClosureService {
  /** Runs `work` with the site closed to requests, here at once and elsewhere within two seconds. */
  during<T>(jobId: string, work: () => Promise<T>): Promise<T>;
  /** Why requests are refused just now; null while they are not. */
  current(): Closure | null;
  /** Answers a request while the site is open, so that `during` can wait for it. */
  attend<T>(answer: () => Promise<T>): Promise<T>;
  /** Looks once, and from then on each second. */
  start(): Promise<void>;
  stop(): void;
}

export interface Closure {
  /** The restore's job where this process runs it. */
  jobId: string | null;
  since: number;
}

const LOOK_MS = 1000;
const HOLD_MS = 60_000;
const RENEW_MS = 15_000;
/** For what was under way when the site closed; a slow download must not keep it from closing. */
const DRAIN_MS = 2000;
/**
 * A command line gives a server beside it the time to look. On SQLite a server that does not know waits for the file
 * with its only thread, and answers nobody.
 */
const SEEN_MS = LOOK_MS + 500;
/** A process of the same number as a dead holder's must not keep a site closed for ever. */
const ALIVE_AT_MOST_MS = 30 * 60_000;

export function createClosureService({ strapi }: { strapi: Core.Strapi }): ClosureService {
  const lease = leaseRow(strapi, 'maintenance');
  let closed: Closure | null = null;
  /** How often the site had been closed when this process last had fresh caches. */
  let seen: number | null = null;
  let attended = 0;
  let timer: NodeJS.Timeout | null = null;

  const isClosedHere = () => closed !== null && closed.jobId !== null;

  const service: ClosureService = {
    async during(jobId, work) {
      const owner = `${OWN_PROCESS} ${jobId}`;
      seen = await seize(owner);
      closed = { jobId, since: Date.now() };
      const renewal = hasOneConnection(strapi) ? null : setInterval(() => void renew(owner), RENEW_MS);
      renewal?.unref();
      try {
        await drain();
        if (currentRole() === 'cli') await wait(SEEN_MS);
        return await work();
      } finally {
        if (renewal) clearInterval(renewal);
        await reopen(owner);
      }
    },

    current: () => closed,

    async attend(answer) {
      attended += 1;
      try {
        return await answer();
      } finally {
        attended -= 1;
      }
    },

    async start() {
      await look();
      lookAgain();
    },

    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };

  /** Whoever restores holds the repository's lock, so a holder found here is dead or gave up. */
  async function seize(owner: string): Promise<number> {
    for (;;) {
      const taken = await lease.take(await lease.read(), owner, HOLD_MS);
      if (taken) return taken.taken;
    }
  }

  /** A renewal that fails is tried again by the next one. */
  async function renew(owner: string): Promise<void> {
    await lease.renew(owner, HOLD_MS).catch(() => undefined);
  }

  async function drain(): Promise<void> {
    const until = Date.now() + DRAIN_MS;
    while (attended > 0 && Date.now() < until) await wait(10);
  }

  async function reopen(owner: string): Promise<void> {
    try {
      await lease.release(owner);
    } catch (error) {
      // Others open when the lease has expired; what the restore came to is told all the same.
      strapi.log.error('keepsake: the end of a restore could not be noted for other servers.');
      strapi.log.error(error);
    }
    closed = null;
  }

  function lookAgain(): void {
    timer = setTimeout(() => {
      // A database that does not answer now is asked again; until then it stays as it was seen last.
      void look()
        .catch(() => undefined)
        .then(() => timer && lookAgain());
    }, LOOK_MS);
    timer.unref();
  }

  async function look(): Promise<void> {
    if (isClosedHere()) return;
    if (closed) await withoutWaiting(strapi, lookAtRow);
    else await lookAtRow();
  }

  async function lookAtRow(): Promise<void> {
    const found = await lease.read();
    // It was closed here in between.
    if (isClosedHere()) return;
    if (found.owner !== null && (!isOver(found) || !(await lease.release(found.owner)))) {
      closed ??= { jobId: null, since: Date.now() };
      return;
    }
    if (seen !== null && seen !== found.taken) {
      for (const { message } of await refreshCaches(strapi)) strapi.log.warn(`keepsake: ${message}`);
    }
    seen = found.taken;
    if (!isClosedHere()) closed = null;
  }

  return service;
}

/**
 * On SQLite a holder cannot renew while it writes, but then nobody else can write either: clearing the row of one that
 * only looks dead fails.
 */
function isOver({ owner, expiresAt }: Lease): boolean {
  const isAlive = isProcessAlive(owner!.split(' ')[0]!);
  if (isAlive === false) return true;
  return Date.now() > expiresAt + (isAlive ? ALIVE_AT_MOST_MS : 0);
}
