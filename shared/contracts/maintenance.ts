import type { Problem } from './errors';
import type { MonitorHealth } from './health';
import type { RetentionResult } from './retention';

export const PROCESSOR_ACTIONS = ['process', 'cleanup', 'status'] as const;
export type ProcessorAction = (typeof PROCESSOR_ACTIONS)[number];

export const MAINTENANCE_ACTIONS = ['full', 'cleanup', 'retention', 'health', 'compact'] as const;
export type MaintenanceAction = (typeof MAINTENANCE_ACTIONS)[number];

/** Schedules that were due. */
export interface ProcessResult {
  fired: { schedule: string; name: string; dueAt: string; missed: number; jobId: string; backupId: string }[];
  /** Due, and put off while their last run is still under way. */
  waiting: number;
  failed: { schedule: string; name: string; code: string; message: string }[];
}

/** What was of no use any more. */
export interface CleanUpResult {
  /** Exports that had expired, or whose process died. */
  exports: number;
  exportBytes: number;
  tickets: number;
  /** Share links that closed long ago. */
  links: number;
  /** Rows of jobs that ended long ago. */
  jobs: number;
  /** Runs of schedules from long ago. */
  runs: number;
  activities: number;
  /** Scratch places of drills whose process died. */
  drills: number;
  /** What died processes left in the private folder. */
  files: number;
  fileBytes: number;
}

export interface CompactSummary {
  dryRun: boolean;
  objects: number;
  bytes: number;
  rewritten: number;
  copiedBytes: number;
  waiting: { objects: number; bytes: number; until: string | null };
  problems: Problem[];
}

export interface ProcessorStatus {
  schedules: { enabled: number; paused: number };
  next: { schedule: string; name: string; at: string } | null;
  jobs: { queued: number; running: number };
  /** When each was last done, by any process; null before the first time. */
  lastRuns: Record<ProcessorAction | MaintenanceAction, string | null>;
}

interface Ran<Action extends string> {
  action: Action;
  /** Seconds. */
  seconds: number;
}

export type ProcessorAnswer =
  (Ran<'process'> & ProcessResult) | (Ran<'cleanup'> & CleanUpResult) | (Ran<'status'> & ProcessorStatus);

export type MaintenanceAnswer =
  | (Ran<'full'> & {
      cleanup: CleanUpResult;
      retention: RetentionResult;
      /** Of the newest backup, where one was due. */
      drill: { jobId: string } | null;
      health: MonitorHealth;
    })
  | (Ran<'cleanup'> & CleanUpResult)
  | (Ran<'retention'> & RetentionResult)
  | (Ran<'health'> & MonitorHealth)
  | (Ran<'compact'> & CompactSummary);

/**
 * `GET` or `POST /api/keepsake/processor?action=…` and `/api/keepsake/maintenance?action=…`, or with the action in the
 * path. For an API token with the scope of that action. 409 `upkeep_busy` while another process does the same.
 */
export interface RunProcessor {
  response: { data: ProcessorAnswer };
}

export interface RunMaintenance {
  request: { action: MaintenanceAction; dryRun?: boolean };
  response: { data: MaintenanceAnswer };
}
