/** When a schedule runs; the part of a `BackupSchedule` that its occurrences depend on. */
export interface Timing {
  schedule: 'daily' | 'weekly' | 'monthly' | 'cron';
  /** Of a `cron` one: five fields. */
  cron?: string | null;
  /** `HH:MM`, by the clock of `timezone`. */
  time: string;
  /** 0 is Sunday. */
  day_of_week?: number | null;
  /** 1 to 31; the last day where a month is shorter. */
  day_of_month?: number | null;
  /** A name of the IANA time zone database. */
  timezone: string;
}

/** One thing that is wrong with a timing. */
export interface TimingFault {
  field: 'schedule' | 'cron' | 'time' | 'day_of_week' | 'day_of_month' | 'timezone';
  message: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Whether `zone` is a zone that this Node knows, by name: an offset as `+02:00` knows no summer time. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export function isTimeOfDay(time: string): boolean {
  return TIME.test(time);
}

function isWhole(value: unknown, from: number, to: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
}

/** What is wrong with the fields themselves; whether a cron text can be read is cron-patterns' to say. */
export function timingFaults(timing: Timing): TimingFault[] {
  const faults: TimingFault[] = [];
  const fault = (field: TimingFault['field'], message: string) => void faults.push({ field, message });
  if (!isTimeZone(timing.timezone))
    fault('timezone', `"${timing.timezone}" is no time zone; take a name as Europe/Berlin, or UTC`);
  if (timing.schedule === 'cron') {
    if (!timing.cron?.trim()) fault('cron', 'is needed for the schedule cron: five fields, as 30 2 * * 1-5');
    return faults;
  }
  if (!isTimeOfDay(timing.time)) fault('time', `"${timing.time}" is no time of day; write HH:MM, as 02:30`);
  if (timing.schedule === 'weekly' && !isWhole(timing.day_of_week, 0, 6))
    fault('day_of_week', 'is needed for the schedule weekly: 0 (Sunday) to 6 (Saturday)');
  if (timing.schedule === 'monthly' && !isWhole(timing.day_of_month, 1, 31))
    fault(
      'day_of_month',
      'is needed for the schedule monthly: 1 to 31; the last day where a month is shorter',
    );
  return faults;
}
