import type { HealthCheck } from '../../../../../shared/contracts/health';
import type { Schedule } from '../../../../../shared/contracts/schedules';
import { ownRows } from '../../own-rows';
import { timingOf } from '../../schedules/schedule-row';
import type { ScheduleRow } from '../../schedules/schedule-row';
import { ageOf, found, spanOf } from '../found';
import type { HealthFacts } from '../health-facts';
import type { Promised } from './backup-checks';

/** By the schedule that runs most often, at its longest interval; null where none runs. */
export function promisedBy(schedules: Pick<Schedule, 'enabled' | 'nextRuns'>[]): Promised | null {
  const intervals = schedules
    .filter(({ enabled, nextRuns }) => enabled && nextRuns.length > 1)
    .map(({ nextRuns }) => {
      const times = nextRuns.map((at) => Date.parse(at));
      return Math.max(...times.slice(1).map((at, index) => at - times[index]!));
    });
  return intervals.length > 0 ? { everySeconds: Math.min(...intervals) / 1000 } : null;
}

const LATE_MS = 15 * 60_000;
const REMEMBERED_SECONDS = 7 * 24 * 60 * 60;

/** Whether what was due was run, and lately always. */
export async function checkMissed({ strapi, schedules, now }: HealthFacts): Promise<HealthCheck> {
  const enabled = schedules.filter((schedule) => schedule.enabled);
  if (enabled.length === 0)
    return found('missed', 'unknown', 'schedules_none', 'No schedule makes backups by itself.', {
      advice: 'Make a schedule on the page Schedules.',
    });
  const overdue = await overdueAmong(strapi, enabled, now);
  const [first] = overdue;
  if (first)
    return found(
      'missed',
      'red',
      'runs_overdue',
      `${overdue.length} schedules are overdue, first of all "${first.name}".`,
      {
        advice:
          'See that a server runs whose KEEPSAKE_ROLE is all or worker, and that its cron or an outside one ticks.',
        age: first.age,
        values: { schedules: overdue.length, name: first.name },
      },
    );
  const late = enabled.find(
    ({ lastRun }) => lastRun && lastRun.missed > 0 && ageOf(lastRun.firedAt, now) < REMEMBERED_SECONDS,
  );
  if (late?.lastRun) {
    const age = ageOf(late.lastRun.firedAt, now);
    const values = { missed: late.lastRun.missed, name: late.name, ageSeconds: age };
    const message = `${values.missed} runs of "${late.name}" were missed, and made good ${spanOf(age)} ago.`;
    return found('missed', 'warn', 'runs_missed', message, {
      advice: 'See why the site was down.',
      age,
      values,
    });
  }
  return found('missed', 'ok', 'runs_kept', 'Every run that was due was begun.', {
    values: { schedules: enabled.length },
  });
}

async function overdueAmong(
  strapi: HealthFacts['strapi'],
  enabled: Schedule[],
  now: number,
): Promise<{ name: string; age: number }[]> {
  const { occurrencesOf } = await import('../../../core/schedule/occurrences');
  const rows = await ownRows<ScheduleRow>(strapi, 'plugin::keepsake.schedule').findMany({
    where: { enabled: true },
  });
  return enabled.flatMap(({ documentId, name, lastRun, jitter_minutes }) => {
    const row = rows.find((one) => one.documentId === documentId);
    // A run that still goes on puts the next one off.
    if (!row || lastRun?.state === 'running' || lastRun?.state === 'queued') return [];
    const due = occurrencesOf(timingOf(row)).next(new Date(Number(row.seenUntil)));
    const at = due ? due.getTime() + jitter_minutes * 60_000 : Infinity;
    return at + LATE_MS < now ? [{ name, age: ageOf(at, now) }] : [];
  });
}
