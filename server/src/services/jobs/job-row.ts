import type { Core } from '@strapi/strapi';

import type { Actor } from '../../../../shared/contracts/activity';
import type { Problem } from '../../../../shared/contracts/errors';
import type { Job, JobLogLine, JobProgress, JobState, JobType } from '../../../../shared/contracts/jobs';
import type { MediaFile } from '../../core/media/media-store';
import type { FileAction } from '../../core/restore/restore-plan';
import type { JobKind } from './job-kinds';
import { ownRows } from '../own-rows';

const UID = 'plugin::keepsake.job';

export interface JobRow {
  id: number;
  documentId: string;
  type: JobType;
  state: JobState;
  project: string;
  backupId: string | null;
  safetyBackupId: string | null;
  startedBy: string | null;
  /** Who asked for it, and from where; null in rows of before. For the activity log alone. */
  actor: Actor | null;
  progress: JobProgress | null;
  problems: Problem[] | null;
  error: Job['error'];
  selection: Job['selection'];
  result: Job['result'];
  createdAt: string;
  /** Which process runs it, see process-identity. */
  process: string | null;
  heartbeatAt: string | null;
  finishedAt: string | null;
  pendingFiles: PendingFiles | null;
  /** Goes up whenever it changes hands: what its last holder still writes is refused. */
  token: number;
  attempt: number;
  /** How often it is tried again after an error that may pass. */
  retries: number;
  /** Milliseconds since 1970; not to be run before. */
  runAfter: string | number;
  cancelRequested: boolean;
  /** What it works on. Null for one that only the process which started it can run. */
  input: unknown;
  /** How far it had come, as its kind wrote it. */
  checkpoint: unknown;
  log: JobLogLine[] | null;
}

/**
 * What a restore still has to do to files. Before its commit: those it wrote ahead, to be removed if the commit never
 * comes. From the commit on, in the same transaction: those to replace and to remove.
 */
export type PendingFiles =
  | { undo: MediaFile[] }
  | {
      redo: FileAction[];
      /** Path of the archive that their contents are in; of the repository without it. */
      archive?: string;
    };

/** All that a list shows; the rest may be long. */
export const SHOWN = [
  'id',
  'documentId',
  'type',
  'state',
  'project',
  'backupId',
  'safetyBackupId',
  'startedBy',
  'progress',
  'problems',
  'error',
  'selection',
  'result',
  'createdAt',
  'finishedAt',
  'attempt',
  'retries',
  'runAfter',
  'cancelRequested',
  'input',
  'checkpoint',
  'token',
  'process',
  'heartbeatAt',
] as const;

export interface JobTable {
  findOne(query: object): Promise<JobRow | null>;
  findMany(query: object): Promise<JobRow[]>;
  count(query: object): Promise<number>;
  create(query: object): Promise<JobRow>;
  /** Compare-and-set: false when no row is as `where` says. */
  change(where: object, data: Partial<JobRow>): Promise<boolean>;
  /** How many there were. */
  remove(where: object): Promise<number>;
}

export function jobTable(strapi: Core.Strapi): JobTable {
  const query = () => ownRows<JobRow>(strapi, UID);
  return {
    findOne: (asked) => query().findOne(asked),
    findMany: (asked) => query().findMany(asked),
    count: (asked) => query().count(asked),
    create: (asked) => query().create(asked),
    async change(where, data) {
      const { count } = await query().updateMany({ where, data });
      return count === 1;
    },
    async remove(where) {
      return (await query().deleteMany({ where })).count;
    },
  };
}

export const ENDED: readonly JobState[] = ['succeeded', 'partial', 'failed', 'cancelled', 'interrupted'];

/** `queued` and `running` go on by themselves, the others do not. */
export function isEnded(state: JobState): boolean {
  return ENDED.includes(state);
}

export function toJob(row: JobRow, progress: JobProgress | null, kind: JobKind | null): Job {
  const isStopped = isEnded(row.state) && row.state !== 'succeeded';
  const canRunAgain = isStopped && kind !== null && row.input != null;
  const runAfter = Number(row.runAfter ?? 0);
  return {
    documentId: row.documentId,
    type: row.type,
    state: row.state,
    project: row.project,
    backupId: row.backupId,
    progress,
    problems: row.problems ?? [],
    error: row.error,
    startedBy: row.startedBy,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
    safetyBackupId: row.safetyBackupId,
    selection: row.selection ?? null,
    result: row.result ?? null,
    attempt: row.attempt ?? 0,
    nextTryAt: row.state === 'queued' && runAfter > Date.now() ? new Date(runAfter).toISOString() : null,
    isCancelling: row.state === 'running' && row.cancelRequested === true,
    canRetry: canRunAgain,
    canResume: canRunAgain && kind.resumable && row.checkpoint != null,
    right: kind?.right ?? 'backup',
  };
}
