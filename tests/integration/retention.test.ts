import { randomBytes } from 'node:crypto';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import fc from 'fast-check';
import request from 'supertest';

import type { GetStorageUsage } from '../../shared/contracts/analytics';
import type { Job } from '../../shared/contracts/jobs';
import type { RetentionBackup } from '../../shared/contracts/retention';
import { superAdmin } from '../site/admins';
import { backUp } from '../site/keepsake';
import { openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';

const EXAMPLE = resolve(__dirname, '..', '..', 'example');
const DAY = 24 * 60 * 60_000;

describe('Retention', () => {
  let site: Site;
  let bearer: { Authorization: string };
  let config: object;

  beforeAll(async () => {
    site = await openSite();
    bearer = { Authorization: `Bearer ${await superAdmin(site)}` };
    config = site.strapi.config.get<object>('plugin::keepsake');
  });

  afterEach(() => site.strapi.config.set('plugin::keepsake', config));
  afterAll(() => site.close());

  const retention = () => site.service('retention');
  const settings = (given: object) =>
    site.strapi.config.set('plugin::keepsake', { ...config, retention: given });
  const ids = async () => (await site.service('backups').all('site')).map(({ documentId }) => documentId);
  const gone = (backups: RetentionBackup[], when: 'now' | 'then') =>
    backups.filter((one) => !one[when]!.kept).map(({ documentId }) => documentId);

  /** Backups of the last days, the first of them the oldest. */
  async function backUpDays(count: number): Promise<string[]> {
    const made: string[] = [];
    for (let day = count; day > 0; day -= 1) {
      const { documentId } = await backUp(site);
      made.push(documentId);
      const at = new Date(Date.now() - day * DAY).toISOString();
      await site.strapi.db
        .query('plugin::keepsake.backup' as never)
        .update({ where: { documentId } as never, data: { startedAt: at } as never });
    }
    return made;
  }

  /** A backup with a file that no other has. */
  async function backUpWith(bytes: number): Promise<string> {
    const file = join(site.folder, 'large.bin');
    writeFileSync(file, randomBytes(bytes));
    const upload = site.strapi.plugin('upload').service('upload') as {
      upload(given: object): Promise<{ id: number }[]>;
      remove(file: object): Promise<void>;
    };
    const [made] = await upload.upload({
      data: {},
      files: { filepath: file, originalFilename: 'large.bin', mimetype: 'application/zip', size: bytes },
    });
    try {
      return (await backUp(site)).documentId;
    } finally {
      await upload.remove(made!);
    }
  }

  it('removes nothing that was made by hand, where nothing is configured', async () => {
    await backUpDays(2);
    const before = await ids();
    const answer = await site.service('upkeep').maintenance('retention');
    expect(answer).toMatchObject({ action: 'retention', removed: 0, kept: before.length });
    expect(await ids()).toEqual(before);
  });

  it('does what the simulator said, whatever the rules: the newest and pinned ones stay', async () => {
    const rules = fc.record(
      {
        last: fc.integer({ min: 1, max: 4 }),
        daily: fc.integer({ min: 1, max: 4 }),
        withinDays: fc.integer({ min: 1, max: 4 }),
      },
      { requiredKeys: [], noNullPrototype: true },
    );
    const cases = rules.filter((rule) => Object.keys(rule).length > 0);
    await fc.assert(
      fc.asyncProperty(cases, async (keep) => {
        const made = await backUpDays(3);
        await site.service('backups').change(made[0]!, { pinned: true });
        const preview = await request(site.server)
          .post('/keepsake/retention/preview')
          .set(bearer)
          .send({ data: { policy: { keep } } });
        const { backups } = (preview.body as { data: { backups: RetentionBackup[] } }).data;
        expect(gone(backups, 'now')).toEqual([]);
        const expected = gone(backups, 'then');
        settings({ keep });
        const answer = await site.service('upkeep').maintenance('retention');
        expect(answer).toMatchObject({ removed: expected.length });
        const left = await ids();
        expect(left.sort()).toEqual(
          backups
            .map(({ documentId }) => documentId)
            .filter((id) => !expected.includes(id))
            .sort(),
        );
        expect(left).toContain(made[0]);
        expect(left).toContain(backups[0]!.documentId);
        site.strapi.config.set('plugin::keepsake', config);
      }),
      { numRuns: 4, endOnFailure: true },
    );
    const problems = await (await site.service('backups').verify(null, null)).done;
    expect(problems).toMatchObject({ problems: [], broken: [] });
  });

  it('keeps as many as the tier of the project, or the function of the settings, says', async () => {
    await backUpDays(4);
    settings({ tier: 'free' });
    const removedBy = async () => gone(await retention().preview('site'), 'now').length;
    const all = (await ids()).length;
    const pinned = (await site.service('backups').all('site')).filter((one) => one.pinned);
    expect(await retention().countFor(await site.service('projects').find('site'))).toBe(3);
    expect(await removedBy()).toBeGreaterThanOrEqual(all - 3 - pinned.length);
    settings({ getBackupRetentionCount: ({ slug }: { slug: string }) => (slug === 'site' ? 1 : 9) });
    expect(await removedBy()).toBeGreaterThanOrEqual(all - 1 - pinned.length);
    settings({ getBackupRetentionCount: () => 0 });
    await expect(retention().preview('site')).rejects.toMatchObject({ code: 'retention_count_invalid' });
  });

  it('keeps of each schedule what it says, at most what the tier says', async () => {
    const schedule = await site.service('schedules').create(
      {
        name: 'Nightly',
        schedule: 'daily',
        format: 'json',
        time: '02:00',
        timezone: 'UTC',
        retention_count: 2,
      },
      'site',
      { id: null, name: null },
    );
    const made = await backUpDays(4);
    for (const documentId of made)
      await site.strapi.db.query('plugin::keepsake.backup' as never).update({
        where: { documentId } as never,
        data: { kind: 'scheduled', schedule: schedule.documentId } as never,
      });
    const { documentId } = schedule;
    const backups = await retention().preview('site', { schedules: { [documentId]: 3 } });
    expect(gone(backups, 'now').sort()).toEqual(made.slice(0, 2).sort());
    expect(gone(backups, 'then')).toEqual([made[0]]);
    expect(backups.find((one) => one.documentId === made[3])).toMatchObject({
      schedule: 'Nightly',
      now: { kept: true, reasons: [{ rule: 'newest_good' }, { rule: 'last', place: 1, of: 2 }] },
    });
    const capped = await retention().preview('site', { count: 1 });
    expect(gone(capped, 'then')).toEqual(expect.arrayContaining(made.slice(0, 3)));
    await site.service('schedules').remove(documentId);
  });

  it('keeps what a job that waits is going to read', async () => {
    const [first] = await backUpDays(2);
    const { documentId } = await site.service('jobs').queue({
      type: 'nothing' as Job['type'],
      project: 'site',
      backupId: first!,
      startedBy: null,
      input: {},
    });
    const backups = await retention().preview('site', { keep: { last: 1 }, count: 1 });
    expect(backups.find((one) => one.documentId === first)!.then).toMatchObject({
      kept: true,
      reasons: expect.arrayContaining([{ rule: 'in_use' }]) as unknown,
    });
    await site.service('jobs').cancel(documentId);
  });

  it('refuses an empty policy, and names what is wrong in one', async () => {
    const cases: [object, RegExp][] = [
      [{ keep: {} }, /data\.policy\.keep: keeps nothing/],
      [{ keep: { last: 0 } }, /keeps nothing/],
      [{ keep: { last: -1 } }, /data\.policy\.keep\.last/],
      [{ keep: { fortnightly: 2 } }, /fortnightly/],
      [{ count: 0 }, /data\.policy\.count: must be at least 1/],
    ];
    for (const [policy, expected] of cases) {
      const answer = await request(site.server)
        .post('/keepsake/retention/preview')
        .set(bearer)
        .send({ data: { policy } });
      expect(answer.status).toBe(400);
      expect((answer.body as { error: { message: string } }).error.message).toMatch(expected);
    }
  });

  it('is applied from the page as a job, whose log says what went and why', async () => {
    await backUpDays(2);
    settings({ keep: { last: 1 }, tier: 'free', tiers: { free: 1 } });
    const started = await request(site.server).post('/keepsake/retention/apply').set(bearer).send({});
    expect(started.status).toBe(202);
    const { documentId } = (started.body as { data: Job }).data;
    let job = await site.service('jobs').find(documentId);
    while (job.state === 'queued' || job.state === 'running') {
      await setTimeout(50);
      job = await site.service('jobs').find(documentId);
    }
    expect(job).toMatchObject({ state: 'succeeded', result: { retention: { dryRun: false } } });
    expect(job.result!.retention!.removed).toBeGreaterThan(0);
    const log = (await site.service('jobs').log(documentId)).map(({ text }) => text);
    expect(log.filter((text) => text.startsWith('Removed the backup'))).toHaveLength(
      job.result!.retention!.removed,
    );
    const { activities } = await site
      .service('activity')
      .list({ action: 'retention.apply' }, { adminId: null, showsAll: true, sight: null }, 1, 5);
    expect(activities[0]).toMatchObject({ outcome: 'succeeded', actor: { kind: 'admin' } });
  });

  it('and the rest of the upkeep are done by the command line, which says so in numbers', async () => {
    await backUpDays(1);
    const calls = [['full', '--dry-run'], ['retention'], ['compact']];
    for (const [action = '', ...args] of calls) {
      const environment = siteEnvironment(site.folder);
      const { code, json } = await runCli(EXAMPLE, ['maintenance', action, ...args, '--json'], environment);
      expect({ code, ...json }).toMatchObject({
        code: 0,
        ok: true,
        action,
        dryRun: args.length > 0,
        seconds: expect.any(Number) as unknown,
      });
    }
  });

  it('is done by one process at a time, and the last time is known', async () => {
    const upkeep = site.service('upkeep');
    const both = await Promise.allSettled([upkeep.maintenance('full'), upkeep.maintenance('full')]);
    const busy = both.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(busy.map(({ reason }) => (reason as { code: string }).code)).toEqual(['upkeep_busy']);
    const status = await upkeep.processor('status');
    expect(status).toMatchObject({ lastRuns: { full: expect.stringMatching(/^20/) as unknown } });
  });

  it('foretells what it frees, and what deleting a backup frees', async () => {
    site.strapi.config.set('plugin::keepsake', { ...config, cleanUp: { graceHours: 0 } });
    const repositories = site.service('repository');
    repositories.close();
    const withFile = await backUpWith(300_000);
    await backUp(site);
    await site.service('upkeep').maintenance('compact');

    const usage = async () => {
      const answer = await request(site.server).get('/keepsake/storage/usage').set(bearer);
      expect(answer.status).toBe(200);
      return (answer.body as GetStorageUsage['response']).data;
    };
    const stored = () =>
      readdirSync(site.storage).reduce((sum, name) => sum + statSync(join(site.storage, name)).size, 0);
    const before = await usage();
    const { ownBytes, freedBytes } = before.snapshots.find(({ id }) => id === withFile)!;
    expect(before.storedBytes).toBe(stored());
    expect(ownBytes).toBeGreaterThan(300_000);
    expect(before.files[0]).toMatchObject({
      // By then it is gone from the media library.
      name: expect.stringMatching(/^large.*\.bin$/) as unknown,
      bytes: 300_000,
      snapshots: 1,
      newest: withFile,
    });
    expect(before.types[0]!.storedBytes).toBeGreaterThan(300_000);
    expect(before.types.find(({ uid }) => uid === 'api::article.article')).toMatchObject({
      displayName: 'Article',
      logicalBytes: expect.any(Number) as unknown,
    });
    expect(before.growth.at(-1)!.bytes).toBe(before.neededBytes);

    await site.service('backups').remove(withFile);
    await site.service('upkeep').maintenance('compact');
    const between = await usage();
    // Beside the root, which is rewritten.
    expect(Math.abs(before.storedBytes - between.storedBytes - freedBytes)).toBeLessThan(freedBytes * 0.02);
    expect(stored()).toBe(between.storedBytes);

    settings({ getBackupRetentionCount: () => 1 });
    const foretold = (await usage()).retention;
    expect(foretold.snapshots).toBeGreaterThan(1);
    await site.service('upkeep').maintenance('retention');
    await site.service('upkeep').maintenance('compact');
    const after = await usage();
    const freed = between.storedBytes - after.storedBytes;
    expect(Math.abs(freed - foretold.freedBytes)).toBeLessThan(5_000 + freed * 0.02);
    expect(after.retention).toEqual({ snapshots: 0, freedBytes: 0 });
  });

  it('gives way to a new backup where the quota is reached, but for the newest good and pinned ones', async () => {
    const pinned = await backUpWith(200_000);
    await site.service('backups').change(pinned, { pinned: true });
    const old = [await backUpWith(200_000), await backUpWith(200_000)];
    const newest = await backUpWith(200_000);
    const quota = (await site.service('repository').open()).storedBytes() + 50_000;
    const limited = (retention: object) => {
      const { storage } = config as { storage: object };
      const cleanUp = { graceHours: 0 };
      site.strapi.config.set('plugin::keepsake', {
        ...config,
        cleanUp,
        retention,
        storage: { ...storage, quota },
      });
      site.service('repository').close();
    };
    limited({ getBackupRetentionCount: () => 4 });
    await expect(backUpWith(200_000)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await ids()).toEqual(expect.arrayContaining([pinned, ...old, newest]));
    limited({ getBackupRetentionCount: () => 1 });
    const made = await backUpWith(200_000);
    const left = await ids();
    expect(left).toEqual(expect.arrayContaining([made, newest, pinned]));
    for (const id of old) expect(left).not.toContain(id);
    expect((await site.service('repository').open()).storedBytes()).toBeLessThanOrEqual(quota);
    const problems = await (await site.service('backups').verify(null, null)).done;
    expect(problems).toMatchObject({ problems: [], broken: [] });
    // Of what retention may take nothing is left.
    await expect(backUpWith(1_500_000)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await ids()).toEqual(expect.arrayContaining([made, pinned]));
  });
});
