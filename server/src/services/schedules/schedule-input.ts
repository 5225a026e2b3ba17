import { z } from 'zod';

import type { ScheduleFault } from '../../../../shared/contracts/schedules';
import { KeepsakeError } from '../../core/errors';

/** A `BackupSchedule` as it comes from outside; whether its timing can be run is asked apart, see schedule-faults. */
const fields = {
  name: z.string().trim().min(1, 'is needed').max(100, 'may have at most 100 characters'),
  schedule: z.enum(['daily', 'weekly', 'monthly', 'cron'], 'must be daily, weekly, monthly or cron'),
  cron: z.string().trim().max(200, 'may have at most 200 characters').nullish(),
  format: z.enum(['json', 'zip', 'csv', 'pdf'], 'must be json, zip, csv or pdf').default('json'),
  time: z.string('must be a time of day: HH:MM').default('02:00'),
  day_of_week: z.number('must be a number from 0 to 6').nullish(),
  day_of_month: z.number('must be a number from 1 to 31').nullish(),
  timezone: z.string('is needed: a time zone as Europe/Berlin').max(100),
  retention_count: z
    .number('is needed: how many backups to keep')
    .int('must be a whole number')
    .min(1, 'must be at least 1: the newest backup is always kept')
    .max(10_000, 'may be at most 10000'),
  enabled: z.boolean().default(true),
  is_cloud_backup: z.boolean().nullish(),
  retries: z.number().int('must be a whole number').min(0).max(10, 'may be at most 10').default(2),
  notify: z.boolean().default(true),
};

export const scheduleInput = z.strictObject(fields);

export type ParsedSchedule = z.infer<typeof scheduleInput>;

/** What is wrong with the fields by themselves. */
export function inputFaults(error: z.ZodError): ScheduleFault[] {
  return error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : null;
    const field = unknown ?? issue.path.join('.');
    return { field, message: unknown ? 'is no field of a schedule' : issue.message };
  });
}

export function scheduleInvalid(faults: ScheduleFault[]): KeepsakeError {
  const wrong = faults.map(({ field, message }) => `${field}: ${message}`).join('; ');
  return new KeepsakeError('schedule_invalid', `The schedule is not valid. ${wrong}.`, {
    hint: 'Correct the named fields and send it again.',
    item: faults[0]?.field,
  });
}
