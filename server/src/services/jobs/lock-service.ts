import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { LOCK_UID } from '../../content-types/lock-model';
import { isProcessAlive, OWN_PROCESS } from './process-identity';

/**
 * One right to write the repository, over all processes on one database (a server and a command line, or several
 * servers).
 *
 *   free ──acquire──▶ held (expires in 60 s) ──renew each 15 s──▶ held ──release──▶ free
 *                       │ the process dies          │ ▲
 *                       ▼ 60 s                      ▼ │ `withoutRenewal`: expires in 30 min, for a restore that
 *                     expired ──acquire──▶ held     held  has the database's only connection
 *
 * A holder on this machine whose process is gone is expired at once, however long it had asked for.
 * Taken and renewed by compare-and-set in one statement, which SQLite, Postgres and MySQL all carry out atomically.
 */
export interface LockService {
  /** Runs `work` while holding the lock. Throws `repository_busy` when somebody else holds it. */
  hold<T>(work: (held: HeldLock) => Promise<T>): Promise<T>;
}

export interface HeldLock {
  /** Runs `work`, during which the database cannot be asked for a renewal. */
  withoutRenewal<T>(work: () => Promise<T>): Promise<T>;
}

interface LockQuery {
  findOne(query: object): Promise<{ owner: string | null } | null>;
  create(query: object): Promise<object>;
  updateMany(query: object): Promise<{ count: number }>;
}

const NAME = 'repository';
const HOLD_MS = 60_000;
const RENEW_MS = 15_000;
const WITHOUT_RENEWAL_MS = 30 * 60_000;

export function createLockService({ strapi }: { strapi: Core.Strapi }): LockService {
  const locks = () => strapi.db.query(LOCK_UID as never) as unknown as LockQuery;

  return {
    async hold(work) {
      const owner = `${OWN_PROCESS} ${randomBytes(8).toString('hex')}`;
      await ensureRow();
      if (!(await take(owner)) && !(await takeFromDead(owner))) throw busy();
      let isQuiet = false;
      // A renewal that fails is tried again by the next one; four must fail in a row before the lock is lost.
      const renewal = setInterval(() => {
        if (!isQuiet) void renew(owner, HOLD_MS).catch(() => undefined);
      }, RENEW_MS);
      renewal.unref();
      try {
        return await work({
          async withoutRenewal(quietWork) {
            await renew(owner, WITHOUT_RENEWAL_MS);
            isQuiet = true;
            try {
              return await quietWork();
            } finally {
              isQuiet = false;
              await renew(owner, HOLD_MS);
            }
          },
        });
      } finally {
        clearInterval(renewal);
        await release(owner);
      }
    },
  };

  async function ensureRow(): Promise<void> {
    if (await locks().findOne({ where: { name: NAME } })) return;
    try {
      await locks().create({ data: { name: NAME, owner: null, expiresAt: 0 } });
    } catch (error) {
      // Another process made it in between: the name is unique.
      if (!(await locks().findOne({ where: { name: NAME } }))) throw error;
    }
  }

  async function take(owner: string): Promise<boolean> {
    const now = Date.now();
    const { count } = await locks().updateMany({
      where: { name: NAME, expiresAt: { $lt: now } },
      data: { owner, expiresAt: now + HOLD_MS },
    });
    return count === 1;
  }

  async function takeFromDead(owner: string): Promise<boolean> {
    const held = await locks().findOne({ where: { name: NAME } });
    if (!held?.owner || isProcessAlive(held.owner.split(' ')[0]!) !== false) return false;
    const { count } = await locks().updateMany({
      where: { name: NAME, owner: held.owner },
      data: { owner, expiresAt: Date.now() + HOLD_MS },
    });
    return count === 1;
  }

  async function renew(owner: string, forMs: number): Promise<void> {
    await locks().updateMany({ where: { name: NAME, owner }, data: { expiresAt: Date.now() + forMs } });
  }

  async function release(owner: string): Promise<void> {
    await locks().updateMany({ where: { name: NAME, owner }, data: { owner: null, expiresAt: 0 } });
  }
}

function busy(): KeepsakeError {
  return new KeepsakeError('repository_busy', 'Another backup, restore or clean-up is under way.', {
    hint: 'Wait until it has finished, then try again. After a crash the way is free again within a minute.',
    transient: true,
  });
}
