import { keepsNothing, periodOf, RETENTION_PERIODS } from './retention-rules';
import type { RetentionPeriod, RetentionRules } from './retention-rules';
import { wallClock } from './wall-clock';

/** What retention has to know of a backup. */
export interface RetentionItem {
  id: string;
  createdAt: Date;
  /** `failed` holds nothing; `good` can be restored whole, `partial` with gaps. */
  state: 'good' | 'partial' | 'failed' | 'running';
  pinned: boolean;
  /** A job that waits or runs is going to read it. */
  inUse: boolean;
  /** Name of the group that it is counted in. */
  group: string;
}

/** Each group with its own rules; `null` where nothing of it is ever removed. */
export type RetentionPolicy = ReadonlyMap<string, RetentionRules | null>;

export interface RetentionOptions {
  now: Date;
  /** By whose clock hours, days, weeks, months and years begin. */
  timezone: string;
  /** Rules that hold beside each group's own, over all groups in `shared` together. */
  shared?: { rules: RetentionRules; groups: ReadonlySet<string> };
}

export type KeepReason =
  | { rule: 'newest_good' | 'pinned' | 'in_use' | 'running' | 'no_policy' }
  /** A failed one says why for some days. */
  | { rule: 'failed_recently'; days: number }
  | { rule: 'last'; place: number; of: number }
  | { rule: RetentionPeriod; period: string; place: number; of: number }
  | { rule: 'within'; days: number };

/** Of one that goes: which rules were asked, and why each let it go. */
export type RemoveReason =
  | { rule: 'last'; place: number; of: number }
  | { rule: RetentionPeriod; of: number; newer: boolean }
  | { rule: 'within'; days: number }
  | { rule: 'failed'; days: number };

export type RetentionDecision =
  { id: string; kept: true; reasons: KeepReason[] } | { id: string; kept: false; reasons: RemoveReason[] };

/** For how long a backup that failed stays in the list, with its reason. */
export const FAILED_DAYS = 14;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Which backups stay and which go, each with why; the order of the answer is that of `items`. Changes nothing.
 *
 * The newest good one always stays, and while there is no good one the newest partial one; so do pinned ones and those
 * that a job is going to read. Failed ones hold nothing: they are not counted, and go after some days.
 *
 * @throws RangeError for rules that keep nothing
 */
export function decideRetention(
  items: readonly RetentionItem[],
  policy: RetentionPolicy,
  options: RetentionOptions,
): RetentionDecision[] {
  const every = [...policy.values(), options.shared?.rules];
  if (every.some((rules) => rules && keepsNothing(rules)))
    throw new RangeError('Rules that keep nothing would remove every backup.');
  const newest = newestGood(items);
  const verdicts = new Map<string, Verdict>(items.map(({ id }) => [id, { keep: [], drop: [] }]));
  for (const [group, rules] of policy)
    if (rules) judge(ofGroups(items, new Set([group])), rules, options, verdicts);
  const { shared } = options;
  if (shared) judge(ofGroups(items, shared.groups), shared.rules, options, verdicts);

  return items.map((item) => {
    const { keep, drop } = verdicts.get(item.id)!;
    const always = alwaysKept(item, newest);
    if (item.state === 'failed' && always.length === 0) return failedOne(item, policy, options);
    const hasRules = Boolean(policy.get(item.group)) || Boolean(shared?.groups.has(item.group));
    const reasons = [...always, ...(hasRules ? keep : [{ rule: 'no_policy' as const }])];
    if (reasons.length > 0) return { id: item.id, kept: true, reasons };
    return { id: item.id, kept: false, reasons: drop };
  });
}

interface Verdict {
  keep: KeepReason[];
  drop: RemoveReason[];
}

/** Those of some groups that hold something, newest first. */
function ofGroups(items: readonly RetentionItem[], groups: ReadonlySet<string>): RetentionItem[] {
  return items.filter(({ group, state }) => groups.has(group) && holdsSomething(state)).sort(newestFirst);
}

function holdsSomething(state: RetentionItem['state']): boolean {
  return state === 'good' || state === 'partial';
}

function newestFirst(a: RetentionItem, b: RetentionItem): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
}

function newestGood(items: readonly RetentionItem[]): string | undefined {
  const sorted = [...items].sort(newestFirst);
  const good =
    sorted.find(({ state }) => state === 'good') ?? sorted.find(({ state }) => state === 'partial');
  return good?.id;
}

function alwaysKept(item: RetentionItem, newest: string | undefined): KeepReason[] {
  const reasons: KeepReason[] = [];
  if (item.id === newest) reasons.push({ rule: 'newest_good' });
  if (item.pinned) reasons.push({ rule: 'pinned' });
  if (item.inUse) reasons.push({ rule: 'in_use' });
  if (item.state === 'running') reasons.push({ rule: 'running' });
  return reasons;
}

function failedOne(
  { id, group, createdAt }: RetentionItem,
  policy: RetentionPolicy,
  { now, shared }: RetentionOptions,
): RetentionDecision {
  if (!policy.get(group) && !shared?.groups.has(group))
    return { id, kept: true, reasons: [{ rule: 'no_policy' }] };
  const isRecent = now.getTime() - createdAt.getTime() <= FAILED_DAYS * DAY_MS;
  if (isRecent) return { id, kept: true, reasons: [{ rule: 'failed_recently', days: FAILED_DAYS }] };
  return { id, kept: false, reasons: [{ rule: 'failed', days: FAILED_DAYS }] };
}

function judge(
  items: RetentionItem[],
  rules: RetentionRules,
  { now, timezone }: RetentionOptions,
  verdicts: Map<string, Verdict>,
): void {
  const { last, withinDays } = rules;
  items.forEach(({ id, createdAt }, index) => {
    const { keep, drop } = verdicts.get(id)!;
    const place = index + 1;
    if (last) (place <= last ? keep : drop).push({ rule: 'last', place, of: last });
    if (withinDays) {
      const isWithin = now.getTime() - createdAt.getTime() <= withinDays * DAY_MS;
      (isWithin ? keep : drop).push({ rule: 'within', days: withinDays });
    }
  });
  for (const period of RETENTION_PERIODS) {
    const of = rules[period];
    if (of) judgePeriods(items, period, of, timezone, verdicts);
  }
}

/** One of each period: the newest good one, or where it has none the newest partial one. */
function judgePeriods(
  items: RetentionItem[],
  rule: RetentionPeriod,
  of: number,
  timezone: string,
  verdicts: Map<string, Verdict>,
): void {
  const clock = wallClock(timezone);
  const periods = new Map<string, RetentionItem[]>();
  for (const item of items) {
    const period = periodOf(clock.at(item.createdAt.getTime()), rule);
    periods.set(period, [...(periods.get(period) ?? []), item]);
  }
  let place = 0;
  for (const [period, members] of periods) {
    place += 1;
    const chosen = members.find(({ state }) => state === 'good') ?? members[0];
    for (const item of members) {
      const { keep, drop } = verdicts.get(item.id)!;
      if (item === chosen && place <= of) keep.push({ rule, period, place, of });
      else drop.push({ rule, of, newer: place <= of });
    }
  }
}
