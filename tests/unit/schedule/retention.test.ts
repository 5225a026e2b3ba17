import fc from 'fast-check';

import { decideRetention } from '../../../server/src/core/schedule/decide-retention';
import type {
  RetentionDecision,
  RetentionItem,
  RetentionPolicy,
} from '../../../server/src/core/schedule/decide-retention';
import { keepsNothing, periodOf } from '../../../server/src/core/schedule/retention-rules';
import type { RetentionRules } from '../../../server/src/core/schedule/retention-rules';

const NOW = new Date('2026-11-22T12:00:00Z');
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

function item(id: string, hoursAgo: number, changed: Partial<RetentionItem> = {}): RetentionItem {
  const createdAt = new Date(NOW.getTime() - hoursAgo * HOUR);
  return { id, createdAt, state: 'good', pinned: false, inUse: false, group: 'a', ...changed };
}

function decide(
  items: RetentionItem[],
  rules: RetentionRules | null,
  timezone = 'UTC',
): Record<string, RetentionDecision> {
  const made = decideRetention(items, new Map([['a', rules]]), { now: NOW, timezone });
  return Object.fromEntries(made.map((decision) => [decision.id, decision]));
}

const kept = (decisions: Record<string, RetentionDecision>) =>
  Object.values(decisions).flatMap(({ id, kept: stays }) => (stays ? [id] : []));

describe('Retention', () => {
  it('keeps the newest by count and says at which place each was', () => {
    const decisions = decide([item('c', 1), item('b', 2), item('a', 3)], { last: 2 });
    expect(decisions).toEqual({
      c: { id: 'c', kept: true, reasons: [{ rule: 'newest_good' }, { rule: 'last', place: 1, of: 2 }] },
      b: { id: 'b', kept: true, reasons: [{ rule: 'last', place: 2, of: 2 }] },
      a: { id: 'a', kept: false, reasons: [{ rule: 'last', place: 3, of: 2 }] },
    });
  });

  it('keeps one for each period, the newest good one, and says of which', () => {
    const items = [
      item('noon', 0),
      item('morning', 4),
      item('yesterday, partial', 20, { state: 'partial' }),
      item('yesterday', 30),
      item('day before', 50),
    ];
    const decisions = decide(items, { daily: 2 });
    expect(kept(decisions)).toEqual(['noon', 'yesterday']);
    expect(decisions.yesterday!.reasons).toEqual([{ rule: 'daily', period: '2026-11-21', place: 2, of: 2 }]);
    expect(decisions.morning!.reasons).toEqual([{ rule: 'daily', of: 2, newer: true }]);
    expect(decisions['day before']!.reasons).toEqual([{ rule: 'daily', of: 2, newer: false }]);
  });

  it('counts only periods that have a backup', () => {
    const items = [item('now', 0), item('month ago', 30 * 24), item('two', 61 * 24), item('year', 370 * 24)];
    expect(kept(decide(items, { monthly: 3 }))).toEqual(['now', 'month ago', 'two']);
    expect(kept(decide(items, { yearly: 1 }))).toEqual(['now']);
  });

  it('has days begin by the clock of the zone', () => {
    // 05:00 and 03:00 in Greenwich: in Los Angeles both are the evening before.
    const items = [item('late', 7), item('early', 9), item('before', 29)];
    expect(kept(decide(items, { daily: 2 }, 'America/Los_Angeles'))).toEqual(['late', 'before']);
    expect(kept(decide([item('0', 11.5), item('1', 12.5)], { daily: 2 }, 'UTC'))).toEqual(['0', '1']);
    expect(kept(decide([item('0', 11.5), item('1', 12.5)], { daily: 2 }, 'Asia/Tokyo'))).toEqual(['0']);
  });

  it.each([
    ['hourly', '2026-11-22T12h'],
    ['daily', '2026-11-22'],
    ['weekly', 'from 2026-11-16'],
    ['monthly', '2026-11'],
    ['yearly', '2026'],
  ] as const)('knows what %s is', (period, expected) => {
    expect(periodOf(NOW.getTime(), period)).toBe(expected);
  });

  it('has a week begin on Monday, over the turn of the year too', () => {
    expect(periodOf(Date.UTC(2027, 0, 3), 'weekly')).toBe('from 2026-12-28');
    expect(periodOf(Date.UTC(2027, 0, 4), 'weekly')).toBe('from 2027-01-04');
  });

  it('keeps what is young enough, whatever else is asked', () => {
    const items = [item('c', 1), item('b', 47), item('a', 49)];
    const decisions = decide(items, { last: 1, withinDays: 2 });
    expect(kept(decisions)).toEqual(['c', 'b']);
    expect(decisions.a!.reasons).toEqual([
      { rule: 'last', place: 3, of: 1 },
      { rule: 'within', days: 2 },
    ]);
  });

  it('never removes the newest good one, though partial ones are newer', () => {
    const items = [
      item('d', 1, { state: 'partial' }),
      item('c', 2, { state: 'partial' }),
      item('b', 3),
      item('a', 4),
    ];
    const decisions = decide(items, { last: 1 });
    expect(kept(decisions)).toEqual(['d', 'b']);
    expect(decisions.b!.reasons).toEqual([{ rule: 'newest_good' }]);
  });

  it('keeps the newest partial one while there is no good one', () => {
    const items = [item('b', 24 * 20, { state: 'partial' }), item('a', 24 * 30, { state: 'partial' })];
    expect(kept(decide(items, { withinDays: 1 }))).toEqual(['b']);
  });

  it('keeps what is pinned, read or being made', () => {
    const items = [
      item('newest', 0),
      item('pinned', 100, { pinned: true }),
      item('read', 101, { inUse: true }),
      item('being made', 102, { state: 'running' }),
      item('old', 103),
    ];
    const decisions = decide(items, { last: 1 });
    expect(kept(decisions)).toEqual(['newest', 'pinned', 'read', 'being made']);
    expect(decisions.pinned!.reasons).toEqual([{ rule: 'pinned' }]);
    expect(decisions.read!.reasons).toEqual([{ rule: 'in_use' }]);
    expect(decisions['being made']!.reasons).toEqual([{ rule: 'running' }]);
  });

  it('counts no failed ones, and has them go after two weeks', () => {
    const items = [
      item('failed', 1, { state: 'failed' }),
      item('good', 2),
      item('long ago', 15 * 24, { state: 'failed' }),
      item('kept by hand', 16 * 24, { state: 'failed', pinned: true }),
    ];
    const decisions = decide(items, { last: 1 });
    expect(kept(decisions)).toEqual(['failed', 'good', 'kept by hand']);
    expect(decisions.failed!.reasons).toEqual([{ rule: 'failed_recently', days: 14 }]);
    expect(decisions['long ago']!.reasons).toEqual([{ rule: 'failed', days: 14 }]);
  });

  it('removes nothing of a group without rules, failed ones neither', () => {
    const items = [item('new', 1), item('old', 5000), item('failed', 6000, { state: 'failed' })];
    const decisions = decide(items, null);
    expect(kept(decisions)).toEqual(['new', 'old', 'failed']);
    expect(decisions.old!.reasons).toEqual([{ rule: 'no_policy' }]);
  });

  it('counts each group apart, and shared rules over several', () => {
    const items = [
      item('a1', 1),
      item('b1', 2, { group: 'b' }),
      item('a2', 25),
      item('b2', 26, { group: 'b' }),
    ];
    const policy: RetentionPolicy = new Map([
      ['a', { last: 1 }],
      ['b', { last: 1 }],
    ]);
    const alone = decideRetention(items, policy, { now: NOW, timezone: 'UTC' });
    expect(alone.map((one) => one.kept)).toEqual([true, true, false, false]);
    const shared = { rules: { daily: 2 }, groups: new Set(['a', 'b']) };
    const together = decideRetention(items, policy, { now: NOW, timezone: 'UTC', shared });
    expect(together.map((one) => one.kept)).toEqual([true, true, true, false]);
    const only = decideRetention(items, new Map([['a', null]]), {
      now: NOW,
      timezone: 'UTC',
      shared: { rules: { last: 1 }, groups: new Set(['a', 'b']) },
    });
    expect(only.map((one) => one.kept)).toEqual([true, false, false, false]);
  });

  it.each([{}, { last: 0 }, { daily: 0, withinDays: 0 }])('refuses rules that keep nothing: %j', (rules) => {
    expect(keepsNothing(rules)).toBe(true);
    expect(() => decide([item('a', 1)], rules)).toThrow(/every backup/);
    const shared = { rules, groups: new Set(['a']) };
    expect(() => decideRetention([], new Map(), { now: NOW, timezone: 'UTC', shared })).toThrow(RangeError);
  });
});

const anyRules = fc
  .record(
    {
      last: fc.integer({ min: 1, max: 6 }),
      hourly: fc.integer({ min: 1, max: 6 }),
      daily: fc.integer({ min: 1, max: 6 }),
      weekly: fc.integer({ min: 1, max: 6 }),
      monthly: fc.integer({ min: 1, max: 6 }),
      yearly: fc.integer({ min: 1, max: 3 }),
      withinDays: fc.integer({ min: 1, max: 60 }),
    },
    { requiredKeys: [] },
  )
  .filter((rules) => !keepsNothing(rules));

const anyItems = fc
  .uniqueArray(
    fc.record({
      hoursAgo: fc.integer({ min: 0, max: 24 * 900 }),
      state: fc.constantFrom<RetentionItem['state'][]>(
        'good',
        'good',
        'good',
        'partial',
        'failed',
        'running',
      ),
      pinned: fc.boolean().map((value) => value),
      inUse: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      group: fc.constantFrom('a', 'b', 'c'),
    }),
    { selector: ({ hoursAgo }) => hoursAgo, maxLength: 60 },
  )
  .map((all) => all.map(({ hoursAgo, ...rest }, n) => item(`${n}`, hoursAgo, rest)));

describe('Retention of any backups under any rules', () => {
  const cases = fc.record({
    items: anyItems,
    a: anyRules,
    b: fc.option(anyRules),
    zone: fc.constantFrom('UTC', 'America/St_Johns', 'Pacific/Chatham'),
    shared: fc.option(anyRules),
  });

  function run({ items, a, b, zone, shared }: typeof cases extends fc.Arbitrary<infer T> ? T : never) {
    const policy: RetentionPolicy = new Map([
      ['a', a],
      ['b', b],
      ['c', null],
    ]);
    const options = {
      now: NOW,
      timezone: zone,
      ...(shared ? { shared: { rules: shared, groups: new Set(['a', 'b']) } } : {}),
    };
    return decideRetention(items, policy, options);
  }

  it('says of each why, keeps the newest good one and every pinned one', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const decisions = new Map(run(given).map((decision) => [decision.id, decision]));
        expect(decisions.size).toBe(given.items.length);
        const newest = [...given.items]
          .filter(({ state }) => state === 'good')
          .sort((x, y) => Number(y.createdAt) - Number(x.createdAt))[0];
        if (newest) expect(decisions.get(newest.id)!.kept).toBe(true);
        for (const { id, pinned, inUse, state, group } of given.items) {
          const decision = decisions.get(id)!;
          expect(decision.reasons.length).toBeGreaterThan(0);
          if (pinned || inUse || state === 'running' || group === 'c') expect(decision.kept).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps no fewer than a rule says, and for a rule alone no more', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('last', 'daily', 'weekly'), (given, rule) => {
        const items = given.items.map((one) => ({ ...one, pinned: false, inUse: false, group: 'a' }));
        const usable = items.filter(({ state }) => state === 'good' || state === 'partial');
        const of = given.a.last ?? 3;
        const decisions = decide(items, { [rule]: of }, given.zone);
        const byRule = usable.filter(({ id }) =>
          decisions[id]!.reasons.some((why) => why.rule === rule && decisions[id]!.kept),
        );
        const periods = new Set(
          rule === 'last'
            ? usable.map(({ id }) => id)
            : usable.map(({ createdAt }) => zoned(createdAt, given.zone, rule)),
        );
        expect(byRule).toHaveLength(Math.min(of, periods.size));
        const extra = usable.filter(({ id }) => decisions[id]!.kept).length - byRule.length;
        // The newest good one, where partial ones took its place.
        expect([0, 1]).toContain(extra);
      }),
      { numRuns: 300 },
    );
  });

  it('decides the same again, in any order, and nothing more once it is done', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const removed = (decisions: RetentionDecision[]) =>
          decisions.flatMap(({ id, kept: stays }) => (stays ? [] : [id])).sort();
        const first = removed(run(given));
        expect(removed(run({ ...given, items: [...given.items].reverse() }))).toEqual(first);
        const left = given.items.filter(({ id }) => !first.includes(id));
        expect(removed(run({ ...given, items: left }))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** By another way than the code's: the day as the zone writes it. */
function zoned(at: Date, timeZone: string, rule: 'daily' | 'weekly'): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
  if (rule === 'daily') return day;
  const days = Math.floor(Date.parse(`${day}T00:00Z`) / DAY);
  // 1970-01-01 was a Thursday.
  return String(Math.floor((days + 3) / 7));
}
