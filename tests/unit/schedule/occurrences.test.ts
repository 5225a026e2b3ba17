import fc from 'fast-check';

import { findTimingFaults, occurrencesOf } from '../../../server/src/core/schedule/occurrences';
import type { Timing } from '../../../server/src/core/schedule/timing';

const daily = (time: string, timezone: string): Timing => ({ schedule: 'daily', time, timezone });
const cron = (text: string, timezone: string): Timing => ({
  schedule: 'cron',
  cron: text,
  time: '00:00',
  timezone,
});
const monthly = (day: number, time = '02:00', timezone = 'UTC'): Timing => ({
  schedule: 'monthly',
  time,
  timezone,
  day_of_month: day,
});

function runs(timing: Timing, after: string, count: number): string[] {
  return occurrencesOf(timing)
    .upcoming(new Date(after), count)
    .map((at) => at.toISOString().slice(0, 16));
}

describe('The runs of a schedule', () => {
  it.each<[string, Timing, string, string[]]>([
    [
      'New York, forwards over 02:30',
      daily('02:30', 'America/New_York'),
      '2026-03-07T12:00Z',
      ['2026-03-08T07:00', '2026-03-09T06:30'],
    ],
    [
      'New York, back over 01:30: once, the first time',
      daily('01:30', 'America/New_York'),
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30', '2026-11-02T06:30'],
    ],
    [
      'New York, each hour, over the hour that comes twice',
      cron('0 * * * *', 'America/New_York'),
      '2026-11-01T04:30Z',
      ['2026-11-01T05:00', '2026-11-01T06:00', '2026-11-01T07:00'],
    ],
    [
      'New York, each hour, over the hour that is left out',
      cron('0 * * * *', 'America/New_York'),
      '2026-03-08T05:30Z',
      ['2026-03-08T06:00', '2026-03-08T07:00', '2026-03-08T08:00'],
    ],
    [
      'New York, two times a day, forwards: none of them is lost',
      cron('30 2,14 * * *', 'America/New_York'),
      '2026-03-08T06:00Z',
      ['2026-03-08T07:00', '2026-03-08T18:30'],
    ],
    [
      'New York, two times a day, back: none comes twice',
      cron('30 1,13 * * *', 'America/New_York'),
      '2026-11-01T05:00Z',
      ['2026-11-01T05:30', '2026-11-01T18:30'],
    ],
    [
      'Lord Howe, forwards by half an hour over 02:15',
      daily('02:15', 'Australia/Lord_Howe'),
      '2026-10-03T00:00Z',
      ['2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      'Lord Howe, back by half an hour over 01:45',
      daily('01:45', 'Australia/Lord_Howe'),
      '2026-04-03T20:00Z',
      ['2026-04-04T14:45', '2026-04-05T15:15'],
    ],
    [
      'Beirut, forwards over midnight',
      daily('00:00', 'Asia/Beirut'),
      '2026-03-28T00:00Z',
      ['2026-03-28T22:00', '2026-03-29T21:00'],
    ],
    [
      'Beirut, back over midnight: 23:30 comes twice',
      daily('23:30', 'Asia/Beirut'),
      '2026-10-24T12:00Z',
      ['2026-10-24T20:30', '2026-10-25T21:30'],
    ],
    [
      'Nuuk, forwards from 23:00 into the next day',
      daily('23:30', 'America/Nuuk'),
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'Samoa, over a day that never was',
      daily('09:00', 'Pacific/Apia'),
      '2011-12-29T12:00Z',
      ['2011-12-29T19:00', '2011-12-30T10:00', '2011-12-30T19:00'],
    ],
  ])('%s', (_, timing, after, expected) => {
    expect(runs(timing, after, expected.length)).toEqual(expected);
  });

  it('of a month are on its last day where it is shorter, in leap years too', () => {
    expect(runs(monthly(31), '2027-12-31T12:00Z', 4)).toEqual([
      '2028-01-31T02:00',
      '2028-02-29T02:00',
      '2028-03-31T02:00',
      '2028-04-30T02:00',
    ]);
    expect(runs(monthly(30), '2027-01-01T00:00Z', 3)).toEqual([
      '2027-01-30T02:00',
      '2027-02-28T02:00',
      '2027-03-30T02:00',
    ]);
    expect(runs(monthly(29), '2027-02-01T00:00Z', 2)).toEqual(['2027-02-28T02:00', '2027-03-29T02:00']);
    expect(runs(monthly(29), '2028-02-01T00:00Z', 2)).toEqual(['2028-02-29T02:00', '2028-03-29T02:00']);
    expect(runs(monthly(28), '2027-02-01T00:00Z', 2)).toEqual(['2027-02-28T02:00', '2027-03-28T02:00']);
    expect(runs(monthly(29), '2100-02-01T00:00Z', 1)).toEqual(['2100-02-28T02:00']);
  });

  it('of a week are on its day by the clock of the zone', () => {
    const timing: Timing = { schedule: 'weekly', time: '00:15', timezone: 'Asia/Tokyo', day_of_week: 1 };
    // Monday in Tokyo is still Sunday in Greenwich.
    expect(runs(timing, '2026-11-22T00:00Z', 2)).toEqual(['2026-11-22T15:15', '2026-11-29T15:15']);
  });

  it('may be written with a cron nickname and with blanks around', () => {
    expect(runs(cron('  @daily ', 'UTC'), '2026-01-01T00:00Z', 1)).toEqual(['2026-01-02T00:00']);
    expect(runs(cron('0   6 * * MON-FRI', 'UTC'), '2026-11-20T07:00Z', 1)).toEqual(['2026-11-23T06:00']);
  });

  it('have an end where the calendar has none left', () => {
    expect(occurrencesOf(cron('0 0 30 2 *', 'UTC')).next(new Date('2026-01-01'))).toBeNull();
    expect(occurrencesOf(cron('*/5 0 30 2 *', 'UTC')).upcoming(new Date('2026-01-01'), 3)).toEqual([]);
  });
});

describe('The runs that were missed', () => {
  const week = occurrencesOf(daily('02:00', 'Europe/Berlin'));
  const from = new Date('2026-11-01T12:00Z');

  it('come down to the last one, and are counted', () => {
    const until = new Date('2026-11-08T12:00Z');
    expect(week.latest(from, until)?.toISOString()).toBe('2026-11-08T01:00:00.000Z');
    expect(week.count(from, until, 100)).toBe(7);
    expect(week.count(from, until, 3)).toBe(3);
  });

  it('are none where none was due, nor when the clock went back', () => {
    expect(week.latest(from, new Date('2026-11-01T13:00Z'))).toBeNull();
    expect(week.latest(from, new Date('2026-10-30T13:00Z'))).toBeNull();
    expect(week.count(from, new Date('2026-10-30T13:00Z'), 5)).toBe(0);
  });

  it('include one that is due at this very instant, and not one that was', () => {
    const at = new Date('2026-11-02T01:00Z');
    expect(week.latest(from, at)).toEqual(at);
    expect(week.latest(at, at)).toBeNull();
  });

  it('are found soon, however many they are', () => {
    const minutes = occurrencesOf(cron('* * * * *', 'UTC'));
    const began = performance.now();
    const last = minutes.latest(new Date('1990-01-01T00:00Z'), new Date('2026-11-22T10:00:30Z'));
    expect(last?.toISOString()).toBe('2026-11-22T10:00:00.000Z');
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe('A timing', () => {
  const wrong = (timing: Timing) => findTimingFaults(timing).map(({ field }) => field);

  it('that runs has no fault', () => {
    expect(wrong(daily('00:00', 'UTC'))).toEqual([]);
    expect(wrong(monthly(31))).toEqual([]);
    expect(wrong(cron('*/5 1-4 L * 1-5', 'America/Argentina/Buenos_Aires'))).toEqual([]);
    expect(wrong({ ...daily('23:59', 'UTC'), schedule: 'weekly', day_of_week: 0 })).toEqual([]);
  });

  it.each([
    ['a zone that is none', daily('02:00', 'Mars/Olympus'), 'timezone'],
    ['an offset for a zone', daily('02:00', '+02:00'), 'timezone'],
    ['no zone', daily('02:00', ''), 'timezone'],
    ['an hour that is none', daily('24:00', 'UTC'), 'time'],
    ['a time without minutes', daily('2', 'UTC'), 'time'],
    ['a weekly one without a day', { ...daily('02:00', 'UTC'), schedule: 'weekly' as const }, 'day_of_week'],
    [
      'a day that the week has not',
      { ...daily('02:00', 'UTC'), schedule: 'weekly' as const, day_of_week: 7 },
      'day_of_week',
    ],
    ['a day that no month has', monthly(32), 'day_of_month'],
    ['half a day', monthly(1.5), 'day_of_month'],
    ['no cron', cron(' ', 'UTC'), 'cron'],
    ['a cron of six fields', cron('0 0 0 * * *', 'UTC'), 'cron'],
    ['a cron of four fields', cron('0 0 * *', 'UTC'), 'cron'],
    ['an hour that no day has', cron('0 25 * * *', 'UTC'), 'cron'],
    ['words', cron('every day at two', 'UTC'), 'cron'],
    ['an event', cron('@reboot', 'UTC'), 'cron'],
    ['30 February', cron('0 0 30 2 *', 'UTC'), 'cron'],
  ])('with %s is refused, and the field named', (_, timing, field) => {
    expect(wrong(timing)).toEqual([field]);
  });

  it('with several faults names each', () => {
    expect(wrong({ schedule: 'monthly', time: 'noon', timezone: 'Nowhere' })).toEqual([
      'timezone',
      'time',
      'day_of_month',
    ]);
  });
});

/** With summer time in both halves of the year, by half an hour, over midnight, negative, and with none. */
const ZONES = [
  'Africa/Cairo', 'Africa/Casablanca', 'Africa/Johannesburg', 'Africa/Lagos', 'America/Anchorage',
  'America/Asuncion', 'America/Bogota', 'America/Chicago', 'America/Denver', 'America/Halifax',
  'America/Havana', 'America/Los_Angeles', 'America/Mexico_City', 'America/New_York', 'America/Nuuk',
  'America/Santiago', 'America/Sao_Paulo', 'America/Scoresbysund', 'America/St_Johns', 'Antarctica/Troll',
  'Asia/Beirut', 'Asia/Dubai', 'Asia/Gaza', 'Asia/Jerusalem', 'Asia/Kathmandu',
  'Asia/Kolkata', 'Asia/Tehran', 'Asia/Tokyo', 'Atlantic/Azores', 'Australia/Adelaide',
  'Australia/Lord_Howe', 'Australia/Sydney', 'Europe/Berlin', 'Europe/Chisinau', 'Europe/Dublin',
  'Europe/London', 'Pacific/Apia', 'Pacific/Auckland', 'Pacific/Chatham', 'UTC',
]; // prettier-ignore

const FROM = Date.UTC(2020, 0, 1);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 3653;

describe('Over ten years', () => {
  it.each(ZONES)('%s loses no day and doubles none', (zone) => {
    const clock = clockOf(zone);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => {
        const time = new Date(minute * MINUTE).toISOString().slice(11, 16);
        const occurrences = occurrencesOf(daily(time, zone));
        const expected = clock.eachDay(minute);
        let at = new Date(expected[0]! - 1);
        for (const instant of expected) {
          const next = occurrences.next(at);
          if (next?.getTime() !== instant)
            throw new Error(`${time} after ${at.toISOString()}: ${next?.toISOString()}`);
          at = next;
        }
      }),
      { numRuns: 3, examples: [[150], [23 * 60 + 30]] },
    );
  });

  it('the next run does not depend on which instant before it was asked from', () => {
    const timings = fc.record({
      zone: fc.constantFrom(...ZONES),
      text: fc.constantFrom('30 2 * * *', '*/20 * * * *', '15 1,2,3 * * 0', '0 0 29,L * *', '45 23 * * 6'),
      after: fc.integer({ min: FROM, max: FROM + DAYS * DAY }),
      share: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(timings, ({ zone, text, after, share }) => {
        const occurrences = occurrencesOf(cron(text, zone));
        const next = occurrences.next(new Date(after))!;
        const between = after + Math.floor((next.getTime() - after) * share);
        expect(occurrences.next(new Date(between))).toEqual(next);
        expect(occurrences.latest(new Date(after), next)).toEqual(next);
        expect(occurrences.latest(new Date(after), new Date(next.getTime() - 1))).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

interface ZoneClock {
  /** Of each day of the ten years the instant at which this minute of it is, or is passed over. */
  eachDay(minute: number): number[];
}

/** Another way than the code's: all changes of the offset, found once by halving; between them there is only adding. */
function clockOf(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const offsetAt = (instant: number) => {
    const [, day, month, year, hour, minute, second] = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/
      .exec(format.format(instant))!
      .map(Number) as [number, number, number, number, number, number, number];
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  };
  const spans: { from: number; offset: number }[] = [{ from: -Infinity, offset: offsetAt(FROM - 3 * DAY) }];
  for (let day = FROM - 3 * DAY; day < FROM + (DAYS + 3) * DAY; day += DAY) {
    if (offsetAt(day) === offsetAt(day + DAY)) continue;
    let [early, late] = [day, day + DAY];
    while (late - early > MINUTE) {
      const middle = early + Math.floor((late - early) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === offsetAt(early)) early = middle;
      else late = middle;
    }
    spans.push({ from: late, offset: offsetAt(late) });
  }
  return {
    eachDay(minute) {
      const found: number[] = [];
      for (let day = 0; day < DAYS; day += 1) {
        const wall = FROM + day * DAY + minute * MINUTE;
        // The first span in whose time this minute, or a later one, is shown.
        const index = spans.findIndex(({ offset }, at) => wall - offset < (spans[at + 1]?.from ?? Infinity));
        const { from, offset } = spans[index]!;
        found.push(Math.max(from, wall - offset));
      }
      return found;
    },
  };
}
