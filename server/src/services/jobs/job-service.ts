import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { Job, JobProgress, JobState, JobType } from '../../../../shared/contracts/jobs';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import type { MediaFile } from '../../core/media/media-store';
import type { FileAction } from '../../core/restore/restore-plan';
import { hasOneConnection } from '../has-one-connection';
import { isProcessAlive, OWN_PROCESS } from './process-identity';

/**
 * A job is one long piece of work with a row that outlives the process.
 *
 *   running ──work returns──▶ succeeded | partial (problems named)
 *      │ ├──work throws──▶ failed (error)
 *      │ └──cancel, work stops at its signal──▶ cancelled
 *      └──the process dies (it is gone from this machine, or silent for a minute)──▶ interrupted
 *
 * Progress lives in memory and reaches the row once a second, so that other processes see it too. While a restore
 * holds the database (`quiet`), nothing is written on SQLite: it has one connection, and the restore is on it. Postgres
 * and MySQL take the row on another one.
 */
export interface JobService {
  start<T extends JobOutcome>(
    request: JobRequest,
    work: (context: JobContext) => Promise<T>,
  ): Promise<StartedJob<T>>;
  /** A job that this process runs, without asking the database. */
  running(documentId: string): Job | null;
  /** Throws `job_unknown`. */
  find(documentId: string): Promise<Job>;
  list(state?: JobState): Promise<Job[]>;
  /** Asks it to stop; it does so at its next safe point. Throws `job_not_running`, or `job_elsewhere` for another process's. */
  cancel(documentId: string): Promise<Job>;
  /** Marks jobs whose process died. */
  sweep(): Promise<void>;
  /** Rows of restores that ended before all their files were in place, or before those written ahead were wanted. */
  withPendingFiles(): Promise<JobRow[]>;
  update(documentId: string, data: Partial<JobRow>): Promise<void>;
  /** Stops what runs and waits for it. */
  stop(): Promise<void>;
}

export interface JobRequest {
  type: JobType;
  project: string;
  backupId: string | null;
  startedBy: string | null;
  selection?: Job['selection'];
}

/** What a job's work comes to; its problems make it `partial`. */
export interface JobOutcome {
  problems: Problem[];
}

export interface JobContext {
  documentId: string;
  signal: AbortSignal;
  progress(progress: JobProgress): void;
  /** Until the returned function is called, no progress is written to a database of one connection. */
  quiet(): Promise<() => void>;
  set(data: Partial<JobRow>): Promise<void>;
}

export interface StartedJob<T> {
  job: Job;
  /** Settles with the work; a failed job rejects. */
  done: Promise<T>;
}

export interface JobRow {
  documentId: string;
  type: JobType;
  state: JobState;
  project: string;
  backupId: string | null;
  safetyBackupId: string | null;
  startedBy: string | null;
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

interface Running {
  /** As it was when it started. */
  row: JobRow;
  controller: AbortController;
  progress: JobProgress | null;
  settled: Promise<unknown>;
}

const UID = 'plugin::keepsake.job';
const FLUSH_MS = 1000;
const DEAD_AFTER_MS = 60_000;
/** How long others believe that a quiet job is alive. */
const QUIET_AT_MOST_MS = 30 * 60_000;

export function createJobService({ strapi }: { strapi: Core.Strapi }): JobService {
  const running = new Map<string, Running>();
  const jobs = () =>
    strapi.db.query(UID as never) as unknown as {
      findOne(query: object): Promise<JobRow | null>;
      findMany(query: object): Promise<JobRow[]>;
      create(query: object): Promise<JobRow>;
      update(query: object): Promise<JobRow | null>;
      updateMany(query: object): Promise<{ count: number }>;
    };

  const service: JobService = {
    async start(request, work) {
      const now = new Date().toISOString();
      const row = await jobs().create({
        data: { ...request, state: 'running', process: OWN_PROCESS, heartbeatAt: now, problems: [] },
      });
      const controller = new AbortController();
      const entry: Running = { row, controller, progress: null, settled: Promise.resolve() };
      running.set(row.documentId, entry);
      const done = run(row.documentId, entry, work);
      entry.settled = done.catch(() => undefined);
      return { job: toJob(row, entry.progress), done };
    },

    running(documentId) {
      const entry = running.get(documentId);
      return entry ? toJob(entry.row, entry.progress) : null;
    },

    async find(documentId) {
      const row = await jobs().findOne({ where: { documentId } });
      if (!row) throw unknown(documentId);
      return toJob(row, running.get(documentId)?.progress ?? row.progress);
    },

    async list(state) {
      await service.sweep();
      const rows = await jobs().findMany({
        where: state ? { state } : {},
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        limit: 100,
      });
      return rows.map((row) => toJob(row, running.get(row.documentId)?.progress ?? row.progress));
    },

    async cancel(documentId) {
      const job = await service.find(documentId);
      if (job.state !== 'running') throw notRunning(documentId, job.state);
      const entry = running.get(documentId);
      if (!entry) throw elsewhere(documentId);
      entry.controller.abort(cancelled());
      await entry.settled;
      return service.find(documentId);
    },

    async sweep() {
      const before = Date.now() - DEAD_AFTER_MS;
      const rows = await jobs().findMany({ where: { state: 'running' } });
      for (const row of rows) {
        if (running.has(row.documentId)) continue;
        const alive = row.process ? isProcessAlive(row.process) : null;
        const isSilent = Date.parse(row.heartbeatAt ?? row.createdAt) < before;
        if (alive === true || (alive === null && !isSilent)) continue;
        const ended = {
          state: 'interrupted' as const,
          error: interrupted(),
          finishedAt: new Date().toISOString(),
        };
        await service.update(row.documentId, ended);
      }
    },

    async withPendingFiles() {
      return jobs().findMany({ where: { pendingFiles: { $notNull: true }, state: { $ne: 'running' } } });
    },

    async update(documentId, data) {
      await jobs().update({ where: { documentId }, data });
    },

    async stop() {
      const all = [...running.values()];
      for (const { controller } of all) controller.abort(stopped());
      await Promise.all(all.map(({ settled }) => settled));
    },
  };

  async function run<T extends JobOutcome>(
    documentId: string,
    entry: Running,
    work: (context: JobContext) => Promise<T>,
  ): Promise<T> {
    let quiet = 0;
    let isFlushing = false;
    const flush = async () => {
      if (quiet > 0 || isFlushing) return;
      isFlushing = true;
      const data = { progress: entry.progress, heartbeatAt: new Date().toISOString() };
      // One that fails is made good by the next; the final state below must not fail.
      await service.update(documentId, data).catch(() => undefined);
      isFlushing = false;
    };
    const timer = setInterval(() => void flush(), FLUSH_MS);
    timer.unref();
    const context: JobContext = {
      documentId,
      signal: entry.controller.signal,
      progress: (progress) => void (entry.progress = progress),
      quiet: async () => {
        if (!hasOneConnection(strapi)) return () => undefined;
        quiet += 1;
        const heartbeatAt = new Date(Date.now() + QUIET_AT_MOST_MS).toISOString();
        await service.update(documentId, { progress: entry.progress, heartbeatAt });
        return () => void (quiet -= 1);
      },
      set: (data) => service.update(documentId, data),
    };
    try {
      const outcome = await work(context);
      await finish(documentId, entry, {
        state: outcome.problems.length > 0 ? 'partial' : 'succeeded',
        problems: outcome.problems,
      });
      return outcome;
    } catch (caught) {
      // Whatever an aborted piece of work throws, the reason is why it was aborted.
      const { signal } = entry.controller;
      const error = asKeepsakeError(signal.aborted ? signal.reason : caught);
      const state = error.code === 'cancelled' ? 'cancelled' : 'failed';
      if (error.code === 'unexpected') strapi.log.error(caught);
      await finish(documentId, entry, { state, error: describe(error) });
      throw error;
    } finally {
      clearInterval(timer);
      running.delete(documentId);
    }
  }

  async function finish(documentId: string, entry: Running, data: Partial<JobRow>): Promise<void> {
    await service.update(documentId, {
      ...data,
      progress: entry.progress,
      finishedAt: new Date().toISOString(),
    });
  }

  return service;
}

function toJob(row: JobRow, progress: JobProgress | null): Job {
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
  };
}

export function describe(error: KeepsakeError): NonNullable<Job['error']> {
  return { code: error.code, message: error.message, hint: error.hint };
}

function cancelled(): KeepsakeError {
  return new KeepsakeError('cancelled', 'It was cancelled.', {
    hint: 'Nothing was changed. Start it again when you like.',
  });
}

function stopped(): KeepsakeError {
  return new KeepsakeError('stopped', 'The server was stopped while this was under way.', {
    hint: 'Nothing was changed. Start it again.',
    transient: true,
  });
}

function interrupted(): NonNullable<Job['error']> {
  return {
    code: 'interrupted',
    message: 'The process that ran this job ended before it had finished.',
    hint: 'Start it again. Nothing half-written counts: a backup exists once it is complete.',
  };
}

function unknown(documentId: string): KeepsakeError {
  return new KeepsakeError('job_unknown', 'There is no such job.', {
    hint: 'Look at the list of jobs.',
    item: documentId,
  });
}

function notRunning(documentId: string, state: JobState): KeepsakeError {
  return new KeepsakeError('job_not_running', `This job is ${state}, there is nothing to cancel.`, {
    item: documentId,
  });
}

function elsewhere(documentId: string): KeepsakeError {
  return new KeepsakeError('job_elsewhere', 'This job runs in another process.', {
    hint: 'Cancel it where it was started: stop the command line, or the other server.',
    item: documentId,
  });
}
