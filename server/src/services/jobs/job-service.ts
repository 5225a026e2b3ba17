import type { Core } from '@strapi/strapi';

import type { Actor } from '../../../../shared/contracts/activity';
import type { Job, JobLogLine, JobState, JobType } from '../../../../shared/contracts/jobs';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { currentRole } from '../../role';
import { whoActs } from '../activity/who-acts';
import { hasOneConnection } from '../has-one-connection';
import { pluginService } from '../plugin-service';
import { inSight } from '../projects/sight';
import type { Sight } from '../projects/sight';
import { keepsakeConfig } from '../repository/private-directory';
import type { EndedJob } from './ended-job';
import { endingOfDead } from './job-ending';
import {
  cancelled,
  describe,
  elsewhere,
  interrupted,
  notHere,
  notRepeatable,
  notRunning,
  stopped,
  unfinished,
  unknownJob,
} from './job-errors';
import { createJobKinds } from './job-kinds';
import type { JobContext, JobKind, JobOutcome } from './job-kinds';
import { createJobLog } from './job-log';
import { ENDED, isEnded, jobTable, SHOWN, toJob } from './job-row';
import type { JobRow } from './job-row';
import { isProcessAlive, OWN_PROCESS } from './process-identity';
import { runJob } from './run-job';
import type { Run, RunEnd } from './run-job';
import { createSilence } from './silence';
import { createSlots } from './slots';

/**
 * A job is one long piece of work with a row that outlives the process; job-ending.ts draws what can become of it.
 *
 * Any process on the site's database takes what is queued, by compare-and-set, and only one gets it. A job belongs to the
 * process that started it, and is never queued, when its row cannot hold what it works on (an open file), and on a
 * command line, which waits for its own job and runs no other.
 *
 *   KEEPSAKE_ROLE   runs what it starts    runs what is queued    ends what a dead process left
 *   all             yes                    yes                    yes
 *   worker          yes                    yes                    yes
 *   web             no: it is queued       no                     no
 *   cli             yes                    no                     no
 */
export interface JobService {
  /** Once for each kind, before `begin`. */
  register<Input>(type: JobType, load: () => JobKind<Input>): void;
  /** Runs it here at once, or queues it: where no slot is free, or this process runs no jobs. */
  start<T extends JobOutcome>(request: JobRequest): Promise<StartedJob<T>>;
  /** Work that only this process can do. Throws `job_not_here` where none is done. */
  start<T extends JobOutcome>(
    request: Omit<JobRequest, 'input'>,
    work: (context: JobContext) => Promise<T>,
  ): Promise<StartedJob<T>>;
  /**
   * Only writes it down as queued, also within a transaction of the site's database: no process takes it before that is
   * committed. `wake` has it taken here soon.
   */
  queue(request: JobRequest): Promise<Job>;
  /** Looks now for what is queued, where this process takes it. */
  wake(): void;
  /** A job that this process runs, without asking the database. */
  running(documentId: string): Job | null;
  /** Every one of them. */
  ownRuns(): Job[];
  /** Throws `job_unknown`. */
  find(documentId: string): Promise<Job>;
  list(filter?: JobFilter): Promise<{ jobs: Job[]; total: number }>;
  /** Those queued or running, those in `known`, and those made after the row `afterId`. */
  changes(known: string[], afterId: number): Promise<{ jobs: Job[]; lastId: number }>;
  /** Of the row made last; 0 without any. */
  newestId(): Promise<number>;
  /** Throws `job_unknown`. */
  log(documentId: string): Promise<JobLogLine[]>;
  /** Asks it to stop, wherever it runs; it does so at its next safe point. Throws `job_not_running`. */
  cancel(documentId: string): Promise<Job>;
  /** Runs it again from its beginning. Throws `job_not_repeatable` and `job_unfinished`. */
  retry(documentId: string): Promise<Job>;
  /** Runs it again from where it was. Throws the same. */
  resume(documentId: string): Promise<Job>;
  /** Rows of restores that ended before all their files were in place, or before those written ahead were wanted. */
  withPendingFiles(): Promise<JobRow[]>;
  update(documentId: string, data: Partial<JobRow>): Promise<void>;
  /** Removes rows of jobs that ended so long ago; default: `jobs.keepDays`. Never one whose files are still pending. */
  cleanUp(options?: { keepDays?: number }): Promise<{ removed: number }>;
  /** Ends or queues again what dead processes ran, once; and from then on takes what is queued. */
  begin(): Promise<void>;
  /** Takes nothing more, stops what runs and gives it back. */
  stop(): Promise<void>;
  /** Told of each job that begins or ends in this process; returns how to end that. */
  onChange(listen: (documentId: string) => void): () => void;
  /** Told once of each job that is over for good, by the process that ended it, before who waits for it goes on. */
  onEnd(listen: (job: EndedJob) => Promise<void>): void;
}

export interface JobRequest {
  type: JobType;
  project: string;
  backupId: string | null;
  startedBy: string | null;
  /** For the activity log; default: whoever is behind the request that is answered just now. */
  actor?: Actor;
  selection?: Job['selection'];
  /** What its kind works on, as JSON. */
  input: object;
  /** How often it is tried again after an error that may pass; default: what its kind says. */
  retries?: number;
}

export interface JobFilter {
  states?: JobState[];
  type?: string | undefined;
  sight?: Sight;
  page?: number;
  pageSize?: number;
}

export interface StartedJob<T> {
  job: Job;
  /**
   * Settles with the work, after all its tries; a failed job rejects. So does one that another process took
   * (`job_elsewhere`) and one given back by a server that stops (`stopped`).
   */
  done: Promise<T>;
}

interface Waiting {
  end(end: RunEnd): void;
}

/** A process of the same number as a dead one's must not keep its jobs for ever. */
const ALIVE_AT_MOST_MS = 30 * 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const CANCEL_WAIT_MS = 5000;
const CLAIMED_AT_ONCE = 10;

export function createJobService({ strapi }: { strapi: Core.Strapi }): JobService {
  const role = currentRole();
  const runsJobs = role !== 'web';
  const takesQueued = role === 'all' || role === 'worker';
  const { jobs: settings } = keepsakeConfig(strapi);
  const leaseMs = settings.leaseSeconds * 1000;
  const table = jobTable(strapi);
  const kinds = createJobKinds();
  const slots = createSlots(settings.concurrency);
  const silence = createSilence();
  const running = new Map<string, Run>();
  /** Who waits here for jobs that are queued. */
  const waiting = new Map<string, Waiting>();
  const listeners = new Set<(documentId: string) => void>();
  /** Runs of which all is done but what others make of their end. */
  const ending = new Set<Promise<void>>();
  const endListeners: ((job: EndedJob) => Promise<void>)[] = [];
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();
  let isStopping = false;
  let isAnswered = true;
  let lastSweep = -Infinity;
  let claiming: Promise<void> | null = null;

  const toShow = (row: JobRow) => {
    const run = running.get(row.documentId);
    return toJob(row, run?.progress() ?? row.progress, kinds.find(row.type));
  };

  const service: JobService = {
    register: (type, load) => kinds.add(type, load),

    async start<T extends JobOutcome>(
      request: Omit<JobRequest, 'input'> & { input?: object },
      work?: (context: JobContext) => Promise<T>,
    ) {
      if (work && !runsJobs) throw notHere();
      const { input, retries, ...shown } = request;
      const kind = kinds.find(request.type);
      const isBound = work !== undefined || role === 'cli';
      const release = runsJobs && !isStopping ? slots.take(kind?.writes ?? false) : null;
      const runsNow = isBound || release !== null;
      try {
        const row = await table.create({
          data: {
            actor: whoActs(strapi),
            ...shown,
            ...QUEUED,
            ...(runsNow ? ownFrom(0, 0) : {}),
            input: isBound ? null : input,
            retries: retries ?? kind?.retries ?? 0,
          },
        });
        const done = new Promise<T>((resolve, reject) => {
          const end = (ended: RunEnd) =>
            'outcome' in ended ? resolve(ended.outcome as T) : reject(ended.error);
          waiting.set(row.documentId, { end });
        });
        // Whoever only wants the job's row does not wait for it.
        done.catch(() => undefined);
        if (runsNow) launch(row, release ?? (() => undefined), work ?? runOf(row.type, input));
        else if (takesQueued) claimSoon();
        else giveAway(row.documentId, elsewhere(row.documentId));
        return { job: toShow(row), done };
      } catch (error) {
        release?.();
        throw error;
      }
    },

    async queue(request) {
      const { input, retries = kinds.find(request.type)?.retries ?? 0, ...shown } = request;
      return toShow(
        await table.create({ data: { actor: whoActs(strapi), ...shown, ...QUEUED, input, retries } }),
      );
    },

    wake: claimSoon,

    running(documentId) {
      const run = running.get(documentId);
      return run ? toShow(run.row) : null;
    },

    ownRuns: () => [...running.values()].map(({ row }) => toShow(row)),

    async find(documentId) {
      return toShow(await rowOf(documentId));
    },

    async list({ states, type, sight = null, page = 1, pageSize = 100 } = {}) {
      const where = {
        ...(states ? { state: { $in: states } } : {}),
        ...(type ? { type } : {}),
        ...inSight(sight),
      };
      const rows = await table.findMany({
        select: [...SHOWN],
        where,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        offset: (page - 1) * pageSize,
        limit: pageSize,
      });
      return { jobs: rows.map(toShow), total: await table.count({ where }) };
    },

    async changes(known, afterId) {
      const among: object[] = [{ state: { $in: ['queued', 'running'] } }, { id: { $gt: afterId } }];
      if (known.length > 0) among.push({ documentId: { $in: known } });
      const rows = await table.findMany({
        select: [...SHOWN],
        where: { $or: among },
        orderBy: { id: 'asc' },
        limit: 500,
      });
      return { jobs: rows.map(toShow), lastId: Math.max(afterId, ...rows.map(({ id }) => id)) };
    },

    async newestId() {
      const [row] = await table.findMany({ select: ['id'], orderBy: { id: 'desc' }, limit: 1 });
      return row?.id ?? 0;
    },

    async log(documentId) {
      const run = running.get(documentId);
      if (run) return run.log.lines();
      return (await rowOf(documentId)).log ?? [];
    },

    async cancel(documentId) {
      const row = await rowOf(documentId);
      if (row.state === 'queued') {
        const gone = { state: 'cancelled' as const, token: row.token + 1, finishedAt: nowIso() };
        const log = withLine(row, 'Cancelled before it began.');
        const isMine = await table.change(
          { documentId, state: 'queued', token: row.token },
          { ...gone, log, error: describe(cancelled()) },
        );
        // Somebody took it in between.
        if (!isMine) return service.cancel(documentId);
        await setRight(row, cancelled());
        await tellEnd({ row: { ...row, ...gone }, state: 'cancelled', error: cancelled(), problems: [] });
        giveAway(documentId, cancelled());
        changed(documentId);
        return service.find(documentId);
      }
      if (row.state !== 'running') throw notRunning(documentId, row.state);
      running.get(documentId)?.abort(cancelled());
      await table.change({ documentId, state: 'running', token: row.token }, { cancelRequested: true });
      await endsSoon(documentId);
      return service.find(documentId);
    },

    retry: (documentId) => again(documentId, 'retry'),
    resume: (documentId) => again(documentId, 'resume'),

    async withPendingFiles() {
      return table.findMany({ where: { pendingFiles: { $notNull: true }, state: { $ne: 'running' } } });
    },

    async update(documentId, data) {
      await table.change({ documentId }, data);
    },

    async cleanUp({ keepDays = settings.keepDays } = {}) {
      const before = new Date(Date.now() - keepDays * DAY_MS);
      const where = { state: { $in: ENDED }, finishedAt: { $lt: before }, pendingFiles: { $null: true } };
      return { removed: await table.remove(where) };
    },

    async begin() {
      if (!takesQueued) return;
      isStopping = false;
      await sweep();
      lookAgain();
    },

    async stop() {
      isStopping = true;
      if (timer) clearTimeout(timer);
      timer = null;
      const end = () => {
        for (const run of running.values()) run.abort(stopped());
        return Promise.all([...running.values()].map(({ settled }) => settled));
      };
      await Promise.all([looking, claiming?.catch(() => undefined), end()]);
      // What was being taken just then.
      await end();
      await Promise.all(ending);
      for (const documentId of [...waiting.keys()]) giveAway(documentId, stopped());
    },

    onChange(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },

    onEnd: (listen) => void endListeners.push(listen),
  };

  async function rowOf(documentId: string): Promise<JobRow> {
    const row = await table.findOne({ where: { documentId } });
    if (!row) throw unknownJob(documentId);
    return row;
  }

  /** What a row says of a try that begins here. */
  function ownFrom(token: number, attempt: number) {
    return {
      state: 'running' as const,
      process: OWN_PROCESS,
      heartbeatAt: nowIso(),
      token: token + 1,
      attempt: attempt + 1,
      cancelRequested: false,
      progress: null,
      error: null,
      finishedAt: null,
    };
  }

  function runOf(type: string, given?: object): (context: JobContext) => Promise<JobOutcome> {
    return async (context) => {
      const kind = kinds.find(type);
      if (!kind) throw noSuchKind(type);
      const input = kind.parse(context.input ?? given);
      return kind.run({ ...context, input });
    };
  }

  function launch(
    row: JobRow,
    release: () => void,
    work: (context: JobContext) => Promise<JobOutcome>,
  ): void {
    const { documentId } = row;
    const run = runJob(strapi, row, work, {
      leaseMs,
      backOffMs: settings.backOffSeconds * 1000,
      expireHours: settings.expireHours,
      resumable: kinds.find(row.type)?.resumable ?? false,
      onEnded: (error) => setRight(row, error),
    });
    running.set(documentId, run);
    changed(documentId);
    const over = run.settled.then(async (end) => {
      running.delete(documentId);
      release();
      if (end.isOver) {
        // Taken out first: to the look after those that wait it would seem to run elsewhere meanwhile.
        const waiter = waiting.get(documentId);
        waiting.delete(documentId);
        await tellEndOf(documentId, end);
        waiter?.end(end);
      }
      changed(documentId);
      claimSoon();
    });
    ending.add(over);
    void over.finally(() => ending.delete(over));
  }

  /** Not only at the next look; what goes wrong then is said there. */
  function claimSoon(): void {
    if (timer) void claim().catch(() => undefined);
  }

  /** As its row says now: what it did was written there while it ran. */
  async function tellEndOf(documentId: string, end: RunEnd): Promise<void> {
    if (end.state === null) return;
    const row = await table.findOne({ where: { documentId } }).catch(() => null);
    if (!row) return;
    const { error = null } = 'error' in end ? end : {};
    await tellEnd({ row, state: end.state, error, problems: 'outcome' in end ? end.outcome.problems : [] });
  }

  async function tellEnd(job: EndedJob): Promise<void> {
    for (const listen of endListeners) {
      // What follows from the end of a job must not change it.
      await listen(job).catch((error: unknown) => strapi.log.error(error));
    }
  }

  function giveAway(documentId: string, error: KeepsakeError): void {
    waiting.get(documentId)?.end({ isOver: true, state: null, error });
    waiting.delete(documentId);
  }

  function changed(documentId: string): void {
    for (const listen of listeners) listen(documentId);
  }

  /** Whether asking the database would wait for the end of a restore, and the whole process with it. */
  function isBlind(): boolean {
    return hasOneConnection(strapi) && pluginService(strapi, 'closure').current() !== null;
  }

  function lookAgain(): void {
    timer = setTimeout(() => {
      // A database that does not answer now is asked again, and that is said once.
      looking = look().then(
        () => void (isAnswered = true),
        (error: unknown) => {
          if (isAnswered && !isStopping)
            strapi.log.warn(`keepsake: jobs wait. ${asKeepsakeError(error).message}`);
          isAnswered = false;
        },
      );
      void looking.then(() => timer && lookAgain());
    }, settings.pollSeconds * 1000);
    timer.unref();
  }

  async function look(): Promise<void> {
    if (isBlind()) return;
    if (performance.now() - lastSweep > leaseMs / 4) await sweep();
    await claim();
    await lookAfterWaiting();
  }

  /** One at a time in this process: what one finds taken, the other took. */
  async function claim(): Promise<void> {
    while (claiming) await claiming.catch(() => undefined);
    claiming = claimAll().finally(() => (claiming = null));
    await claiming;
  }

  async function claimAll(): Promise<void> {
    while (!isStopping && !isBlind() && (await claimSome())) {
      // Until no slot is free or nothing is left.
    }
  }

  /** False when there is nothing more to take. */
  async function claimSome(): Promise<boolean> {
    // A restore has the site closed; what it waits for is not to begin now.
    if (pluginService(strapi, 'closure').current()) return false;
    const due = { state: 'queued', runAfter: { $lte: Date.now() } };
    // Mostly nothing is, and then no kind has to be looked at.
    if (!(await table.findOne({ select: ['id'], where: due }))) return false;
    const types = await claimable();
    if (types.length === 0) return false;
    const rows = await table.findMany({
      where: { ...due, type: { $in: types } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      limit: CLAIMED_AT_ONCE,
    });
    let found = false;
    for (const row of rows) {
      if (isStopping) return false;
      const release = slots.take(kinds.find(row.type)!.writes);
      if (!release) continue;
      const own = ownFrom(row.token, row.attempt);
      const isMine = await table
        .change({ documentId: row.documentId, state: 'queued', token: row.token }, own)
        .catch((error: unknown) => {
          release();
          throw error;
        });
      found = true;
      if (isMine) launch({ ...row, ...own }, release, runOf(row.type));
      else release();
    }
    return found;
  }

  /** Kinds for which there is a slot here, and of those that write only while none does elsewhere. */
  async function claimable(): Promise<string[]> {
    const all = kinds.all().filter(({ writes }) => slots.isFree(writes));
    const writers = all.filter(({ writes }) => writes).map(({ kind }) => kind);
    const readers = all.filter(({ writes }) => !writes).map(({ kind }) => kind);
    if (writers.length === 0) return readers;
    // Only a saving: who has the repository's lock decides.
    const isTaken = await table.findOne({
      select: ['id'],
      where: { state: 'running', type: { $in: writers } },
    });
    return isTaken ? readers : [...readers, ...writers];
  }

  /** Jobs that were queued here and that another process took, or ended. */
  async function lookAfterWaiting(): Promise<void> {
    const ids = [...waiting.keys()].filter((documentId) => !running.has(documentId));
    if (ids.length === 0) return;
    const rows = await table.findMany({
      select: ['documentId', 'state'],
      where: { documentId: { $in: ids }, state: { $ne: 'queued' } },
    });
    for (const { documentId } of rows) {
      if (!running.has(documentId)) giveAway(documentId, elsewhere(documentId));
    }
  }

  async function sweep(): Promise<void> {
    lastSweep = performance.now();
    const rows = await table.findMany({ where: { state: 'running' } });
    silence.keepOnly(rows.map(({ documentId }) => documentId));
    for (const row of rows) if (!running.has(row.documentId) && isDead(row)) await endDead(row);
  }

  function isDead(row: JobRow): boolean {
    const silentFor = silence.of(row.documentId, `${row.token} ${row.heartbeatAt}`);
    // A kind of a newer version is left to a process that has it and knows what it takes.
    if (!kinds.find(row.type)) return silentFor > ALIVE_AT_MOST_MS;
    const isAlive = row.process === null ? false : isProcessAlive(row.process);
    if (isAlive === false) return true;
    // On SQLite a restore cannot give signs of life, but its process is on this machine.
    return silentFor > (isAlive && hasOneConnection(strapi) ? ALIVE_AT_MOST_MS : leaseMs);
  }

  async function endDead(row: JobRow): Promise<void> {
    const { documentId, token } = row;
    const kind = kinds.find(row.type);
    const ending = endingOfDead({
      attempt: row.attempt ?? 0,
      retries: row.retries ?? 0,
      isDurable: row.input !== null,
      resumable: kind?.resumable ?? false,
    });
    const isOver = ending.state !== 'queued';
    const text = `${interrupted().message}${isOver ? '' : ' It is run again.'}`;
    const isMine = await table.change(
      { documentId, state: 'running', token: token ?? null },
      {
        ...ending,
        token: (token ?? 0) + 1,
        process: null,
        cancelRequested: false,
        error: isOver ? describe(interrupted()) : null,
        finishedAt: isOver ? nowIso() : null,
        log: withLine(row, text),
      },
    );
    if (!isMine) return;
    changed(documentId);
    if (!isOver) return;
    await setRight({ ...row, ...ending }, interrupted());
    await tellEnd({ row: { ...row, ...ending }, state: ending.state, error: interrupted(), problems: [] });
  }

  /** What fails here is tried again at the next start. */
  async function setRight(row: JobRow, error: KeepsakeError): Promise<void> {
    try {
      await kinds.find(row.type)?.ended?.(row, error);
    } catch (caught) {
      strapi.log.error(`keepsake: what the job ${row.documentId} left could not be set right yet.`);
      strapi.log.error(caught);
    }
  }

  async function again(documentId: string, what: 'retry' | 'resume'): Promise<Job> {
    const row = await rowOf(documentId);
    const { canRetry, canResume } = toShow(row);
    if (!(what === 'retry' ? canRetry : canResume)) throw notRepeatable(documentId, what, row.state);
    if (row.pendingFiles) throw unfinished(documentId);
    const isMine = await table.change(
      { documentId, state: row.state, token: row.token },
      {
        state: 'queued',
        token: row.token + 1,
        attempt: 0,
        runAfter: 0,
        cancelRequested: false,
        problems: [],
        progress: null,
        error: null,
        result: null,
        finishedAt: null,
        actor: whoActs(strapi),
        ...(what === 'retry' ? { checkpoint: null } : {}),
        log: withLine(row, what === 'retry' ? 'To be run again.' : 'To go on where it was.'),
      },
    );
    if (!isMine) throw notRepeatable(documentId, what, (await rowOf(documentId)).state);
    changed(documentId);
    if (timer) await claim();
    return service.find(documentId);
  }

  async function endsSoon(documentId: string): Promise<void> {
    const until = Date.now() + CANCEL_WAIT_MS;
    const own = running.get(documentId)?.settled;
    let isSettled = false;
    void own?.then(() => (isSettled = true));
    while (Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (own ? isSettled : isEnded((await rowOf(documentId)).state)) return;
    }
  }

  return service;
}

/** A row before its first try. */
const QUEUED = {
  state: 'queued' as const,
  token: 0,
  attempt: 0,
  runAfter: 0,
  cancelRequested: false,
  problems: [],
};

function withLine(row: JobRow, text: string): JobLogLine[] {
  const log = createJobLog(row.log);
  log.add(text, 'warn');
  return log.lines();
}

function nowIso(): string {
  return new Date().toISOString();
}

function noSuchKind(type: string): KeepsakeError {
  return new KeepsakeError('job_kind_unknown', `Nothing here can run a job of the kind ${type}.`, {
    hint: 'Restart all servers with the same version of the plugin.',
  });
}
