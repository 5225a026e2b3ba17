import type { Core } from '@strapi/strapi';

import type { StoragePlace } from '../../../../shared/contracts/storage';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import type { Repository } from '../../core/repository/repository';
import type { HeldLock } from '../jobs/lock-service';
import { pluginService } from '../plugin-service';
import { placeSettings } from './place-settings';

/**
 * The quota of each storage (`storage.quota`, `storage.cloud.quota`).
 *
 * ```
 *   work, with the room that is left ──fits──▶ done
 *        │ `quota_exceeded`, all that it wrote is taken back
 *        ▼
 *   make room: what has waited its grace time, then what others have offered, in their order: expired exports, then what
 *   retention would remove anyway; then a compaction, for what lies dead among what is needed
 *        │ something was freed            │ nothing was
 *        ▼                                ▼
 *   work once more ──does not fit──▶ `quota_exceeded`, with what is used, what is allowed and what to do
 * ```
 *
 * Nobody may offer the newest good backup or a pinned one.
 */
export interface QuotaService {
  /** Bytes that all backups of a storage together may take; null where there is no limit. */
  limit(place?: StoragePlace): number | null;
  /** `work` is told how many bytes it may add; null where there is no limit. To be called under the lock. */
  within<T>(repository: Repository, lock: HeldLock, work: (room: number | null) => Promise<T>): Promise<T>;
  /** Makes room for so many bytes; throws `quota_exceeded` where there is none. To be called under the lock. */
  demand(repository: Repository, lock: HeldLock, bytes: number): Promise<void>;
  /** Offers something that may go when room is needed; `free` gives the bytes that it freed. */
  offer(free: (lock: HeldLock) => Promise<number>): void;
}

export const QUOTA_EXCEEDED = 'quota_exceeded';

export function createQuotaService({ strapi }: { strapi: Core.Strapi }): QuotaService {
  const offers: ((lock: HeldLock) => Promise<number>)[] = [];

  const service: QuotaService = {
    limit: (place = 'main') => placeSettings(strapi, place).quota ?? null,

    async within(repository, lock, work) {
      const { place } = pluginService(strapi, 'repository').of(repository);
      const limit = service.limit(place);
      if (limit === null) return work(null);
      const attempt = async () => {
        const room = limit - repository.storedBytes();
        if (room <= 0) throw exceeded(limit, repository);
        return work(room);
      };
      try {
        return await attempt();
      } catch (error) {
        if (!isExceeded(error)) throw error;
        if ((await makeRoom(repository, lock)) === 0) throw exceeded(limit, repository, error);
      }
      return attempt().catch((error: unknown) => {
        throw isExceeded(error) ? exceeded(limit, repository, error) : error;
      });
    },

    demand: (repository, lock, bytes) =>
      service.within(repository, lock, async (room) => {
        if (room !== null && room < bytes) throw new KeepsakeError(QUOTA_EXCEEDED, 'There is no room.');
      }),

    offer: (free) => void offers.push(free),
  };

  /** Returns the bytes that came free. */
  async function makeRoom(repository: Repository, lock: HeldLock): Promise<number> {
    const before = repository.storedBytes();
    // Of no snapshot: only what was deleted before, and nobody can be reading any more.
    await repository.removeSnapshots([]);
    for (const free of offers) await freeQuietly(() => free(lock));
    await freeQuietly(() => repository.compact());
    return before - repository.storedBytes();
  }

  /** That there is no room is what is to be told, and not what else went wrong with making some. */
  async function freeQuietly(free: () => Promise<unknown>): Promise<void> {
    try {
      await free();
    } catch (caught) {
      const { message } = asKeepsakeError(caught);
      strapi.log.error(`keepsake: room could not be made in the storage: ${message}`);
    }
  }

  return service;
}

function isExceeded(error: unknown): boolean {
  return (error as { code?: unknown }).code === QUOTA_EXCEEDED;
}

function exceeded(limit: number, repository: Repository, cause?: unknown): KeepsakeError {
  const used = repository.storedBytes();
  const waiting = used - repository.usage().bytes;
  return new KeepsakeError(
    QUOTA_EXCEEDED,
    `The storage may take ${limit} bytes (storage.quota), ${used} of them are used, and this needs more than the ` +
      `${Math.max(0, limit - used)} that are left. ${waiting > 0 ? `${waiting} more are not needed and go when their grace time is over. ` : ''}` +
      'What it had written was taken back.',
    {
      hint:
        'Delete backups that you no longer need, wait until their grace time is over (cleanUp.graceHours) and run ' +
        'keepsake maintenance compact; or raise storage.quota in config/plugins.',
      cause,
    },
  );
}
