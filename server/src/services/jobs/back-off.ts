const LONGEST_MS = 10 * 60_000;

/**
 * How long to wait before the next try: twice as long each time, at most ten minutes, and of that between the half and
 * the whole, so that what failed together does not come back together.
 *
 * @param attempt The one that failed, from 1 on
 * @param baseMs Before the second try
 * @param random From 0 to 1
 */
export function backOffMs(attempt: number, baseMs: number, random: () => number = Math.random): number {
  const whole = Math.min(LONGEST_MS, baseMs * 2 ** (attempt - 1));
  return Math.round(whole * (0.5 + random() / 2));
}
