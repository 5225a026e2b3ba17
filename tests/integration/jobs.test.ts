import { setTimeout } from 'node:timers/promises';

import type { Job } from '../../shared/contracts/jobs';
import type { JobRequest } from '../../server/src/services/jobs/job-service';
import type { DatabaseServer } from '../databases/database-server';
import { postgres } from '../databases/postgres';
import { startInstance } from '../zoo/instance';
import type { Instance } from '../zoo/instance';
import { TEST_KINDS } from '../zoo/job-kinds';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { bootZoo, newFolder } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const SETTINGS = { leaseSeconds: 1.2, pollSeconds: 0.1, backOffSeconds: 0.1, concurrency: 4 };
const CONCURRENCY = SETTINGS.concurrency;

interface Note {
  job: string;
  process: number;
  token: number;
  what: string;
  step: number | null;
}

const reason = postgres.whySkip();
(reason ? describe.skip : describe)(
  `Jobs of several processes on one Postgres${reason ? ` (${reason})` : ''}`,
  () => {
    let app: ZooApp;
    let database: DatabaseServer;
    /** Takes requests only. */
    let site: ZooSite;
    const workers = new Map<number, Instance>();

    beforeAll(async () => {
      app = createZooApp();
      database = await postgres.start();
      const place = { server: database, database: await database.createDatabase() };
      const environment = { KEEPSAKE_ROLE: 'web', KEEPSAKE_JOBS: JSON.stringify(SETTINGS) };
      site = await bootZoo(app.folder, newFolder(), place, environment);
      await site.strapi.db.connection.schema.createTable('job_notes', (table) => {
        table.increments('id');
        table.string('job');
        table.integer('process');
        table.integer('token');
        table.string('what');
        table.integer('step');
      });
    });

    afterAll(async () => {
      await Promise.all([...workers.keys()].map(killWorker));
      await site?.close();
      await database?.stop();
      app?.remove();
    });

    async function startWorker(): Promise<number> {
      const worker = await startInstance(site, { KEEPSAKE_ROLE: 'worker' });
      const pid = Number(await worker.run(`${TEST_KINDS} return process.pid;`));
      workers.set(pid, worker);
      return pid;
    }

    async function killWorker(pid: number): Promise<void> {
      await workers.get(pid)!.kill();
      workers.delete(pid);
    }

    async function queue(type: string, input: object = {}): Promise<string> {
      const request = { type, project: 'site', backupId: null, startedBy: null, input, retries: 2 };
      const { job } = await site.service('jobs').start(request as unknown as JobRequest);
      return job.documentId;
    }

    const find = (documentId: string): Promise<Job> => site.service('jobs').find(documentId);
    const notes = async (job?: string): Promise<Note[]> =>
      (await site.strapi.db
        .connection('job_notes')
        .where(job ? { job } : {})
        .orderBy('id')) as Note[];

    async function until(job: string, isSo: (now: Job) => boolean): Promise<Job> {
      for (;;) {
        const now = await find(job);
        if (isSo(now)) return now;
        await setTimeout(30);
      }
    }
    const runnerOf = async (job: string) => (await notes(job)).at(-1)!.process;
    const ended = (job: string) => until(job, ({ state }) => state !== 'queued' && state !== 'running');
    const atStep = (job: string, step: number) => until(job, ({ progress }) => (progress?.done ?? 0) >= step);

    it('are only queued by a server that takes requests, and cancelled while they wait', async () => {
      const job = await queue('short');
      await setTimeout(3 * SETTINGS.pollSeconds * 1000);
      expect(await find(job)).toMatchObject({ state: 'queued', attempt: 0 });
      expect(await site.service('jobs').cancel(job)).toMatchObject({ state: 'cancelled', attempt: 0 });
      const inline = site
        .service('jobs')
        .start({ type: 'restore', project: 'site', backupId: null, startedBy: null }, async () => ({
          problems: [],
        }));
      await expect(inline).rejects.toMatchObject({ code: 'job_not_here' });
      const next = await queue('short');
      await Promise.all([startWorker(), startWorker()]);
      expect(await ended(next)).toMatchObject({ state: 'succeeded', attempt: 1, error: null });
      expect([...workers.keys()]).toContain((await notes(next))[0]!.process);
      expect(await notes(job)).toEqual([]);
    });

    it('each run to success once, though one of two processes is killed in the middle', async () => {
      const before = (await notes()).length;
      const [victim, survivor] = [...workers.keys()] as [number, number];
      await workers.get(victim)!.run('globalThis.diesAt = 40');
      const jobs = await Promise.all(Array.from({ length: 200 }, () => queue('short')));
      const states = await Promise.all(jobs.map((job) => ended(job)));
      await killWorker(victim);
      expect(states.filter(({ state }) => state !== 'succeeded')).toEqual([]);
      const begun = (await notes()).slice(before).filter(({ what }) => what === 'begin');
      const begunBy = (job: string) => begun.filter((note) => note.job === job).map(({ process }) => process);
      expect(new Set(begun.map(({ process }) => process))).toEqual(new Set([victim, survivor]));
      // Nobody ever ran what somebody else held.
      expect(new Set(begun.map(({ job, token }) => `${job} ${token}`)).size).toBe(begun.length);
      const again = states.filter(({ attempt }) => attempt > 1);
      expect(again.length).toBeGreaterThanOrEqual(1);
      expect(again.length).toBeLessThanOrEqual(CONCURRENCY);
      for (const { documentId, attempt } of states) {
        if (attempt === 1) expect(begunBy(documentId)).toHaveLength(1);
        // The victim may have died before it noted that it began.
        else expect([[survivor], [victim, survivor]]).toContainEqual(begunBy(documentId));
      }
    });

    it('are run by no process beyond its limit', async () => {
      const open = new Map<number, Set<string>>();
      let most = 0;
      for (const { job, process, what } of await notes()) {
        const own = open.get(process) ?? new Set();
        open.set(process, own);
        if (what === 'begin') own.add(job);
        else own.delete(job);
        most = Math.max(most, own.size);
      }
      expect(most).toBe(CONCURRENCY);
    });

    it('refuse the writes of a process that stood still while another took over', async () => {
      await startWorker();
      const job = await queue('steps', { steps: 40 });
      await atStep(job, 5);
      const zombie = await runnerOf(job);
      workers.get(zombie)!.signal('SIGSTOP');
      await until(job, ({ attempt, progress }) => attempt === 2 && (progress?.done ?? 0) > 6);
      workers.get(zombie)!.signal('SIGCONT');
      expect(await ended(job)).toMatchObject({ state: 'succeeded', attempt: 2 });
      expect(await workers.get(zombie)!.run('return globalThis.refused')).toBe('job_lost');
      const steps = await notes(job);
      const taken = steps.findIndex(({ process }) => process !== zombie);
      expect(steps.slice(taken).filter(({ process }) => process === zombie)).toEqual([]);
      expect(steps.map(({ step }) => step)).toEqual(numbers(40));
    });

    it('go on from their checkpoint after their process was killed', async () => {
      const job = await queue('steps', { steps: 20 });
      await atStep(job, 5);
      const victim = await runnerOf(job);
      await killWorker(victim);
      expect(await ended(job)).toMatchObject({ state: 'succeeded', attempt: 2 });
      const all = await notes(job);
      const own = all.filter(({ process }) => process !== victim);
      const done = all.length - own.length;
      // Killed between a step and its checkpoint, that step is done once more.
      expect([done - 1, done]).toContain(own[0]!.step);
      expect(own.at(-1)!.step).toBe(19);
    });

    it('are given back by a server that stops, and go on elsewhere as if nothing had been', async () => {
      const [first] = [...workers.keys()] as [number];
      const job = await queue('steps', { steps: 20 });
      await atStep(job, 5);
      await workers.get(first)!.run('await strapi.destroy()');
      expect(await find(job)).toMatchObject({ state: 'queued', attempt: 0, error: null });
      await killWorker(first);
      await startWorker();
      expect(await ended(job)).toMatchObject({ state: 'succeeded', attempt: 1 });
      expect((await notes(job)).map(({ step }) => step)).toEqual(numbers(20));
    });

    it('are cancelled from another process, resumed where they were, and run again from the beginning', async () => {
      const jobs = site.service('jobs');
      const job = await queue('steps', {
        steps: 12,
        problems: [{ code: 'x', item: 'one', message: 'is odd' }],
      });
      // What the kind is, so that this process may say what can be done with it.
      jobs.register('steps' as never, () => ({
        kind: 'steps' as never,
        right: 'backup',
        writes: false,
        resumable: true,
        retries: 0,
        parse: (input) => input,
        run: () => Promise.reject(new Error('not here')),
      }));
      await atStep(job, 3);
      const cancelled = await jobs.cancel(job);
      expect(cancelled).toMatchObject({
        state: 'cancelled',
        canRetry: true,
        canResume: true,
        error: { code: 'cancelled' },
      });
      const before = (await notes(job)).length;
      expect(before).toBeLessThan(12);
      await setTimeout(200);
      expect(await notes(job)).toHaveLength(before);
      await expect(jobs.cancel(job)).rejects.toMatchObject({ code: 'job_not_running' });
      await jobs.resume(job);
      expect(await ended(job)).toMatchObject({ state: 'partial', problems: [{ item: 'one' }], error: null });
      expect((await notes(job)).map(({ step }) => step)).toEqual(numbers(12));
      await jobs.retry(job);
      await ended(job);
      expect(await notes(job)).toHaveLength(24);
      const log = (await jobs.log(job)).map(({ text }) => text);
      expect(log).toEqual(
        expect.arrayContaining(['It was cancelled.', 'one: is odd', 'To go on where it was.']),
      );
    });

    it('are tried again after an error that may pass, and not after one that will not', async () => {
      const [passes, stays, never] = [
        await queue('flaky', { transient: true, times: 1 }),
        await queue('flaky', { transient: true, times: 9 }),
        await queue('flaky', { transient: false, times: 9 }),
      ];
      expect(await ended(passes)).toMatchObject({ state: 'succeeded', attempt: 2, error: null });
      expect(await ended(stays)).toMatchObject({
        state: 'failed',
        attempt: 3,
        error: { code: 'storage_silent' },
      });
      expect(await ended(never)).toMatchObject({ state: 'failed', attempt: 1 });
      const told = JSON.stringify([await find(never), await site.service('jobs').log(never)]);
      expect(told).toContain('Nobody answers');
      expect(told).not.toContain('hunter2');
    });
  },
);

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}
