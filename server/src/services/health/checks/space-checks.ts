import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

import type { HealthCheck } from '../../../../../shared/contracts/health';
import { privateDirectory } from '../../repository/private-directory';
import { found, sizeOf } from '../found';
import type { HealthFacts } from '../health-facts';

const GB = 1_000_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Of the disk that backups, or the copies that they are read from, are written to. */
export async function checkSpace({ strapi, config, backups }: HealthFacts): Promise<HealthCheck> {
  const isHome = config.storage.provider === 'private';
  const free = await freeBytes(isHome ? privateDirectory(strapi) : tmpdir());
  if (free === null)
    return found('space', 'unknown', 'space_unknown', 'How much space is free could not be found out.');
  const largest = Math.max(0, ...backups.slice(0, 10).map(({ storedBytes }) => Number(storedBytes)));
  const values = { freeBytes: free };
  const message = `${sizeOf(free)} are free on the disk.`;
  const advice = 'Make room on the disk, or have backups elsewhere; see docs/storage.md.';
  if (free < Math.max(GB / 5, largest))
    return found('space', 'red', 'space_out', message, { advice, values });
  if (free < Math.max(GB, largest * 3))
    return found('space', 'warn', 'space_low', message, { advice, values });
  return found('space', 'ok', 'space_free', message, { values });
}

/** Of the nearest folder above that is there. */
async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const above = folder.replace(/[/\\][^/\\]+$/, '');
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder || above === '') return null;
    return freeBytes(above);
  }
}

/** How full the storage is by its own limit, and when it will be. */
export function checkQuota({ config, repository, backups, now }: HealthFacts): HealthCheck[] {
  const limit = config.storage.quota;
  if (limit === undefined || !repository) return [];
  const used = repository.storedBytes();
  const percent = Math.round((used / limit) * 100);
  const days = daysUntilFull(limit - used, backups, now);
  const values = { percent, usedBytes: used, limitBytes: limit, days: days ?? 0 };
  const message = `${sizeOf(used)} of ${sizeOf(limit)} are used (${percent} %).`;
  const soon = days !== null && days < 14 ? ` It is full in about ${days} days.` : '';
  const advice = 'Delete backups that are no longer needed, keep fewer of them, or raise storage.quota.';
  const state = percent >= 95 || (days !== null && days < 3) ? 'red' : percent >= 80 || soon ? 'warn' : 'ok';
  const code = state === 'ok' ? 'quota_free' : soon ? 'quota_soon' : 'quota_high';
  return [found('quota', state, code, message + soon, { advice: state === 'ok' ? '' : advice, values })];
}

/** By what the last two weeks added; null where that says nothing. */
function daysUntilFull(left: number, backups: HealthFacts['backups'], now: number): number | null {
  const recent = backups.filter(({ startedAt }) => now - Date.parse(startedAt) < 14 * DAY_MS);
  const oldest = recent.at(-1);
  if (!oldest || recent.length < 3) return null;
  const days = (now - Date.parse(oldest.startedAt)) / DAY_MS;
  const added = recent.reduce((sum, { storedBytes }) => sum + Number(storedBytes), 0);
  if (days < 2 || added <= 0) return null;
  return Math.max(0, Math.floor(left / (added / days)));
}
