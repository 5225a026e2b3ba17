import { createHash } from 'node:crypto';

/**
 * By how many whole minutes a schedule of a site runs later than its time says: always the same for the two, spread
 * evenly over the window, so that many sites on one storage do not all come at once.
 *
 * @param windowMinutes 0 for none
 */
export function jitterMinutes(siteId: string, scheduleId: string, windowMinutes: number): number {
  if (windowMinutes <= 0) return 0;
  const digest = createHash('sha256').update(`${siteId}\n${scheduleId}`).digest();
  return digest.readUInt32BE(0) % (windowMinutes + 1);
}
