import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { ActivityAction } from '../../../../shared/contracts/activity';
import type { Job } from '../../../../shared/contracts/jobs';
import type { PreviewSchedule, Schedule, ScheduleFault } from '../../../../shared/contracts/schedules';
import { OCCURRENCE_UID } from '../../content-types/occurrence-model';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { jitterMinutes } from '../../core/schedule/jitter';
import type { Timing } from '../../core/schedule/timing';
import { isEnded } from '../jobs/job-row';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { inSight } from '../projects/sight';
import type { Sight } from '../projects/sight';
import { keepsakeConfig } from '../repository/private-directory';
import { siteIdentity } from '../repository/site-identity';
import { cloudUnavailable } from '../storage/place-settings';
import { startExportsBeside } from './exports-beside';
import { readRuns } from './read-runs';
import { inputFaults, scheduleInput, scheduleInvalid } from './schedule-input';
import type { ParsedSchedule } from './schedule-input';
import { timingOf, toBackupSchedule } from './schedule-row';
import type { OccurrenceRow, ScheduleRow } from './schedule-row';

/**
 * A schedule makes backups by itself.
 *
 *   seen until t ──its next time after t has come──▶ fired: an occurrence, a backup and its job; seen until that time
 *        ▲  │ several have come: the last is fired,          │
 *        │  │ and the others are counted as missed           │
 *        │  └ its last job is still under way: it waits ◀────┘
 *        └──made, changed in its timing, or no longer paused: seen until now, nothing is made good
 *
 * **No run is lost and none doubled**, with any number of processes and whenever one of them dies. Firing is one
 * transaction of the database: the schedule's `seenUntil` is moved by compare-and-set, and the occurrence (whose key,
 * schedule and instant, the database lets nobody use twice), the backup's row and its queued job are written. Of several
 * processes one wins the compare-and-set and the others find nothing to do. One that dies before the commit has done
 * nothing: `seenUntil` stands where it was, and the next tick of any process fires. One that dies after it has left a
 * queued job, which any process takes; or a running one, which is taken over when its lease ends (docs/jobs.md).
 *
 * A clock that goes back finds nothing due until it is past `seenUntil` again.
 */
export interface ScheduleService {
  /** By name. */
  list(sight?: Sight): Promise<Schedule[]>;
  /** Throws `schedule_unknown`. */
  find(documentId: string): Promise<Schedule>;
  /** Throws `schedule_invalid`, which names each wrong field, `project_unknown`, `format_unavailable`, `cloud_unavailable`. */
  create(input: unknown, project: string, owner: ScheduleOwner): Promise<Schedule>;
  /** The same, and `schedule_unknown`. */
  update(documentId: string, change: object): Promise<Schedule>;
  /** Its backups stay. Throws `schedule_unknown`. */
  remove(documentId: string): Promise<void>;
  /** Those that ran before a recovery brought them back, paused; returns how many. Nothing is made good. */
  resumeRecovered(): Promise<number>;
  preview(input: unknown): Promise<PreviewSchedule['response']['data']>;
  /** One run beside those that it says, paused or not. */
  runNow(documentId: string, now?: Date): Promise<Job>;
  /** Fires all that is due; safe in any number of processes at once. */
  fireDue(now?: Date): Promise<FiredRuns>;
}

export interface ScheduleOwner {
  id: string | null;
  name: string | null;
}

export interface FiredRuns {
  fired: { schedule: string; name: string; dueAt: string; missed: number; jobId: string; backupId: string }[];
  /** Due, and put off while their last run is still under way. */
  waiting: number;
  failed: { schedule: string; name: string; code: string; message: string }[];
}

export const SCHEDULE_UID = 'plugin::keepsake.schedule';
const MINUTE_MS = 60_000;
const SHOWN_RUNS = 5;
/** Missed runs are counted so far; more are as many. */
const COUNTED_RUNS = 1000;

export function createScheduleService({ strapi }: { strapi: Core.Strapi }): ScheduleService {
  const rows = () => ownRows<ScheduleRow>(strapi, SCHEDULE_UID);
  const occurrences = () => ownRows<OccurrenceRow>(strapi, OCCURRENCE_UID);
  // At first use: most boots have nothing to count.
  const calendar = () => import('../../core/schedule/occurrences');

  const jitterOf = (documentId: string) =>
    jitterMinutes(siteIdentity(strapi), documentId, keepsakeConfig(strapi).schedules.jitterMinutes);

  const service: ScheduleService = {
    async list(sight = null) {
      const found = await rows().findMany({
        where: inSight(sight),
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
      });
      return Promise.all(found.map(toSchedule));
    },

    async find(documentId) {
      return toSchedule(await rowOf(documentId));
    },

    async create(input, idOrSlug, owner) {
      const project = await pluginService(strapi, 'projects').find(idOrSlug);
      const parsed = await parse(input);
      const row = await rows().create({
        data: {
          ...toRow(parsed),
          project: project.slug,
          seenUntil: Date.now(),
          author: owner.name,
          ownerId: owner.id,
        },
      });
      await note('schedule.create', row);
      return toSchedule(row);
    },

    async update(documentId, change) {
      const row = await rowOf(documentId);
      const { retries, notify } = row;
      const parsed = await parse({ ...toBackupSchedule(row), retries, notify, ...change });
      const next = toRow(parsed);
      // What its new times, or its pause, would have had it do before now is not made good.
      const isOtherwise =
        JSON.stringify(timingOf({ ...row, ...next })) !== JSON.stringify(timingOf(row)) ||
        (next.enabled && !row.enabled);
      const data = {
        ...next,
        // Whoever changes it has decided whether it runs.
        awaitsResume: false,
        ...(isOtherwise ? { seenUntil: Date.now() } : {}),
      };
      const changed = (await rows().update({ where: { documentId }, data })) ?? row;
      await note('schedule.change', changed);
      return toSchedule(changed);
    },

    async remove(documentId) {
      const row = await rowOf(documentId);
      await rows().delete({ where: { documentId } });
      await occurrences().deleteMany({ where: { scheduleId: documentId } });
      await note('schedule.delete', row);
    },

    async resumeRecovered() {
      const { count } = await rows().updateMany({
        where: { awaitsResume: true },
        data: { enabled: true, awaitsResume: false, seenUntil: Date.now() },
      });
      return count;
    },

    async preview(input) {
      const result = scheduleInput.safeParse(input);
      if (!result.success) return { faults: inputFaults(result.error), nextRuns: [] };
      const faults = await faultsOf(result.data);
      if (faults.length > 0) return { faults, nextRuns: [] };
      return { faults, nextRuns: await nextRuns(result.data, 0) };
    },

    async runNow(documentId, now = new Date()) {
      const row = await rowOf(documentId);
      const run = { key: `${documentId}@${randomUUID()}`, dueAt: now.getTime(), missed: 0, byHand: true };
      const job = await strapi.db.transaction(() => queue(row, run, now));
      pluginService(strapi, 'jobs').wake();
      await note('schedule.run', row);
      return job;
    },

    async fireDue(now = new Date()) {
      const done: FiredRuns = { fired: [], waiting: 0, failed: [] };
      for (const row of await rows().findMany({ where: { enabled: true } })) {
        try {
          await fireIfDue(row, now, done);
        } catch (error) {
          // One that cannot be fired must not keep the others from it; at the next tick it is tried again.
          const { code, message } = asKeepsakeError(error);
          done.failed.push({ schedule: row.documentId, name: row.name, code, message });
          strapi.log.error(`keepsake: the schedule "${row.name}" could not be run: ${message}`);
        }
      }
      if (done.fired.length > 0) pluginService(strapi, 'jobs').wake();
      done.failed.push(...(await startExportsBeside(strapi, now)));
      return done;
    },
  };

  function note(action: ActivityAction, row: ScheduleRow): Promise<void> {
    const { documentId: id, name, project, schedule, time, timezone, retentionCount: kept, enabled } = row;
    const details = { schedule, time, timezone, kept, enabled };
    return pluginService(strapi, 'activity').record({
      action,
      project,
      object: { type: 'schedule', id, name },
      details,
    });
  }

  async function fireIfDue(row: ScheduleRow, now: Date, done: FiredRuns): Promise<void> {
    const { occurrencesOf } = await calendar();
    const times = occurrencesOf(timingOf(row));
    const seen = new Date(Number(row.seenUntil));
    const due = times.latest(seen, new Date(now.getTime() - jitterOf(row.documentId) * MINUTE_MS));
    if (!due) return;
    if (await isUnderWay(row.documentId)) {
      done.waiting += 1;
      return;
    }
    const missed = times.count(seen, due, COUNTED_RUNS) - 1;
    const job = await fire(row, due, missed, now);
    if (!job) return;
    done.fired.push({
      schedule: row.documentId,
      name: row.name,
      dueAt: due.toISOString(),
      missed,
      jobId: job.documentId,
      backupId: job.backupId ?? '',
    });
  }

  /** Null when another process did, or when it was changed in between. */
  async function fire(row: ScheduleRow, due: Date, missed: number, now: Date): Promise<Job | null> {
    const { documentId, seenUntil } = row;
    return strapi.db.transaction(async () => {
      const { count } = await rows().updateMany({
        where: { documentId, seenUntil, enabled: true },
        data: { seenUntil: due.getTime() },
      });
      if (count !== 1) return null;
      const dueAt = due.getTime();
      return queue(row, { key: `${documentId}@${dueAt}`, dueAt, missed, byHand: false }, now);
    });
  }

  type Run = Pick<OccurrenceRow, 'key' | 'dueAt' | 'missed' | 'byHand'>;

  /** Within a transaction: all of it or nothing. */
  async function queue(row: ScheduleRow, run: Run, now: Date): Promise<Job> {
    const job = await pluginService(strapi, 'backups').queue({
      project: row.project,
      kind: 'scheduled',
      note: row.name,
      author: row.author,
      schedule: row.documentId,
      cloud: row.cloud,
      retries: row.retries,
    });
    await occurrences().create({
      data: {
        ...run,
        scheduleId: row.documentId,
        firedAt: now.getTime(),
        jobId: job.documentId,
        backupId: job.backupId,
      },
    });
    return job;
  }

  async function isUnderWay(scheduleId: string): Promise<boolean> {
    const [last] = await occurrences().findMany({
      where: { scheduleId },
      orderBy: { id: 'desc' },
      limit: 1,
    });
    if (!last?.jobId) return false;
    const job = await pluginService(strapi, 'jobs')
      .find(last.jobId)
      .catch(() => null);
    return job !== null && !isEnded(job.state);
  }

  async function rowOf(documentId: string): Promise<ScheduleRow> {
    const row = await rows().findOne({ where: { documentId } });
    if (!row) throw unknownSchedule(documentId);
    return row;
  }

  async function parse(input: unknown): Promise<ParsedSchedule> {
    const result = scheduleInput.safeParse(input);
    if (!result.success) throw scheduleInvalid(inputFaults(result.error));
    const faults = await faultsOf(result.data);
    if (faults.length > 0) throw scheduleInvalid(faults);
    return result.data;
  }

  /** What only the calendar, or what this site can do, knows. */
  async function faultsOf(parsed: ParsedSchedule): Promise<ScheduleFault[]> {
    const { findTimingFaults } = await calendar();
    const faults: ScheduleFault[] = findTimingFaults(parsed);
    if (parsed.is_cloud_backup && !keepsakeConfig(strapi).storage.cloud)
      faults.push({ field: 'is_cloud_backup', message: cloudUnavailable().message });
    const format = pluginService(strapi, 'exports')
      .formats()
      .find((known) => known.format === parsed.format);
    if (parsed.format !== 'json' && format?.available === false)
      faults.push({ field: 'format', message: format.reason ?? 'cannot be made here' });
    return faults;
  }

  async function nextRuns(timing: Timing, jitter: number): Promise<string[]> {
    const { occurrencesOf } = await calendar();
    const from = new Date(Date.now() - jitter * MINUTE_MS);
    return occurrencesOf(timing)
      .upcoming(from, SHOWN_RUNS)
      .map((at) => new Date(at.getTime() + jitter * MINUTE_MS).toISOString());
  }

  async function toSchedule(row: ScheduleRow): Promise<Schedule> {
    const jitter = jitterOf(row.documentId);
    const [lastRun] = await readRuns(strapi, row.documentId, 1);
    return {
      documentId: row.documentId,
      project: row.project,
      ...toBackupSchedule(row),
      retries: row.retries,
      notify: row.notify,
      jitter_minutes: jitter,
      // A zone that this Node does not know any more must not hide the others.
      nextRuns: await nextRuns(timingOf(row), jitter).catch(() => []),
      lastRun: lastRun ?? null,
      createdBy: row.author,
      createdAt: row.createdAt,
    };
  }

  return service;
}

function toRow(parsed: ParsedSchedule) {
  const { schedule } = parsed;
  return {
    name: parsed.name,
    schedule,
    cron: schedule === 'cron' ? (parsed.cron ?? null) : null,
    format: parsed.format,
    time: parsed.time,
    dayOfWeek: schedule === 'weekly' ? (parsed.day_of_week ?? null) : null,
    dayOfMonth: schedule === 'monthly' ? (parsed.day_of_month ?? null) : null,
    timezone: parsed.timezone,
    retentionCount: parsed.retention_count,
    enabled: parsed.enabled,
    cloud: parsed.is_cloud_backup ?? false,
    retries: parsed.retries,
    notify: parsed.notify,
  };
}

export function unknownSchedule(documentId: string): KeepsakeError {
  return new KeepsakeError('schedule_unknown', `There is no schedule ${documentId}.`, {
    hint: 'List the schedules to see their ids; it may have been deleted.',
    item: documentId,
  });
}
