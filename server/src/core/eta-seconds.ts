/**
 * Seconds that the rest of a piece of work will take if it goes on as it went so far; null at its beginning and its end.
 *
 * @param startedAt Milliseconds since the epoch
 */
export function etaSeconds(startedAt: number, done: number, total: number): number | null {
  if (done <= 0 || total <= done) return null;
  const elapsed = (Date.now() - startedAt) / 1000;
  return Math.ceil((elapsed * (total - done)) / done);
}
