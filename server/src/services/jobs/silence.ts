/**
 * For how long each of several processes has given no sign of life, by the clock of this one alone: clocks of different
 * machines are never compared. A sign of life is any change of what is seen.
 */
export interface Silence {
  /** Milliseconds since `sign` was another; 0 when it is seen for the first time. */
  of(id: string, sign: string): number;
  /** Forgets all but these. */
  keepOnly(ids: string[]): void;
}

/** @param now Milliseconds of a clock that never goes back */
export function createSilence(now: () => number = () => performance.now()): Silence {
  const seen = new Map<string, { sign: string; since: number }>();
  return {
    of(id, sign) {
      const last = seen.get(id);
      if (last?.sign === sign) return now() - last.since;
      seen.set(id, { sign, since: now() });
      return 0;
    },
    keepOnly(ids) {
      for (const id of seen.keys()) if (!ids.includes(id)) seen.delete(id);
    },
  };
}
