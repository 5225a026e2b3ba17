import { setTimeout as wait } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import type { JobProgress, JobState } from '../../../../shared/contracts/jobs';
import { asKeepsakeError } from '../../core/errors';
import type { KeepsakeError } from '../../core/errors';
import { etaSeconds } from '../../core/eta-seconds';
import { hasOneConnection } from '../has-one-connection';
import { endingOf } from './job-ending';
import { cancelled, describe, expired, lost } from './job-errors';
import type { JobContext, JobOutcome } from './job-kinds';
import { createJobLog } from './job-log';
import type { JobLog } from './job-log';
import { jobTable } from './job-row';
import type { JobRow } from './job-row';

/**
 * One try of a job, in this process. Its row is held by a token: every write of it says which, so that a process which
 * stood still while another took over writes nothing any more.
 *
 *   held ──a sign of life each second──▶ held ──the work ends──▶ its end is written
 *     └──token changed, or no sign got through for the length of a lease──▶ lost: the signal fires, nothing is written
 *
 * Progress and log live in memory and reach the row with the signs of life. While a restore has the database (`quiet`)
 * nothing is written on SQLite: it has one connection, and the restore is on it.
 */
export interface Run {
  /** As it was when it began. */
  row: JobRow;
  log: JobLog;
  progress(): JobProgress | null;
  /** Has it stop, for this reason, at its next safe point. */
  abort(reason: KeepsakeError): void;
  /** Settles when all is written; never rejects. */
  settled: Promise<RunEnd>;
}

/** `outcome` where it ended well, `error` where not; `isOver` is false when it will be tried again. */
export type RunEnd =
  | { isOver: true; state: JobState; outcome: JobOutcome }
  /** Without a state where another process has it now. */
  | { isOver: boolean; state: JobState | null; error: KeepsakeError };

export interface RunSettings {
  leaseMs: number;
  backOffMs: number;
  expireHours: number;
  resumable: boolean;
  /** Before its end without success is written. */
  onEnded(error: KeepsakeError): Promise<void>;
}

const FLUSH_MS = 1000;
/** After which a work that does not heed its signal is given up, and its end written without it. */
const GRACE_MS: Record<string, number> = { stopped: 5000, job_expired: 30_000, job_lost: 30_000 };
const END_TRIES = 4;

export function runJob(
  strapi: Core.Strapi,
  row: JobRow,
  work: (context: JobContext) => Promise<JobOutcome>,
  settings: RunSettings,
): Run {
  const table = jobTable(strapi);
  const { documentId } = row;
  const held = { documentId, token: row.token };
  const controller = new AbortController();
  const { signal } = controller;
  const log = createJobLog(row.log);
  let progress: JobProgress | null = null;
  /** Where the phase that it is in began, for a guess at the time left where the work makes none. */
  let phase = { startedAt: 0, done: 0 };
  let quiet = 0;
  let isFlushing = false;
  let lastSign = performance.now();

  const abort = (reason: KeepsakeError) => {
    if (!signal.aborted) controller.abort(reason);
  };

  async function flush(): Promise<void> {
    if (quiet > 0 || isFlushing) return;
    isFlushing = true;
    try {
      // Once it is to end, the wish for it must not keep its signs of life from being written.
      const unless = signal.aborted ? {} : { cancelRequested: false };
      const isHeld = await table.change({ ...held, ...unless }, { ...memory(), heartbeatAt: nowIso() });
      if (!isHeld) await findOutWhy();
      lastSign = performance.now();
    } catch {
      // One that fails is made good by the next. When none gets through, others must think that this process is dead.
      const isSilent = performance.now() - lastSign > settings.leaseMs;
      if (isSilent && !hasOneConnection(strapi)) abort(lost(documentId));
    } finally {
      isFlushing = false;
    }
  }

  async function findOutWhy(): Promise<void> {
    const now = await table.findOne({ where: held, select: ['cancelRequested'] });
    if (!now) abort(lost(documentId));
    else if (now.cancelRequested) abort(cancelled());
  }

  const memory = () => ({ progress, log: log.lines() });

  async function mustHold(where: object, data: Partial<JobRow>): Promise<void> {
    if (await table.change(where, data)) return;
    const reason = lost(documentId);
    abort(reason);
    throw reason;
  }

  const context: JobContext = {
    documentId,
    input: row.input,
    checkpoint: row.checkpoint ?? null,
    signal,
    held: { document_id: documentId, token: row.token },
    progress(next) {
      if (next.phase !== progress?.phase) {
        log.add(next.message || `Now: ${next.phase}.`);
        phase = { startedAt: Date.now(), done: next.done };
      }
      const { startedAt, done } = phase;
      const guess = () => etaSeconds(startedAt, next.done - done, next.total - done);
      progress = { ...next, etaSeconds: next.etaSeconds ?? guess() };
    },
    log: (text, level) => log.add(text, level),
    save: (checkpoint) => mustHold(held, { checkpoint, ...memory(), heartbeatAt: nowIso() }),
    set: (data) => mustHold(held, data),
    async assertHeld(transaction) {
      if (!transaction) return mustHold(held, { heartbeatAt: nowIso() });
      const { tableName } = strapi.db.metadata.get('plugin::keepsake.job');
      const isHeld = await transaction(tableName).where(context.held).update({ token: row.token });
      if (isHeld !== 1) throw lost(documentId);
    },
    async quiet() {
      if (!hasOneConnection(strapi)) return () => undefined;
      await flush();
      quiet += 1;
      return () => void (quiet -= 1);
    },
  };

  /** Rejects when the work does not end although it should. */
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      const reason = signal.reason as KeepsakeError;
      const grace = GRACE_MS[reason.code];
      if (grace === undefined) return;
      const giveUp = () => void (quiet > 0 ? later(giveUp, 500) : reject(reason));
      later(giveUp, grace);
    });
  });
  givenUp.catch(() => undefined);

  async function writeEnd(data: Partial<JobRow>): Promise<void> {
    const end = { ...data, ...memory(), token: row.token + 1, cancelRequested: false, process: null };
    for (let tries = 1; ; tries += 1) {
      try {
        await table.change(held, end);
        return;
      } catch (error) {
        // Left as it is, others would take it for dead after its lease, and run it again where they may.
        if (tries === END_TRIES) {
          strapi.log.error(error);
          return;
        }
        await wait(FLUSH_MS);
      }
    }
  }

  async function failed(caught: unknown): Promise<RunEnd> {
    // Whatever an aborted piece of work throws, the reason is why it was aborted.
    const error = asKeepsakeError(signal.aborted ? signal.reason : caught);
    if (error.code === 'unexpected') strapi.log.error(caught);
    const tried = {
      attempt: row.attempt,
      retries: row.retries,
      isDurable: row.input !== null,
      resumable: settings.resumable,
    };
    const ending = endingOf(error, tried, settings.backOffMs);
    if (!ending) return { isOver: true, state: null, error };
    const isOver = ending.state !== 'queued';
    log.add(isOver ? error.message : `${error.message} It is tried again.`, isOver ? 'error' : 'warn');
    const finishedAt = isOver ? nowIso() : null;
    if (isOver) await settings.onEnded(error);
    await writeEnd({ ...ending, error: isOver ? describe(error) : null, finishedAt });
    return { isOver, state: ending.state, error };
  }

  async function run(): Promise<RunEnd> {
    const flushing = setInterval(() => void flush(), Math.min(FLUSH_MS, settings.leaseMs / 4));
    flushing.unref();
    const expiring = later(() => abort(expired(settings.expireHours)), settings.expireHours * 3_600_000);
    log.add(row.attempt > 1 ? `Started, try ${row.attempt}.` : 'Started.');
    try {
      const outcome = await Promise.race([work(context), givenUp]);
      const { problems } = outcome;
      for (const { item, message } of problems.slice(0, 50)) log.add(`${item}: ${message}`, 'warn');
      const state = problems.length > 0 ? 'partial' : 'succeeded';
      log.add(problems.length > 0 ? `Ended with ${problems.length} problems.` : 'Done.');
      await writeEnd({ state, problems, finishedAt: nowIso(), error: null });
      return { isOver: true, state, outcome };
    } catch (caught) {
      return await failed(caught);
    } finally {
      clearInterval(flushing);
      clearTimeout(expiring);
    }
  }

  return { row, log, progress: () => progress, abort, settled: run() };
}

function nowIso(): string {
  return new Date().toISOString();
}

/** A timer that keeps no process alive; of any length, where Node's own ends at 24 days. */
function later(work: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(work, Math.min(ms, 2 ** 31 - 1)).unref();
}
