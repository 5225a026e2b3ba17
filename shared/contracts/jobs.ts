import type { Problem } from './errors';
import type { RestoreCounts, RestoreSelection } from './restores';

export type JobType = 'backup' | 'restore' | 'verify' | 'maintenance' | 'export';
export type JobState =
  'queued' | 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted';

export const JOB_STATES = [
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'interrupted',
] as const satisfies readonly JobState[];

export interface JobProgress {
  /** What is going on, for example `reading`, `media`, `writing`, `checking`, `safety`, `applying`. */
  phase: string;
  done: number;
  total: number;
  /** Bytes handled so far. */
  bytes: number;
  etaSeconds: number | null;
  message: string;
}

export interface Job {
  documentId: string;
  type: JobType;
  state: JobState;
  /** Slug of the project. */
  project: string;
  /** documentId of the backup that it makes, reads or restores. */
  backupId: string | null;
  progress: JobProgress | null;
  problems: Problem[];
  error: { code: string; message: string; hint: string } | null;
  /** Display name of the admin who asked for it, or null for the command line. */
  startedBy: string | null;
  createdAt: string;
  finishedAt: string | null;
  /** For a restore: the safety backup's documentId. */
  safetyBackupId: string | null;
  /** For a restore: what was chosen. */
  selection: RestoreSelection | null;
  /** For a restore that went through: what it did. */
  result: { counts: RestoreCounts } | null;
  /** Which try this is, from 1 on; 0 before the first. */
  attempt: number;
  /** Of a queued job that waits for its next try: when that is. */
  nextTryAt: string | null;
  /** Somebody asked for its end; it stops at its next safe point. */
  isCancelling: boolean;
  /** It has ended and can be run again from its beginning. */
  canRetry: boolean;
  /** It has ended early and can go on where it was. */
  canResume: boolean;
  /** The right that cancelling and running it again asks for. */
  right: 'backup' | 'restore' | 'settings';
}

export interface JobLogLine {
  /** Counts up over the life of the job; the oldest lines go first. */
  number: number;
  at: string;
  level: 'info' | 'warn' | 'error';
  text: string;
}

/** `GET /keepsake/jobs/:id` */
export interface GetJob {
  response: { data: Job };
}

/** `GET /keepsake/jobs?state=running&type=backup&project=site&page=1&pageSize=20`, newest first */
export interface ListJobs {
  request: { state?: JobState; type?: string; project?: string; page?: number; pageSize?: number };
  response: {
    data: Job[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `GET /keepsake/jobs/:id/log` */
export interface GetJobLog {
  response: { data: JobLogLine[] };
}

/** `POST /keepsake/jobs/:id/cancel` */
export interface CancelJob {
  response: { data: Job };
}

/** `POST /keepsake/jobs/:id/retry`: runs it again from its beginning. */
export interface RetryJob {
  response: { data: Job };
}

/** `POST /keepsake/jobs/:id/resume`: goes on where it was. */
export interface ResumeJob {
  response: { data: Job };
}

/**
 * `GET /keepsake/jobs/:id/events` and `GET /keepsake/jobs/events` as `text/event-stream`: the event `job` has a `Job`.
 * The first stream ends with its job; the second begins with every job that is queued or running.
 */
export type JobEvent = Job;
