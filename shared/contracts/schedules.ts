import type { Job, JobState } from './jobs';

export type ScheduleKind = 'daily' | 'weekly' | 'monthly' | 'cron';
export type ScheduleFormat = 'json' | 'zip' | 'csv' | 'pdf';

export interface BackupSchedule {
  name: string;
  schedule: ScheduleKind;
  /** Of the kind `cron`: five fields, minute to day of the week. */
  cron?: string;
  /** Where it is not `json`, an export of that format is kept beside each backup. */
  format: ScheduleFormat;
  /** `HH:MM` by the clock of `timezone`. A `cron` one keeps it, and does not use it. */
  time: string;
  /** Of the kind `weekly`: 0 (Sunday) to 6. */
  day_of_week?: number;
  /** Of the kind `monthly`: 1 to 31; the last day where a month is shorter. */
  day_of_month?: number;
  /** A name of the IANA time zone database, for example `Europe/Berlin`. */
  timezone: string;
  /** How many of its backups retention keeps. */
  retention_count: number;
  /** False while it is paused. */
  enabled: boolean;
  is_cloud_backup?: boolean;
}

/** What happens when a run fails. */
export interface ScheduleOnFailure {
  /** How often a run is tried again after an error that may pass. */
  retries: number;
  /** Whether a run that failed for good is told to those who are to be notified. */
  notify: boolean;
}

export interface Schedule extends BackupSchedule, ScheduleOnFailure {
  documentId: string;
  /** Slug of the project. */
  project: string;
  /** By so many minutes each run is later than its time says (`schedules.jitterMinutes`); within `nextRuns`. */
  jitter_minutes: number;
  /** The next five instants at which it runs; of a paused one those at which it would. */
  nextRuns: string[];
  lastRun: ScheduleRun | null;
  /** Display name of the admin who made it. */
  createdBy: string | null;
  createdAt: string;
}

export interface ScheduleRun {
  /** What the schedule says; of one by hand when that was. */
  dueAt: string;
  firedAt: string;
  /** How many runs before it were missed and are made good by it. */
  missed: number;
  byHand: boolean;
  jobId: string | null;
  backupId: string | null;
  /** Job of the export beside it. */
  exportJobId: string | null;
  /** Of its job; null once that is forgotten and the backup is gone. */
  state: JobState | null;
  error: { code: string; message: string; hint: string } | null;
}

export interface ScheduleFault {
  field: string;
  message: string;
}

/** `GET /keepsake/schedules?project=site` in the order of their names */
export interface ListSchedules {
  request: { project?: string };
  response: { data: Schedule[] };
}

/** `GET /keepsake/schedules/:id` */
export interface GetSchedule {
  response: { data: Schedule };
}

/** `POST /keepsake/schedules`; `project` is `site` by default, `enabled` and `notify` are true, `retries` is 2. */
export interface CreateSchedule {
  request: { data: ScheduleInput };
  response: { data: Schedule };
}

/** `PATCH /keepsake/schedules/:id` with what is to change */
export interface UpdateSchedule {
  request: { data: Partial<Omit<ScheduleInput, 'project'>> };
  response: { data: Schedule };
}

/** `DELETE /keepsake/schedules/:id`; its backups stay */
export interface DeleteSchedule {
  response: { data: { documentId: string } };
}

/** `POST /keepsake/schedules/:id/run` answers 202 with the job of the backup */
export interface RunSchedule {
  response: { data: Job };
}

/** `POST /keepsake/schedules/preview`: for input that is not saved yet, right or wrong. */
export interface PreviewSchedule {
  request: { data: Record<string, unknown> };
  response: { data: { faults: ScheduleFault[]; nextRuns: string[] } };
}

export type ScheduleInput = Omit<BackupSchedule, 'enabled'> &
  Partial<ScheduleOnFailure> & { enabled?: boolean; project?: string };

/** `POST /keepsake/schedules/resume`: those that ran before a recovery brought them back, paused. */
export interface ResumeSchedules {
  response: { data: { resumed: number } };
}
