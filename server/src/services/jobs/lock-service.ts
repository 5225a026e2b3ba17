import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { hasOneConnection } from '../has-one-connection';
import { leaseRow } from './lease';
import type { Lease, LeaseRow } from './lease';
import { isProcessAlive, OWN_PROCESS } from './process-identity';

/**
 * One right to write the repository, over all processes on one database (a server and a command line, or several
 * servers).
 *
 *   free ──acquire──▶ held (expires in 60 s) ──renew each 15 s──▶ held ──release──▶ free
 *                       │ the process dies          │ ▲
 *                       ▼ 60 s                      ▼ │ `withoutRenewal` on SQLite: expires in 30 min, for a restore
 *                     expired ──acquire──▶ held     held  that has the database's only connection
 *
 * A holder on this machine whose process is gone is expired at once, however long it had asked for.
 */
export interface LockService {
  /** Runs `work` while holding the lock. Throws `repository_busy` when somebody else holds it. */
  hold<T>(work: (held: HeldLock) => Promise<T>): Promise<T>;
  /** The same for a right of another name, that has nothing to do with the repository: throws `upkeep_busy`. */
  only<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export interface HeldLock {
  /** Runs `work`, during which SQLite cannot be asked for a renewal. Postgres and MySQL can, and are. */
  withoutRenewal<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Throws `lock_lost` when somebody else has taken the lock since, after this process stood still for longer than it
   * held it. To be asked before what is written counts.
   */
  assertHeld(): Promise<void>;
}

const HOLD_MS = 60_000;
const RENEW_MS = 15_000;
const WITHOUT_RENEWAL_MS = 30 * 60_000;

export function createLockService({ strapi }: { strapi: Core.Strapi }): LockService {
  return {
    hold: (work) => holding(leaseRow(strapi, 'repository'), busy, work),
    only: (name, work) => holding(leaseRow(strapi, name), () => upkeepBusy(name), work),
  };

  async function holding<T>(
    lease: LeaseRow,
    taken: () => KeepsakeError,
    work: (held: HeldLock) => Promise<T>,
  ): Promise<T> {
    const owner = `${OWN_PROCESS} ${randomBytes(8).toString('hex')}`;
    const found = await lease.read();
    const held = isFree(found) ? await lease.take(found, owner, HOLD_MS) : null;
    if (!held) throw taken();
    let isQuiet = false;
    // A renewal that fails is tried again by the next one; four must fail in a row before the lock is lost.
    const renewal = setInterval(() => {
      if (!isQuiet) void lease.renew(owner, HOLD_MS).catch(() => undefined);
    }, RENEW_MS);
    renewal.unref();
    try {
      return await work({
        async assertHeld() {
          // Whoever takes it raises the count: a lock that came back to nobody is lost all the same.
          const now = await lease.read();
          if (now.taken !== held.taken || now.owner !== owner) throw lost();
        },
        async withoutRenewal(quietWork) {
          if (!hasOneConnection(strapi)) return quietWork();
          await lease.renew(owner, WITHOUT_RENEWAL_MS);
          isQuiet = true;
          try {
            return await quietWork();
          } finally {
            isQuiet = false;
            await lease.renew(owner, HOLD_MS);
          }
        },
      });
    } finally {
      clearInterval(renewal);
      await lease.release(owner);
    }
  }
}

function isFree({ owner, expiresAt }: Lease): boolean {
  if (owner === null || expiresAt < Date.now()) return true;
  return isProcessAlive(owner.split(' ')[0]!) === false;
}

function upkeepBusy(name: string): KeepsakeError {
  return new KeepsakeError('upkeep_busy', `Another process of the site does this just now (${name}).`, {
    hint: 'Nothing needs to be done; ask again in a minute.',
    transient: true,
  });
}

function lost(): KeepsakeError {
  return new KeepsakeError('lock_lost', 'This process stood still so long that another one took over.', {
    hint: 'Start it again. What it wrote does not count.',
    transient: true,
  });
}

function busy(): KeepsakeError {
  return new KeepsakeError('repository_busy', 'Another backup, restore or clean-up is under way.', {
    hint: 'Wait until it has finished, then try again. After a crash the way is free again within a minute.',
    transient: true,
  });
}
