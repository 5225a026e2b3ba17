import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { LOCK_UID } from '../../content-types/lock-model';

/**
 * One right to write the repository, over all processes on one database (a server and a command line, or several
 * servers).
 *
 *   free ──acquire──▶ held (expires in 60 s) ──renew each 15 s──▶ held ──release──▶ free
 *                       │ the process dies
 *                       ▼ 60 s
 *                     expired ──acquire by anyone──▶ held
 *
 * Taken and renewed by compare-and-set in one statement, which SQLite, Postgres and MySQL all carry out atomically.
 */
export interface LockService {
  /** Runs `work` while holding the lock. Throws `repository_busy` when somebody else holds it. */
  hold<T>(work: () => Promise<T>, options?: { forMs?: number }): Promise<T>;
}

interface LockQuery {
  findOne(query: object): Promise<object | null>;
  create(query: object): Promise<object>;
  updateMany(query: object): Promise<{ count: number }>;
}

const NAME = 'repository';
const HOLD_MS = 60_000;
const RENEW_MS = 15_000;

export function createLockService({ strapi }: { strapi: Core.Strapi }): LockService {
  const locks = () => strapi.db.query(LOCK_UID as never) as unknown as LockQuery;

  return {
    async hold(work, { forMs = HOLD_MS } = {}) {
      const owner = randomBytes(8).toString('hex');
      await ensureRow();
      if (!(await take(owner, forMs))) throw busy();
      // A renewal that fails is tried again by the next one; four must fail in a row before the lock is lost.
      const renewal = setInterval(() => void renew(owner, forMs).catch(() => undefined), RENEW_MS);
      renewal.unref();
      try {
        return await work();
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

  async function take(owner: string, forMs: number): Promise<boolean> {
    const now = Date.now();
    const { count } = await locks().updateMany({
      where: { name: NAME, expiresAt: { $lt: now } },
      data: { owner, expiresAt: now + forMs },
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
