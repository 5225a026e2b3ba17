import { setTimeout } from 'node:timers/promises';

import request from 'supertest';

import type { Schedule, ScheduleInput } from '../../shared/contracts/schedules';
import { superAdmin } from '../site/admins';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const NIGHTLY: ScheduleInput = {
  name: 'Every night',
  schedule: 'daily',
  format: 'json',
  time: '02:30',
  timezone: 'Pacific/Auckland',
  retention_count: 7,
};
const OWNER = { id: null, name: 'Ada' };
const DAY = 24 * 60 * 60_000;

describe('A schedule', () => {
  let site: Site;
  let bearer: { Authorization: string };

  beforeAll(async () => {
    site = await openSite();
    bearer = { Authorization: `Bearer ${await superAdmin(site)}` };
  });

  afterEach(async () => {
    for (const { documentId } of await site.service('schedules').list())
      await site.service('schedules').remove(documentId);
  });

  afterAll(() => site.close());

  const schedules = () => site.service('schedules');
  const make = (changed: Partial<ScheduleInput> = {}) =>
    schedules().create({ ...NIGHTLY, ...changed }, 'site', OWNER);
  const seenUntil = (documentId: string, at: number) =>
    site.strapi.db.connection('keepsake_schedules').where({ document_id: documentId }).update({
      seen_until: at,
    });

  async function ended(jobId: string): Promise<string> {
    for (;;) {
      const { state } = await site.service('jobs').find(jobId);
      if (state !== 'queued' && state !== 'running') return state;
      await setTimeout(50);
    }
  }

  it('is made, read, changed and deleted over HTTP, in the words of its contract', async () => {
    const made = await request(site.server)
      .post('/keepsake/schedules')
      .set(bearer)
      .send({ data: { ...NIGHTLY, schedule: 'weekly', day_of_week: 1 } });
    expect(made.status).toBe(201);
    const { documentId } = (made.body as { data: Schedule }).data;
    const path = `/keepsake/schedules/${documentId}`;
    const read = await request(site.server).get(path).set(bearer);
    const schedule = (read.body as { data: Schedule }).data;
    expect(schedule).toMatchObject({
      ...NIGHTLY,
      schedule: 'weekly',
      day_of_week: 1,
      enabled: true,
      is_cloud_backup: false,
      project: 'site',
      retries: 2,
      notify: true,
      createdBy: expect.stringMatching(/^Ada/) as unknown,
      lastRun: null,
    });
    expect(schedule).not.toHaveProperty('cron');
    expect(schedule.nextRuns).toHaveLength(5);
    for (const at of schedule.nextRuns) {
      const shown = new Intl.DateTimeFormat('en', {
        timeZone: 'Pacific/Auckland',
        weekday: 'long',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }).format(new Date(at));
      expect(shown).toBe('Monday 02:30');
    }
    const changed = await request(site.server)
      .patch(path)
      .set(bearer)
      .send({ data: { schedule: 'monthly', day_of_month: 31, enabled: false } });
    expect((changed.body as { data: Schedule }).data).toMatchObject({ day_of_month: 31, enabled: false });
    expect((changed.body as { data: Schedule }).data).not.toHaveProperty('day_of_week');
    expect((await request(site.server).delete(path).set(bearer)).body).toEqual({ data: { documentId } });
    expect((await request(site.server).get(path).set(bearer)).status).toBe(404);
  });

  it.each<[string, object, RegExp]>([
    ['a zone that is none', { timezone: 'Mars/Olympus' }, /timezone: .*Mars/],
    ['a time that is none', { time: '25:00' }, /time: "25:00"/],
    ['no day of the week', { schedule: 'weekly' }, /day_of_week: is needed/],
    ['day 32', { schedule: 'monthly', day_of_month: 32 }, /day_of_month/],
    ['a cron that cannot be read', { schedule: 'cron', cron: '0 25 * * *' }, /cron: .*hour/],
    ['a cron that never happens', { schedule: 'cron', cron: '0 0 30 2 *' }, /cron: .*never/],
    ['no name', { name: ' ' }, /name: is needed/],
    ['an unknown kind', { schedule: 'hourly' }, /schedule: must be/],
    ['nothing to keep', { retention_count: 0 }, /retention_count: .*at least 1/],
    ['a format that is none', { format: 'exe' }, /format: must be/],
    ['a storage that is not there', { is_cloud_backup: true }, /is_cloud_backup: .*storage\.cloud/],
    ['a field that it has not', { colour: 'red' }, /colour: is no field/],
  ])('with %s is refused, and the field named', async (_, wrong, expected) => {
    const answer = await request(site.server)
      .post('/keepsake/schedules')
      .set(bearer)
      .send({ data: { ...NIGHTLY, ...wrong } });
    expect(answer.status).toBe(400);
    const { message, details } = (answer.body as { error: { message: string; details: { code: string } } })
      .error;
    expect(message).toMatch(expected);
    expect(details.code).toBe('schedule_invalid');
    const preview = await request(site.server)
      .post('/keepsake/schedules/preview')
      .set(bearer)
      .send({ data: { ...NIGHTLY, ...wrong } });
    expect(preview.status).toBe(200);
    const { faults, nextRuns } = (preview.body as { data: { faults: { field: string }[]; nextRuns: [] } })
      .data;
    expect(faults.map(({ field }) => field)).toEqual([/^\w+/.exec(expected.source)![0]]);
    expect(nextRuns).toEqual([]);
  });

  it('is shown with its next five runs before it is saved', async () => {
    const { faults, nextRuns } = await schedules().preview({
      ...NIGHTLY,
      schedule: 'cron',
      cron: '0 * * * *',
    });
    expect(faults).toEqual([]);
    expect(nextRuns).toHaveLength(5);
    expect(Date.parse(nextRuns[1]!) - Date.parse(nextRuns[0]!)).toBe(60 * 60_000);
  });

  it('makes a backup of the kind scheduled when its time has come, and none before', async () => {
    const { documentId, nextRuns } = await make();
    expect((await schedules().fireDue()).fired).toEqual([]);
    const due = new Date(nextRuns[0]!);
    expect((await schedules().fireDue(new Date(due.getTime() - 1))).fired).toEqual([]);
    const { fired } = await schedules().fireDue(due);
    expect(fired).toMatchObject([{ schedule: documentId, dueAt: nextRuns[0], missed: 0 }]);
    expect((await schedules().fireDue(due)).fired).toEqual([]);
    expect(await ended(fired[0]!.jobId)).toBe('succeeded');
    expect(await site.service('backups').find(fired[0]!.backupId)).toMatchObject({
      kind: 'scheduled',
      schedule: documentId,
      state: 'succeeded',
      note: 'Every night',
      createdBy: 'Ada',
    });
    expect((await schedules().find(documentId)).lastRun).toMatchObject({
      dueAt: nextRuns[0],
      missed: 0,
      byHand: false,
      state: 'succeeded',
      backupId: fired[0]!.backupId,
    });
  });

  it('makes an export beside its backup, once, where its format is another than JSON', async () => {
    const { documentId } = await make({ format: 'csv' });
    await seenUntil(documentId, Date.now() - DAY);
    expect((await schedules().fireDue()).failed).toEqual([]);
    await schedules().fireDue();
    const { lastRun } = await schedules().find(documentId);
    expect(await ended(lastRun!.jobId!)).toBe('succeeded');
    expect(await ended(lastRun!.exportJobId!)).toBe('succeeded');
    const exports = await site.strapi.db.connection('keepsake_exports').select('format', 'state', 'job_id');
    expect(exports).toEqual([{ format: 'csv', state: 'succeeded', job_id: lastRun!.exportJobId }]);
  });

  it('says once that the export beside its backup cannot be made by who may export no more', async () => {
    const owner = { id: '999', name: 'Gone' };
    const { documentId } = await schedules().create({ ...NIGHTLY, format: 'csv' }, 'site', owner);
    await seenUntil(documentId, Date.now() - DAY);
    expect((await schedules().fireDue()).failed).toMatchObject([{ schedule: documentId, code: 'forbidden' }]);
    expect((await schedules().fireDue()).failed).toEqual([]);
    const { lastRun } = await schedules().find(documentId);
    expect(lastRun).toMatchObject({ exportJobId: null });
    expect(await ended(lastRun!.jobId!)).toBe('succeeded');
  });

  it('makes one backup, not seven, when the server starts after a week in which it was down', async () => {
    const { documentId } = await make();
    await seenUntil(documentId, Date.now() - 7 * DAY);
    site = await site.reboot();
    const lastRun = async () => (await schedules().find(documentId)).lastRun;
    while (!(await lastRun())) await setTimeout(50);
    expect(await lastRun()).toMatchObject({ missed: 6, byHand: false });
    expect(await ended((await lastRun())!.jobId!)).toBe('succeeded');
    expect((await schedules().fireDue()).fired).toEqual([]);
    const connection = site.strapi.db.connection;
    expect(await connection('keepsake_occurrences').where({ schedule_id: documentId })).toHaveLength(1);
    expect(await connection('keepsake_backups').where({ schedule: documentId })).toHaveLength(1);
  });

  it('waits while its last run is under way, then makes good what came due', async () => {
    const { documentId, nextRuns } = await make();
    const job = await schedules().runNow(documentId);
    const due = new Date(nextRuns[0]!);
    const early = await schedules().fireDue(due);
    if ((await site.service('jobs').find(job.documentId)).state === 'running')
      expect(early).toMatchObject({ fired: [], waiting: 1 });
    await ended(job.documentId);
    const { fired } = await schedules().fireDue(due);
    expect(early.fired.length + fired.length).toBe(1);
    await ended([...early.fired, ...fired][0]!.jobId);
  });

  it('makes good nothing of the time before it was made, changed or no longer paused', async () => {
    const { documentId } = await make();
    await seenUntil(documentId, Date.now() - 7 * DAY);
    await schedules().update(documentId, { enabled: false });
    expect((await schedules().fireDue()).fired).toEqual([]);
    await schedules().update(documentId, { enabled: true });
    expect((await schedules().fireDue()).fired).toEqual([]);
    await seenUntil(documentId, Date.now() - 7 * DAY);
    await schedules().update(documentId, { time: '03:30' });
    expect((await schedules().fireDue()).fired).toEqual([]);
    await seenUntil(documentId, Date.now() - 7 * DAY);
    await schedules().update(documentId, { name: 'Renamed' });
    const { fired } = await schedules().fireDue();
    expect(fired).toHaveLength(1);
    await ended(fired[0]!.jobId);
  });

  it('that cannot be run keeps no other from running', async () => {
    const broken = await make({ name: 'A broken one' });
    const good = await make({ name: 'B good one' });
    await site.strapi.db
      .connection('keepsake_schedules')
      .where({ document_id: broken.documentId })
      .update({ timezone: 'Mars/Olympus', seen_until: 0 });
    await seenUntil(good.documentId, Date.now() - DAY);
    const { fired, failed } = await schedules().fireDue();
    expect(fired.map(({ schedule }) => schedule)).toEqual([good.documentId]);
    expect(failed.map(({ schedule }) => schedule)).toEqual([broken.documentId]);
    expect((await schedules().list()).map(({ nextRuns }) => nextRuns.length)).toEqual([0, 5]);
    await ended(fired[0]!.jobId);
  });

  it('runs at its real time, which is shown, where the settings spread them', async () => {
    const config = site.strapi.config.get<object>('plugin::keepsake');
    const before = await make();
    site.strapi.config.set('plugin::keepsake', { ...config, schedules: { jitterMinutes: 700 } });
    try {
      const after = await schedules().find(before.documentId);
      expect(after.jitter_minutes).toBeGreaterThan(0);
      const shifted = after.nextRuns.map((at) => Date.parse(at) - after.jitter_minutes * 60_000);
      expect(before.nextRuns.map((at) => Date.parse(at))).toEqual(expect.arrayContaining([shifted[1]]));
      const real = Date.parse(after.nextRuns[1]!);
      await seenUntil(before.documentId, shifted[0]!);
      expect((await schedules().fireDue(new Date(real - 1))).fired).toEqual([]);
      const { fired } = await schedules().fireDue(new Date(real));
      expect(fired).toMatchObject([{ missed: 0 }]);
      await ended(fired[0]!.jobId);
    } finally {
      site.strapi.config.set('plugin::keepsake', config);
    }
  });
});
