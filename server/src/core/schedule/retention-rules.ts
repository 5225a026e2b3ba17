/** How much is kept. A backup stays when any of the rules has it stay; at least one must be set. */
export interface RetentionRules {
  /** So many of the newest. */
  last?: number;
  /** The newest of each of so many hours that have one; likewise the others. */
  hourly?: number;
  daily?: number;
  /** Weeks begin on Monday. */
  weekly?: number;
  monthly?: number;
  yearly?: number;
  /** All that are not older than so many days. */
  withinDays?: number;
}

export const RETENTION_PERIODS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type RetentionPeriod = (typeof RETENTION_PERIODS)[number];

/** Rules that would keep nothing: none at all, or all of them zero. They are refused wherever they come from. */
export function keepsNothing(rules: RetentionRules): boolean {
  return Object.values(rules).every((value: unknown) => typeof value !== 'number' || value <= 0);
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * What a time belongs to, as text that is equal for two times of one period.
 *
 * @param wall What the clocks of the zone show, see wall-clock
 */
export function periodOf(wall: number, period: RetentionPeriod): string {
  const iso = new Date(wall).toISOString();
  if (period === 'hourly') return `${iso.slice(0, 13)}h`;
  if (period === 'daily') return iso.slice(0, 10);
  if (period === 'monthly') return iso.slice(0, 7);
  if (period === 'yearly') return iso.slice(0, 4);
  const monday = wall - ((new Date(wall).getUTCDay() + 6) % 7) * DAY_MS;
  return `from ${new Date(monday).toISOString().slice(0, 10)}`;
}
