import type { BackupKind, BackupState } from './backups';

/** How much is kept; what any of the rules keeps stays. At least one is over 0. */
export interface RetentionRules {
  last?: number;
  hourly?: number;
  daily?: number;
  weekly?: number;
  monthly?: number;
  yearly?: number;
  withinDays?: number;
}

/** What to try out instead of what is configured; a part that is left out stays as it is. */
export interface RetentionTrial {
  /** Beside the counts; null for none. */
  keep?: RetentionRules | null;
  /** Of those made by hand, and at most of each schedule; null for no limit. */
  count?: number | null;
  safety?: RetentionRules;
  /** `retention_count` by documentId of the schedule. */
  schedules?: Record<string, number>;
}

export type RetentionPeriodName = 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';

/** Why it stays. */
export type RetentionKeepReason =
  | { rule: 'newest_good' | 'pinned' | 'in_use' | 'running' | 'no_policy' }
  | { rule: 'failed_recently'; days: number }
  | { rule: 'last'; place: number; of: number }
  | { rule: RetentionPeriodName; period: string; place: number; of: number }
  | { rule: 'within'; days: number };

/** Which rule was asked, and did not keep it; `newer`: its period has a newer one that stays. */
export type RetentionRemoveReason =
  | { rule: 'last'; place: number; of: number }
  | { rule: RetentionPeriodName; of: number; newer: boolean }
  | { rule: 'within'; days: number }
  | { rule: 'failed'; days: number };

export type RetentionVerdict =
  { kept: true; reasons: RetentionKeepReason[] } | { kept: false; reasons: RetentionRemoveReason[] };

export interface RetentionBackup {
  documentId: string;
  createdAt: string;
  kind: BackupKind;
  state: BackupState;
  note: string | null;
  pinned: boolean;
  /** Name of the schedule that makes them, while there is it. */
  schedule: string | null;
  /** What it added to the storage; later backups may share it. */
  storedBytes: number;
  /** By what is configured. */
  now: RetentionVerdict;
  /** By what is tried out; null where nothing is. */
  then: RetentionVerdict | null;
}

/** `POST /keepsake/retention/preview`: changes nothing. Newest first. */
export interface PreviewRetention {
  request: { data?: { project?: string; policy?: RetentionTrial } };
  response: { data: { backups: RetentionBackup[] } };
}

/** What retention did, or would do. */
export interface RetentionResult {
  dryRun: boolean;
  kept: number;
  removed: number;
  /** How many of those are versions. */
  versions: number;
  /** Freed at once; the rest goes when its grace time is over. */
  bytes: number;
  /** Which were removed; of very many only the first. */
  backups: { documentId: string; project: string; createdAt: string; kind: BackupKind }[];
}
