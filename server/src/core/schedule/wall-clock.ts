/**
 * What the clocks of a zone show, as milliseconds: those of the instant at which a clock in UTC would show the same.
 */
export interface WallClock {
  /** What they show at an instant. */
  at(instant: number): number;
  /**
   * The instant at which they show `wall`: the first one where it comes twice; where they jump over it, the first
   * instant after the jump.
   */
  instantOf(wall: number): number;
}

const DAY_MS = 24 * 60 * 60_000;
const SECOND_MS = 1000;

/** @throws RangeError for what is no time zone */
export function wallClock(timezone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  function at(instant: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  }

  return {
    at,
    instantOf(wall) {
      // A zone changes its offset once within these two days at most: before it one holds, after it the other.
      const before = wall - DAY_MS;
      const after = wall + DAY_MS;
      const offsets = [at(before) - before, at(after) - after];
      const exact = offsets.map((offset) => wall - offset).filter((instant) => at(instant) === wall);
      if (exact.length > 0) return Math.min(...exact);
      return firstAfterJump(wall, before, after);
    },
  };

  function firstAfterJump(wall: number, before: number, after: number): number {
    let [early, late] = [before, after];
    while (late - early > SECOND_MS) {
      const middle = Math.floor((early + late) / 2 / SECOND_MS) * SECOND_MS;
      if (at(middle) >= wall) late = middle;
      else early = middle;
    }
    return late;
  }
}
