import type { DrillReport } from './drills';
import type { Problem } from './errors';
import type { RetentionResult } from './retention';
import type { MovedEntry, RestoreCounts, RestoreSelection } from './restores';

export type JobType =
  'backup' | 'version' | 'restore' | 'verify' | 'drill' | 'maintenance' | 'keys' | 'export';
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
  /** What is going on, for example `reading`, `media`, `writing`, `checking`, `rewriting`, `encrypting`, `safety`, `applying`, `comparing`. */
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
  /** documentId of the backup or version that it makes, reads or restores. */
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
  /** What it did, once it went through; of one that was refused, why. */
  result: JobResult | null;
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
  right: 'backup' | 'restore' | 'export' | 'settings';
}

export interface JobLogLine {
  /** Counts up over the life of the job; the oldest lines go first. */
  number: number;
  at: string;
  level: 'info' | 'warn' | 'error';
  text: string;
}

/** One of these, by the type of the job. */
export interface JobResult {
  /** Of a restore. */
  counts?: RestoreCounts;
  /** Of a restore that was refused since content moved (`plan_stale`): the first hundred entries that did. */
  moved?: MovedEntry[];
  /** Of a verification; a share of 1 is everything. */
  verified?: { share: number; objects: number; bytes: number };
  /** Of a drill. */
  drill?: DrillReport;
  /** Of a clean-up, or of a dry run of it: what it freed, or would free. */
  compacted?: {
    dryRun: boolean;
    objects: number;
    bytes: number;
    /** Packs that were mostly dead; what lives in them was copied. */
    rewritten: number;
    copiedBytes: number;
    /** What goes once nobody can be reading it any more. */
    waiting: { objects: number; bytes: number; until: string | null };
  };
  /** Of what is not to be kept any more, or of a dry run of it. */
  retention?: RetentionResult;
  /** Of a change of keys: which data key writes now, how many secrets open it, what was encrypted anew. */
  rotated?: { generation: number; secrets: number; objects: number; bytes: number };
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
