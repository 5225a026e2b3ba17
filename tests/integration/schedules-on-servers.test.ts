import { setTimeout } from 'node:timers/promises';

import type { DatabaseServer } from '../databases/database-server';
import { postgres } from '../databases/postgres';
import { startInstance } from '../zoo/instance';
import type { Instance } from '../zoo/instance';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const MINUTE = 60_000;
const TICKS = 100;
/** Begun long before, so that no tick of the real clock finds anything due. */
const START = Date.UTC(2090, 0, 1);

const reason = postgres.whySkip();
(reason ? describe.skip : describe)(`Schedules of two servers${reason ? ` (${reason})` : ''}`, () => {
  let app: ZooApp;
  let database: DatabaseServer;
  let site: ZooSite;
  let servers: Instance[] = [];

  beforeAll(async () => {
    app = createZooApp();
    database = await postgres.start();
    site = await openZooSite(app.folder, database);
  });

  afterEach(async () => {
    for (const server of servers) await server.kill();
    servers = [];
  });

  afterAll(async () => {
    await site?.close();
    await database?.stop();
    app?.remove();
  });

  const table = (name: string) => site.strapi.db.connection(name);
  const make = (name: string) =>
    site.service('schedules').create(
      {
        name,
        schedule: 'cron',
        cron: '* * * * *',
        format: 'json',
        time: '00:00',
        timezone: 'UTC',
        retention_count: 5,
      },
      'site',
      { id: null, name: null },
    );
  const fireAt = (server: Instance, at: number) =>
    server.run(`return strapi.plugin('keepsake').service('schedules').fireDue(new Date(${at}))`) as Promise<{
      fired: unknown[];
      failed: unknown[];
    }>;

  it('fire each of 200 runs once, whoever comes first', async () => {
    servers = await Promise.all([1, 2].map(() => startInstance(site, { KEEPSAKE_ROLE: 'web' })));
    // This process must not run what they queue.
    await site.service('jobs').stop();
    const made = [await make('One'), await make('Two')];
    await table('keepsake_schedules').update({ seen_until: START });
    const shares = [0, 0];
    for (let tick = 1; tick <= TICKS; tick += 1) {
      const at = START + tick * MINUTE;
      const answers = await Promise.all(servers.map((server) => fireAt(server, at)));
      answers.forEach(({ fired }, index) => (shares[index]! += fired.length));
      expect(answers.flatMap(({ failed }) => failed)).toEqual([]);
      await table('keepsake_jobs').where({ state: 'queued' }).update({ state: 'succeeded' });
    }
    const rows = (await table('keepsake_occurrences').select(
      'schedule_id',
      'due_at',
      'job_id',
      'missed',
    )) as {
      schedule_id: string;
      due_at: string;
      job_id: string;
      missed: number;
    }[];
    const due = (id: string) =>
      rows.filter((row) => row.schedule_id === id).map((row) => (Number(row.due_at) - START) / MINUTE);
    const each = Array.from({ length: TICKS }, (_, index) => index + 1);
    for (const { documentId } of made) expect(due(documentId).sort((a, b) => a - b)).toEqual(each);
    expect(new Set(rows.map((row) => row.job_id)).size).toBe(2 * TICKS);
    expect(await table('keepsake_jobs').where({ type: 'backup' })).toHaveLength(2 * TICKS);
    expect(rows.every(({ missed }) => missed === 0)).toBe(true);
    expect(shares[0]! + shares[1]!).toBe(2 * TICKS);
    for (const { documentId } of made) await site.service('schedules').remove(documentId);
    await table('keepsake_backups').delete();
  });

  it('fire a run once when the one that fires is killed, before it is queued and after', async () => {
    const jobs = JSON.stringify({ leaseSeconds: 3, pollSeconds: 0.2 });
    const start = (role: string) => startInstance(site, { KEEPSAKE_ROLE: role, KEEPSAKE_JOBS: jobs });
    const { documentId } = await make('Killed');
    await table('keepsake_schedules').update({ seen_until: START });

    const before = await start('web');
    const dying = before
      .run(
        `const jobs = strapi.plugin('keepsake').service('jobs');
        jobs.queue = () => process.kill(process.pid, 'SIGKILL');
        await strapi.plugin('keepsake').service('schedules').fireDue(new Date(${START + MINUTE}));`,
      )
      .catch(() => undefined);
    await Promise.race([dying, setTimeout(20_000)]);
    await before.kill();
    expect(await table('keepsake_occurrences').where({ schedule_id: documentId })).toEqual([]);

    const after = await start('web');
    expect((await fireAt(after, START + MINUTE)).fired).toHaveLength(1);
    await after.kill();
    servers = [await start('worker')];
    const done = () => table('keepsake_backups').where({ schedule: documentId, state: 'succeeded' });
    await until(async () => (await done()).length > 0);
    expect(await fireAt(servers[0]!, START + MINUTE)).toMatchObject({ fired: [] });
    expect(await table('keepsake_occurrences').where({ schedule_id: documentId })).toHaveLength(1);
    expect(await table('keepsake_backups').where({ schedule: documentId })).toHaveLength(1);
    await site.service('schedules').remove(documentId);
  });

  it('carry on with a run whose server is killed in the middle of it', async () => {
    const jobs = JSON.stringify({ leaseSeconds: 3, pollSeconds: 0.2 });
    const start = () => startInstance(site, { KEEPSAKE_ROLE: 'worker', KEEPSAKE_JOBS: jobs });
    const { documentId } = await make('Interrupted');
    await table('keepsake_schedules').update({ seen_until: START });
    const [first] = (servers = [await start()]);
    await first!.run(`strapi.plugin('keepsake').service('locks').hold = () => new Promise(() => {});`);
    expect((await fireAt(first!, START + MINUTE)).fired).toHaveLength(1);
    const occurrence = () => table('keepsake_occurrences').where({ schedule_id: documentId }).first();
    const job = async () => {
      const { job_id: id } = (await occurrence()) as { job_id: string };
      return (await table('keepsake_jobs').where({ document_id: id }).first()) as {
        state: string;
        process: string;
        attempt: number;
      };
    };
    await until(async () => (await job()).state === 'running');
    servers.push(await start());
    const { process: theirs } = await job();
    await first!.kill();
    await until(async () => (await job()).state === 'succeeded');
    expect((await job()).process).not.toBe(theirs);
    expect(await table('keepsake_backups').where({ schedule: documentId, state: 'succeeded' })).toHaveLength(
      1,
    );
    expect(await table('keepsake_occurrences').where({ schedule_id: documentId })).toHaveLength(1);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await isSo())) {
    if (Date.now() - began > 60_000) throw new Error('Nobody took it over.');
    await setTimeout(100);
  }
}
