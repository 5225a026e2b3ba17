import type { BackupSchedule, ScheduleKind, ScheduleFormat } from '../../../../shared/contracts/schedules';
import type { Timing } from '../../core/schedule/timing';

export interface ScheduleRow {
  documentId: string;
  project: string;
  name: string;
  schedule: ScheduleKind;
  cron: string | null;
  format: ScheduleFormat;
  time: string;
  dayOfWeek: number | null;
  dayOfMonth: number | null;
  timezone: string;
  retentionCount: number;
  enabled: boolean;
  /** It was running when the server was lost, and is paused since a recovery brought it back. */
  awaitsResume: boolean | null;
  cloud: boolean;
  retries: number;
  notify: boolean;
  /** Milliseconds since 1970: whatever was due up to then has been run, or is not to be. */
  seenUntil: string | number;
  author: string | null;
  /** Id of the admin who made it: what an export beside its backups may hold is what that admin may read. */
  ownerId: string | null;
  createdAt: string;
}

/** A run that was begun, see schedule-service. Numbers are milliseconds since 1970. */
export interface OccurrenceRow {
  id: number;
  key: string;
  scheduleId: string;
  dueAt: string | number;
  firedAt: string | number;
  missed: number;
  byHand: boolean;
  jobId: string | null;
  backupId: string | null;
  exportJobId: string | null;
}

export function timingOf(row: ScheduleRow): Timing {
  return {
    schedule: row.schedule,
    cron: row.cron,
    time: row.time,
    day_of_week: row.dayOfWeek,
    day_of_month: row.dayOfMonth,
    timezone: row.timezone,
  };
}

/** As programs know it: without a field that its kind has no use for. */
export function toBackupSchedule(row: ScheduleRow): BackupSchedule {
  return {
    name: row.name,
    schedule: row.schedule,
    ...(row.cron === null ? {} : { cron: row.cron }),
    format: row.format,
    time: row.time,
    ...(row.dayOfWeek === null ? {} : { day_of_week: row.dayOfWeek }),
    ...(row.dayOfMonth === null ? {} : { day_of_month: row.dayOfMonth }),
    timezone: row.timezone,
    retention_count: row.retentionCount,
    enabled: row.enabled,
    is_cloud_backup: row.cloud,
  };
}
