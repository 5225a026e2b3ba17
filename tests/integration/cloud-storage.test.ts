import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

import request from 'supertest';

import type { Backup } from '../../shared/contracts/backups';
import { compareSites } from '../comparer/compare-sites';
import type { SiteImage } from '../comparer/site-image';
import { superAdmin } from '../site/admins';
import { backUp, makeVersion, restore } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { startS3Server } from '../storage/s3-server';
import type { S3Server } from '../storage/s3-server';

describe('A second storage beside the private folder', () => {
  let s3: S3Server;
  let site: Site;
  let home: Backup;
  let away: Backup;
  let before: SiteImage;

  const environment = () => ({
    KEEPSAKE_SECRET: 'one secret opens both of the storages',
    KEEPSAKE_STORAGE: JSON.stringify({
      cloud: { provider: 'aws-s3', prefix: 'second', providerOptions: s3.providerOptions('backups') },
    }),
  });
  const backUpAway = async (note?: string): Promise<Backup> => {
    const order = { project: 'site', kind: 'manual' as const, note, author: null, cloud: true };
    return (await (await site.service('backups').start(order)).done).backup;
  };
  const ended = async (jobId: string) => {
    for (;;) {
      const job = await site.service('jobs').find(jobId);
      if (!['queued', 'running'].includes(job.state)) return job;
      await setTimeout(50);
    }
  };
  const snapshotsIn = async (place: 'main' | 'cloud') =>
    (await site.service('repository').at(place).open()).snapshots().map(({ id }) => id);
  const objectsAtHome = () => readdirSync(site.storage).length;
  const live = () => {
    const changes = s3.proxy.log.filter((line) => /^(PUT|DELETE) /.test(line) && !line.includes('probe-'));
    const last = new Map(changes.map((line) => line.split(' ')).map(([verb, key]) => [key!, verb]));
    return [...last].flatMap(([key, verb]) => (verb === 'PUT' ? [key] : []));
  };

  beforeAll(async () => {
    s3 = await startS3Server(['backups']);
    site = await openSite(environment());
    before = await site.capture();
    home = await backUp(site, 'At home');
  });
  afterAll(async () => {
    await site?.close();
    await s3?.stop();
  });

  it('takes the backups that ask for it, and no other', async () => {
    expect(live()).toEqual([]);
    const objects = objectsAtHome();
    away = await backUpAway('In the cloud');
    expect([home, away].map(({ state, storage }) => ({ state, storage }))).toEqual([
      { state: 'succeeded', storage: 'main' },
      { state: 'succeeded', storage: 'cloud' },
    ]);
    expect(objectsAtHome()).toBe(objects);
    expect(live().length).toBeGreaterThan(3);
    for (const key of live()) expect(key).toMatch(/^\/backups\/second\/second-[a-z0-9-]+\.bin$/);
    expect(await snapshotsIn('main')).toEqual([home.documentId]);
    expect(await snapshotsIn('cloud')).toEqual([away.documentId]);
    expect((await site.service('status').status()).cloud).toEqual({
      provider: 'aws-s3',
      location: 'backups/second',
    });
  });

  it('is measured apart from the first', async () => {
    const usage = async (place: 'main' | 'cloud') => {
      const { snapshots } = await site.service('analytics').usage(place);
      return snapshots.map(({ id, ownBytes, freedBytes }) => [id, ownBytes > 100_000, freedBytes > 100_000]);
    };
    expect(await usage('main')).toEqual([[home.documentId, true, true]]);
    expect(await usage('cloud')).toEqual([[away.documentId, true, true]]);
  });

  it('is shown, tried out and watched beside the first', async () => {
    const { repository, cloud } = await site.service('storage').details();
    expect(cloud).toMatchObject({
      provider: 'aws-s3',
      prefix: 'second',
      repository: { snapshots: 1 },
      error: null,
    });
    expect(cloud!.repository!.id).not.toBe(repository!.id);
    const tried = await site.service('storage').checkAll();
    for (const { steps } of [tried, tried.cloud!])
      expect(steps.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    const found = async () => (await site.service('health').check()).checks.find(({ id }) => id === 'cloud');
    // Anybody may read the bucket of this server, and sees ciphertext.
    expect(await found()).toMatchObject({ state: 'warn', code: 'cloud_public' });
    await s3.proxy.close();
    expect(await found()).toMatchObject({ state: 'red', code: 'cloud_failed' });
    // What lies at home goes on: the rest of the upkeep does not wait for the other storage.
    expect((await site.service('status').status()).ready).toBe(true);
    const compacted = await (await site.service('maintenance').compact()).done;
    expect(compacted.problems).toMatchObject([{ code: 'storage_unreachable' }]);
    await s3.proxy.open();
  });

  it('is asked for over HTTP, and by schedules', async () => {
    const token = await superAdmin(site);
    const call = (path: string, data: object) =>
      request(site.server).post(path).set('Authorization', `Bearer ${token}`).send({ data });
    const made = await call('/keepsake/backups', { is_cloud_backup: true });
    expect(made.status).toBe(202);
    const job = await ended((made.body as { data: { documentId: string } }).data.documentId);
    const { storage, storedBytes, bytes } = await site.service('backups').find(job.backupId!);
    // Upon the one before it in the same storage.
    expect({ storage, isSmall: storedBytes < bytes / 20 }).toEqual({ storage: 'cloud', isSmall: true });
    const nightly = await call('/keepsake/schedules', {
      name: 'Nightly, elsewhere',
      schedule: 'daily',
      time: '03:00',
      timezone: 'UTC',
      format: 'json',
      retention_count: 3,
      enabled: false,
      is_cloud_backup: true,
    });
    expect(nightly).toMatchObject({ status: 201, body: { data: { is_cloud_backup: true } } });
    const { documentId } = (nightly.body as { data: { documentId: string } }).data;
    const run = await site.service('schedules').runNow(documentId);
    const { backupId } = await ended(run.documentId);
    expect(await site.service('backups').find(backupId!)).toMatchObject({
      storage: 'cloud',
      kind: 'scheduled',
      state: 'succeeded',
    });
  });

  it('is one history of an entry with the first', async () => {
    const token = await superAdmin(site);
    const [article] = await site.strapi.db.connection('articles').select('document_id').limit(1);
    const { document_id: documentId } = article as { document_id: string };
    const answer = await request(site.server)
      .get(`/keepsake/history?contentType=api::article.article&documentId=${documentId}`)
      .set('Authorization', `Bearer ${token}`);
    expect(answer.status).toBe(200);
    const { data } = answer.body as { data: { records: { kind: string }[] }[] };
    // Nobody has changed it since the first backup, which is all that its history says.
    expect(data.map(({ records }) => records.map(({ kind }) => kind))).toEqual([
      expect.arrayContaining(['added']),
    ]);
  });

  it('gives everything back, is verified and proven, and comes as a file', async () => {
    await site.strapi.db.connection('articles').update({ title: 'Damaged', excerpt: null });
    await restore(site, away.documentId, { mode: 'mirror' }, { safety: true });
    expect(compareSites(before, await site.capture())).toEqual([]);
    const latest = await site.service('backups').find('latest');
    expect(latest.storage).toBe('cloud');

    const alone = await (await site.service('backups').verify(away.documentId, null)).done;
    const all = await (await site.service('backups').verify(null, null)).done;
    expect([alone.problems, all.problems]).toEqual([[], []]);
    expect(all.bytes).toBeGreaterThan(alone.bytes * 1.5);
    const { report } = await (await site.service('drills').start(away.documentId, null)).done;
    expect(report.state).toBe('passed');
    expect(await site.service('backups').details(away.documentId)).toMatchObject({
      verifiedAt: expect.any(String) as unknown,
      provenAt: expect.any(String) as unknown,
    });
    const file = await site
      .service('files')
      .read(away.documentId, 'keepsake', { project: 'site', showsPrivate: true });
    let bytes = 0;
    for await (const chunk of file.content) bytes += (chunk as Buffer).length;
    expect(bytes).toBeGreaterThan(away.storedBytes / 2);
  });

  it('is compared with what is live, and entry by entry with the first storage', async () => {
    const live = await site
      .service('diffs')
      .compute({ before: away.documentId, after: 'live', project: 'site' });
    expect(live.diff.types.filter((type) => type.documents > 0)).toEqual([]);
    await expect(
      site.service('diffs').compute({ before: home.documentId, after: away.documentId, project: 'site' }),
    ).rejects.toMatchObject({ code: 'diff_across_storages', hint: expect.stringMatching(/live/) as unknown });
  });

  it('loses what is deleted there, and the first storage nothing', async () => {
    const settings = site.strapi.config.get<object>('plugin::keepsake');
    site.strapi.config.set('plugin::keepsake', { ...settings, cleanUp: { graceHours: 0 } });
    site.service('repository').close();
    const version = await makeVersion(site, 'At home as all are');
    const cloudOnes = (await site.service('backups').all('site')).filter(
      ({ storage }) => storage === 'cloud',
    );
    expect(cloudOnes.length).toBeGreaterThan(2);
    const [objects, away] = [objectsAtHome(), live().length];
    for (const { documentId } of cloudOnes) await site.service('backups').remove(documentId);
    await (
      await site.service('maintenance').compact()
    ).done;
    expect(await snapshotsIn('cloud')).toEqual([]);
    expect(live().length).toBeLessThan(away / 2);
    expect(await snapshotsIn('main')).toEqual(expect.arrayContaining([home.documentId, version.documentId]));
    expect(objectsAtHome()).toBeGreaterThan(objects / 2);

    const kept = await backUpAway('The last one');
    const left = live().length;
    await site.service('backups').remove(home.documentId);
    await (
      await site.service('maintenance').compact()
    ).done;
    expect(await snapshotsIn('main')).not.toContain(home.documentId);
    expect(await snapshotsIn('cloud')).toEqual([kept.documentId]);
    expect(live().length).toBe(left);
  });

  it('gets new keys with the first, and is on the recovery kit', async () => {
    const rotated = await (await site.service('maintenance').rotateKeys({ all: true })).done;
    expect(rotated).toMatchObject({ generation: 2, problems: [] });
    for (const place of ['main', 'cloud'] as const) {
      const { dataKeys } = await site.service('repository').at(place).open();
      expect({ place, current: dataKeys.current }).toEqual({ place, current: 2 });
    }
    expect(await site.service('recovery').kit()).toMatchObject({
      storage: { provider: 'private' },
      prefix: 'keepsake',
      cloud: { storage: { provider: 'aws-s3', location: 'backups/second' }, prefix: 'second' },
    });
  });

  it('brings the site back alone, when the first storage and the database are gone', async () => {
    const image = await site.capture();
    const { documentId } = await backUpAway('Before the fire');
    await site.close();
    site = await openSite(environment());
    await site.strapi.db.connection('articles').update({ title: 'Of an older copy' });
    const recovered = await site.service('recovery').recover(null);
    expect(recovered).toMatchObject({
      mode: 'adopt',
      storages: [{ storage: 'cloud', mode: 'adopt' }],
      backups: 2,
      problems: [
        { code: 'repository_missing', message: expect.stringMatching(/^The first storage/) as unknown },
      ],
    });
    const latest = await site.service('backups').find('latest');
    expect(latest).toMatchObject({ documentId, storage: 'cloud', note: 'Before the fire' });
    // Its safety backup begins the first storage anew.
    const { safetyBackup } = await restore(site, documentId, { mode: 'mirror' }, { safety: true });
    expect(safetyBackup).toMatchObject({ storage: 'main', state: 'succeeded' });
    expect(compareSites(image, await site.capture())).toEqual([]);
    expect((await backUpAway()).storedBytes).toBeLessThan(latest.bytes / 20);
  });
});
