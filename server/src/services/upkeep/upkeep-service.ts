import type { Core } from '@strapi/strapi';

import type {
  CleanUpResult,
  CompactSummary,
  MaintenanceAction,
  MaintenanceAnswer,
  ProcessorAction,
  ProcessorAnswer,
  ProcessorStatus,
} from '../../../../shared/contracts/maintenance';
import type { RetentionResult } from '../../../../shared/contracts/retention';
import { OCCURRENCE_UID } from '../../content-types/occurrence-model';
import { asKeepsakeError } from '../../core/errors';
import { hasOneConnection } from '../has-one-connection';
import { forMonitor } from '../health/health-service';
import type { JobOutcome } from '../jobs/job-kinds';
import { isEnded } from '../jobs/job-row';
import type { StartedJob } from '../jobs/job-service';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import type { OccurrenceRow } from '../schedules/schedule-row';
import { jobFailed } from './job-failed';
import { lastRuns } from './last-runs';
import { removeStaleFiles } from './remove-stale-files';

/**
 * What a site does by itself, each part by one process at a time and answered in numbers. Called by Strapi's cron, by an
 * outside one over HTTP, by pages and by the command line.
 */
export interface UpkeepService {
  /** Throws `upkeep_busy` while another process does the same; that of `status` asks for nothing. */
  processor(action: ProcessorAction, options?: UpkeepOptions): Promise<ProcessorAnswer>;
  /** The same; of `retention` and `compact` what their jobs throw. */
  maintenance(action: MaintenanceAction, options?: UpkeepOptions): Promise<MaintenanceAnswer>;
  /** Does the daily work where it was not done for longer than that: the machine was off, or asleep. */
  catchUp(now?: Date): Promise<void>;
  /** A restore has the database's only connection: asking would wait for its end. */
  mustWait(): boolean;
}

export interface UpkeepOptions {
  dryRun?: boolean;
  now?: Date;
  /** Display name of who asks. */
  startedBy?: string | null;
  /** Slug; all without it. */
  project?: string | null;
  /** Follows a job while it is waited for, as a command line does. */
  follow?: <T extends JobOutcome>(started: StartedJob<T>) => Promise<T>;
}

const DAY_MS = 24 * 60 * 60_000;
/** A day and a bit: a tick that comes a minute late is not made good. */
const OVERDUE_MS = 25 * 60 * 60_000;
const ASK_MS = 500;

export function createUpkeepService({ strapi }: { strapi: Core.Strapi }): UpkeepService {
  const runs = () => lastRuns(strapi);

  const service: UpkeepService = {
    async processor(action, options = {}) {
      const began = performance.now();
      if (action === 'status') return timed(action, began, await status());
      if (action === 'cleanup')
        return timed(action, began, await alone('cleanup', () => cleanUp(options), options));
      const fire = () => pluginService(strapi, 'schedules').fireDue(options.now);
      return timed(action, began, await alone('process', fire, options));
    },

    async maintenance(action, options = {}) {
      const began = performance.now();
      switch (action) {
        case 'cleanup':
          return timed(action, began, await alone(action, () => cleanUp(options), options));
        case 'retention':
          return timed(action, began, await alone(action, () => retention(options), options));
        // For as many monitors as like to ask.
        case 'health':
          return timed(action, began, forMonitor(await pluginService(strapi, 'health').current()));
        case 'compact':
          return timed(action, began, await alone(action, () => compact(options), options));
        case 'full':
          return timed(action, began, await alone(action, () => full(options), options));
      }
    },

    async catchUp(now = new Date()) {
      const last = await runs().of('full');
      if (last === null) {
        // A new site has nothing to be made good; from now on it counts.
        await runs().note('full', now);
        return;
      }
      if (now.getTime() - Date.parse(last) > OVERDUE_MS) await service.maintenance('full', { now });
    },

    mustWait: () => hasOneConnection(strapi) && pluginService(strapi, 'closure').current() !== null,
  };

  /** Noted only once it is done: one that died is not taken for done. */
  async function alone<T>(
    name: Exclude<ProcessorAction | MaintenanceAction, 'status' | 'health'>,
    work: () => Promise<T>,
    { now = new Date(), dryRun = false }: UpkeepOptions,
  ): Promise<T> {
    return pluginService(strapi, 'locks').only(`upkeep ${name}`, async () => {
      const result = await work();
      if (!dryRun) await runs().note(name, now);
      return result;
    });
  }

  async function full(options: UpkeepOptions) {
    const cleanup = await cleanUp(options);
    const removed = await retention(options);
    const drill = await drillIfDue(options);
    const health = forMonitor(await pluginService(strapi, 'health').check());
    return { cleanup, retention: removed, drill, health };
  }

  /** The newest backup is to be proven every so often; whether one is due is told by the last drill, however it went. */
  async function drillIfDue({ now = new Date(), dryRun, follow, startedBy = null }: UpkeepOptions) {
    const { everyDays } = keepsakeConfig(strapi).drills;
    const {
      jobs: [last],
    } = await pluginService(strapi, 'jobs').list({ type: 'drill', pageSize: 1 });
    const age = last ? now.getTime() - Date.parse(last.createdAt) : Infinity;
    // Daily work that comes some minutes earlier than a week ago is not to wait for another day.
    if (dryRun || everyDays === 0 || age < (everyDays - 0.5) * DAY_MS) return null;
    try {
      const started = await pluginService(strapi, 'drills').start('latest', startedBy);
      await follow?.(started);
      return { jobId: started.job.documentId };
    } catch (error) {
      // A site without a backup has nothing to prove.
      if (asKeepsakeError(error).code === 'backup_unknown') return null;
      throw error;
    }
  }

  async function retention(options: UpkeepOptions): Promise<RetentionResult> {
    const { dryRun, project, startedBy } = options;
    const started = await pluginService(strapi, 'maintenance').retention({ dryRun, project, startedBy });
    const result = await resultOf(started, options);
    return result.retention!;
  }

  async function compact(options: UpkeepOptions): Promise<CompactSummary> {
    const { dryRun, startedBy } = options;
    const started = await pluginService(strapi, 'maintenance').compact({ dryRun, startedBy });
    const result = await resultOf(started, options);
    const { problems } = await pluginService(strapi, 'jobs').find(started.job.documentId);
    return { ...result.compacted!, problems };
  }

  /** Of a job of this process, or of one that another process took over. */
  async function resultOf<T extends JobOutcome>(started: StartedJob<T>, { follow }: UpkeepOptions) {
    const jobs = pluginService(strapi, 'jobs');
    const { documentId } = started.job;
    try {
      await (follow ? follow(started) : started.done);
    } catch (error) {
      if (asKeepsakeError(error).code !== 'job_elsewhere') throw error;
    }
    for (;;) {
      const job = await jobs.find(documentId);
      if (isEnded(job.state) && job.result) return job.result;
      if (isEnded(job.state)) throw jobFailed(job);
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  }

  /** With `dryRun` nothing of it is done: what has expired can be of no use to anybody. */
  async function cleanUp({ dryRun = false, now = new Date() }: UpkeepOptions): Promise<CleanUpResult> {
    const nothing = { exports: 0, exportBytes: 0, tickets: 0, links: 0, jobs: 0, runs: 0, activities: 0 };
    if (dryRun) return { ...nothing, drills: 0, files: 0, fileBytes: 0 };
    const exported = await pluginService(strapi, 'exports').cleanUp();
    return {
      exports: exported.removed,
      exportBytes: exported.bytes,
      tickets: (await pluginService(strapi, 'tickets').cleanUp()).removed,
      links: (await pluginService(strapi, 'links').cleanUp()).removed,
      jobs: (await pluginService(strapi, 'jobs').cleanUp()).removed,
      runs: await removeOldRuns(now),
      activities: (await pluginService(strapi, 'activity').cleanUp()).removed,
      drills: await pluginService(strapi, 'drills').sweep(),
      ...(await removeStaleFiles(strapi, now)),
    };
  }

  /** The last of each schedule stays: it says how it went. */
  async function removeOldRuns(now: Date): Promise<number> {
    const before = now.getTime() - keepsakeConfig(strapi).jobs.keepDays * DAY_MS;
    const rows = ownRows<OccurrenceRow>(strapi, OCCURRENCE_UID);
    const newest = new Map<string, number>();
    for (const { id, scheduleId } of await rows.findMany({ select: ['id', 'scheduleId'] }))
      newest.set(scheduleId, Math.max(id, newest.get(scheduleId) ?? 0));
    const { count } = await rows.deleteMany({
      where: { firedAt: { $lt: before }, id: { $notIn: [...newest.values()] } },
    });
    return count;
  }

  async function status(): Promise<ProcessorStatus> {
    const schedules = await pluginService(strapi, 'schedules').list();
    const enabled = schedules.filter((schedule) => schedule.enabled);
    const [next] = enabled
      .flatMap(({ documentId, name, nextRuns: [at] }) => (at ? [{ schedule: documentId, name, at }] : []))
      .sort((a, b) => a.at.localeCompare(b.at));
    const jobs = pluginService(strapi, 'jobs');
    const count = async (state: 'queued' | 'running') =>
      (await jobs.list({ states: [state], pageSize: 1 })).total;
    return {
      schedules: { enabled: enabled.length, paused: schedules.length - enabled.length },
      next: next ?? null,
      jobs: { queued: await count('queued'), running: await count('running') },
      lastRuns: await runs().all(),
    };
  }

  return service;
}

function timed<Action extends string, Result extends object>(action: Action, began: number, result: Result) {
  const seconds = Math.round(performance.now() - began) / 1000;
  return { action, seconds, ...result };
}
