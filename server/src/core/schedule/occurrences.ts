import { Cron } from 'croner';

import { cronPatterns } from './cron-patterns';
import { timingFaults } from './timing';
import type { Timing, TimingFault } from './timing';
import { wallClock } from './wall-clock';

/**
 * The instants at which a schedule runs, always by the clock of its zone.
 *
 * A time of day that the clock jumps over runs at the first instant after the jump, one that comes twice runs the first
 * time: no day is lost and none doubled. A cron expression with a `*` or a step in its minutes or hours counts hours
 * instead: it skips what is skipped and runs in both passes. (Vixie's rules; table in the unit test.)
 */
export interface Occurrences {
  /** The first one later than `after`; null when there is none. */
  next(after: Date): Date | null;
  /** The next ones later than `after`. */
  upcoming(after: Date, count: number): Date[];
  /** The last one later than `after` and not later than `until`. */
  latest(after: Date, until: Date): Date | null;
  /** How many there are in the same span, counted up to `limit`. */
  count(after: Date, until: Date, limit: number): number;
}

/** First window in which the latest one is looked for; doubled until it holds one. */
const WINDOW_MS = 2 * 60_000;
/** More than any clock was ever put forward, a day in Samoa in 2011. */
const LONGEST_JUMP_MS = 26 * 60 * 60_000;

type Next = (after: Date) => Date | null;

/** @throws TypeError or RangeError for a timing with faults, see `findTimingFaults` */
export function occurrencesOf(timing: Timing): Occurrences {
  const each = cronPatterns(timing).map((pattern) =>
    countsHours(pattern) ? nextOfHours(pattern, timing.timezone) : nextOfTimes(pattern, timing.timezone),
  );

  function next(after: Date): Date | null {
    const found = each.flatMap((nextOf) => nextOf(after) ?? []);
    return found.length > 0 ? new Date(Math.min(...found.map(Number))) : null;
  }

  function between(after: Date, until: Date, limit = Infinity): Date[] {
    const found: Date[] = [];
    for (let at = next(after); at && at <= until && found.length < limit; at = next(at)) found.push(at);
    return found;
  }

  return {
    next,
    upcoming: (after, count) => between(after, new Date(8.64e15), count),
    latest(after, until) {
      // Backwards in growing windows: a schedule of each minute that stood still for a year is not counted through.
      for (let window = WINDOW_MS; ; window *= 2) {
        const from = new Date(Math.max(after.getTime(), until.getTime() - window));
        const last = between(from, until).at(-1);
        if (last) return last;
        if (from <= after) return null;
      }
    },
    count: (after, until, limit) => between(after, until, limit).length,
  };
}

function countsHours(pattern: string): boolean {
  const [minutes = '', hours = ''] = pattern.split(' ');
  return /[*/]/.test(minutes + hours);
}

function nextOfHours(pattern: string, timezone: string): Next {
  const cron = new Cron(pattern, { timezone, mode: '5-part', paused: true });
  return (after) => cron.nextRun(after);
}

/**
 * croner counts through the calendar as if there were no zones, and the wall clock says when each time is. (With a zone
 * croner 11.0.1 itself loses the day when the jump leads over midnight, as in Nuuk: 23:30 on 28 March 2026.)
 */
function nextOfTimes(pattern: string, timezone: string): Next {
  const cron = new Cron(pattern, { timezone: 'UTC', mode: '5-part', paused: true });
  const clock = wallClock(timezone);
  return (after) => {
    let wall = cron.nextRun(new Date(clock.at(after.getTime()) - LONGEST_JUMP_MS));
    while (wall) {
      const instant = clock.instantOf(wall.getTime());
      if (instant > after.getTime()) return new Date(instant);
      wall = cron.nextRun(wall);
    }
    return null;
  };
}

/** All that is wrong with a timing, each with the field that it is wrong in. Empty for one that runs. */
export function findTimingFaults(timing: Timing): TimingFault[] {
  const faults = timingFaults(timing);
  if (faults.length > 0) return faults;
  try {
    if (occurrencesOf(timing).next(new Date())) return [];
    return [{ field: 'cron', message: `"${timing.cron}" never happens` }];
  } catch (error) {
    return [{ field: 'cron', message: `"${timing.cron}" cannot be read: ${reasonOf(error)}` }];
  }
}

/** croner says `CronPattern: Invalid value for hour: 25`. */
function reasonOf(error: unknown): string {
  return (error as Error).message.replace(/^[A-Za-z]+:\s*/, '');
}
