/**
 * How often somebody may come with an address that opens nothing. Nobody guesses a token; this keeps the trying itself
 * from costing the site anything.
 */
export interface AttemptLimit {
  /** Seconds until `who` may try again; 0 where they may now. */
  secondsToWait(who: string): number;
  note(who: string): void;
  /** The last one does not count after all. */
  takeBack(who: string): void;
}

interface Attempts {
  count: number;
  since: number;
}

/** So many addresses are remembered at most; then the oldest are forgotten. */
const REMEMBERED = 10_000;

export function createAttemptLimit(most: number, withinMs: number, now = Date.now): AttemptLimit {
  const attempts = new Map<string, Attempts>();
  const current = (who: string) => {
    const found = attempts.get(who);
    return found && now() - found.since < withinMs ? found : null;
  };
  return {
    secondsToWait(who) {
      const found = current(who);
      if (!found || found.count < most) return 0;
      return Math.ceil((found.since + withinMs - now()) / 1000);
    },
    note(who) {
      const found = current(who);
      if (found) {
        found.count += 1;
        return;
      }
      attempts.delete(who);
      attempts.set(who, { count: 1, since: now() });
      const [oldest] = attempts.keys();
      if (attempts.size > REMEMBERED && oldest !== undefined) attempts.delete(oldest);
    },
    takeBack(who) {
      const found = current(who);
      if (found) found.count -= 1;
    },
  };
}
