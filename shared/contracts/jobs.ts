import type { Problem } from './errors';
import type { RestoreCounts, RestoreSelection } from './restores';

export type JobType = 'backup' | 'restore' | 'verify' | 'maintenance';
export type JobState =
  'queued' | 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted';

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
}

/** `GET /keepsake/jobs/:id` */
export interface GetJob {
  response: { data: Job };
}

/** `GET /keepsake/jobs?state=running` */
export interface ListJobs {
  request: { state?: JobState };
  response: { data: Job[] };
}

/** `POST /keepsake/jobs/:id/cancel` */
export interface CancelJob {
  response: { data: Job };
}
