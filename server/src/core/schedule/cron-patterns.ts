import type { Timing } from './timing';

/** Months that have a day 29, 30 and 31 in every year. */
const LONG_ENOUGH: Record<number, string> = {
  29: '1,3-12',
  30: '1,3-12',
};

/**
 * The cron patterns that together give a timing's occurrences. One, but for a month's 29th and 30th: these are one in
 * the months that always have them, and the last day of February.
 */
export function cronPatterns(timing: Timing): string[] {
  if (timing.schedule === 'cron') return [normalCron(timing.cron ?? '')];
  const [hour, minute] = timing.time.split(':').map(Number);
  const at = `${minute} ${hour}`;
  if (timing.schedule === 'daily') return [`${at} * * *`];
  if (timing.schedule === 'weekly') return [`${at} * * ${timing.day_of_week}`];
  const day = timing.day_of_month ?? 1;
  if (day === 31) return [`${at} L * *`];
  const months = LONG_ENOUGH[day];
  return months ? [`${at} ${day} ${months} *`, `${at} L 2 *`] : [`${at} ${day} * *`];
}

const NICKNAMES: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

function normalCron(text: string): string {
  const cron = text.trim().replace(/\s+/g, ' ');
  return NICKNAMES[cron.toLowerCase()] ?? cron;
}
