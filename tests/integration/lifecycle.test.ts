import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { backUp } from '../site/keepsake';
import { bootSite, openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

/** As a process leaves a job's row that dies while it runs it. */
const dead = () => ({ state: 'running', process: null, finishedAt: null });

describe('The plugin over the life of a site', () => {
  let site: Site;

  beforeEach(async () => {
    site = await openSite();
  });

  afterEach(() => site.close());

  it('keeps its tables when it is disabled for a boot', async () => {
    const backup = await backUp(site, 'Before it was disabled');
    site = await site.reboot({ KEEPSAKE_ENABLED: 'false' });
    expect(site.strapi.plugin('keepsake')).toBeUndefined();
    site = await site.reboot({ KEEPSAKE_ENABLED: 'true' });
    const { backups } = await site.service('backups').list(1, 10);
    expect(backups).toMatchObject([
      { documentId: backup.documentId, note: 'Before it was disabled', state: 'succeeded' },
    ]);
    expect(await site.service('projects').find('site')).toMatchObject({ slug: 'site', builtIn: true });
    const { problems } = await (await site.service('backups').verify('latest', null)).done;
    expect(problems).toEqual([]);
  });

  it('hides its content types from the content manager and the content type builder', () => {
    for (const uid of ['project', 'backup', 'job']) {
      const type =
        site.strapi.contentTypes[`plugin::keepsake.${uid}` as keyof typeof site.strapi.contentTypes];
      expect(type?.pluginOptions).toMatchObject({
        'content-manager': { visible: false },
        'content-type-builder': { visible: false },
      });
    }
  });

  it('boots in production without a secret, and then refuses to write backups and says why', async () => {
    site = await site.reboot({ NODE_ENV: 'production' });
    expect(await site.service('status').status()).toMatchObject({
      ready: false,
      encryption: 'missing',
      error: { code: 'secret_missing', hint: expect.stringMatching(/KEEPSAKE_SECRET/) as unknown },
    });
    await expect(backUp(site)).rejects.toMatchObject({ code: 'secret_missing' });
    expect(existsSync(join(site.storage))).toBe(false);
    site = await site.reboot({ NODE_ENV: 'development' });
  });

  it('tells a wrong secret from damage, and writes nothing with it', async () => {
    site = await site.reboot({ KEEPSAKE_SECRET: 'the first passphrase of this site' });
    const backup = await backUp(site);
    const before = readdirSync(site.storage).sort();
    site = await site.reboot({ KEEPSAKE_SECRET: 'some other passphrase altogether' });
    expect(await site.service('status').status()).toMatchObject({
      ready: false,
      error: { code: 'wrong_secret' },
    });
    await expect(backUp(site)).rejects.toMatchObject({
      code: 'wrong_secret',
      hint: expect.stringMatching(/.+/) as unknown,
    });
    await expect(site.service('restores').plan(backup.documentId, { mode: 'skip' })).rejects.toMatchObject({
      code: 'wrong_secret',
    });
    expect(readdirSync(site.storage).sort()).toEqual(before);
    site = await site.reboot({ KEEPSAKE_SECRET: 'the first passphrase of this site' });
    const { problems } = await (await site.service('backups').verify(null, null)).done;
    expect(problems).toEqual([]);
  });

  it('marks what a dead process left as interrupted, and works on', async () => {
    const job = { type: 'backup', state: 'running', project: 'site', heartbeatAt: new Date(0).toISOString() };
    await site.strapi.db.query('plugin::keepsake.job' as never).create({ data: job as never });
    await site.close({ keep: true });
    site = await bootSite(site.folder);
    const [swept] = (await site.service('jobs').list()).jobs;
    expect(swept).toMatchObject({ state: 'interrupted', error: { code: 'interrupted' } });
    expect((await backUp(site)).state).toBe('succeeded');
  });

  it('makes one backup at a time, the second after the first', async () => {
    const request = { project: 'site', kind: 'manual' as const, author: null };
    const started = await Promise.all([
      site.service('backups').start(request),
      site.service('backups').start(request),
    ]);
    expect(started.map(({ job }) => job.state).sort()).toEqual(['queued', 'running']);
    const [first, second] = await Promise.all(started.map(({ done }) => done));
    expect([first!.backup.state, second!.backup.state]).toEqual(['succeeded', 'succeeded']);
    expect(first!.backup.documentId).not.toBe(second!.backup.documentId);
  });

  it('waits with a backup while another process has the repository', async () => {
    let letGo = () => {};
    const held = new Promise<void>((go) => (letGo = go));
    const holding = site.service('locks').hold(() => held);
    const locks = () => site.strapi.db.connection('keepsake_locks').where({ name: 'repository' });
    while (!((await locks().first()) as { owner: string | null } | undefined)?.owner)
      await new Promise(setImmediate);
    const { job, done } = await site
      .service('backups')
      .start({ project: 'site', kind: 'manual', author: null });
    while ((await site.service('jobs').find(job.documentId)).state === 'running') await setTimeout(50);
    expect(await site.service('jobs').find(job.documentId)).toMatchObject({
      state: 'queued',
      attempt: 0,
      error: null,
    });
    letGo();
    await holding;
    expect((await done).backup.state).toBe('succeeded');
  });

  it('begins a backup again whose process died, and finds it where it was complete', async () => {
    const jobs = () => site.strapi.db.query('plugin::keepsake.job' as never);
    const backups = () => site.strapi.db.query('plugin::keepsake.backup' as never);
    const made = await backUp(site, 'Complete');
    const [whole] = (await site.service('jobs').list()).jobs;
    await backups().updateMany({
      where: { documentId: made.documentId },
      data: { state: 'running' } as never,
    });
    await jobs().updateMany({ where: { documentId: whole!.documentId }, data: dead() as never });
    const { job, done } = await site
      .service('backups')
      .start({ project: 'site', kind: 'manual', author: null });
    await done;
    await jobs().updateMany({ where: { documentId: job.documentId }, data: dead() as never });
    await backups().updateMany({ where: { documentId: job.backupId }, data: { state: 'failed' } as never });
    await site.service('backups').remove(job.backupId!);
    const snapshots = (await site.service('repository').open()).snapshots().length;
    site = await site.reboot();
    const ended = async () =>
      (await site.service('jobs').list({ states: ['queued', 'running'] })).total === 0;
    while (!(await ended())) await setTimeout(50);
    expect(await site.service('jobs').find(whole!.documentId)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
    });
    expect(await site.service('backups').find(made.documentId)).toMatchObject({
      state: 'succeeded',
      note: 'Complete',
    });
    const again = await site.service('jobs').find(job.documentId);
    expect(again).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(again.backupId).not.toBe(job.backupId);
    expect((await site.service('repository').open()).snapshots()).toHaveLength(snapshots + 1);
    expect((await site.service('jobs').log(job.documentId)).map(({ text }) => text)).toContain(
      'Started, try 2.',
    );
  });

  it('does not count what a process wrote that lost its lock meanwhile', async () => {
    await backUp(site);
    const recorded = () => site.strapi.store({ type: 'plugin', name: 'keepsake' }).get({ key: 'repository' });
    const before = await recorded();
    const { done } = await site.service('backups').start({ project: 'site', kind: 'manual', author: null });
    const failed = expect(done).rejects.toMatchObject({ code: 'lock_lost' });
    // As another process does that finds the lock expired, is done soon, and sets it free.
    const locks = () => site.strapi.db.connection('keepsake_locks').where({ name: 'repository' });
    while (!((await locks().first()) as { owner: string | null }).owner) await new Promise(setImmediate);
    await locks().increment('taken');
    await failed;
    // Its token was noted before it wrote; how far the repository has come was not.
    expect(await recorded()).toMatchObject({ ...(before as object), tokens: expect.any(Array) });
    await locks().update({ owner: null, expires_at: 0 });
    expect((await backUp(site)).state).toBe('succeeded');
  });

  it('cancels a backup without leaving anything behind', async () => {
    await backUp(site);
    const before = readdirSync(site.storage).sort();
    const { job, done } = await site.service('backups').start({
      project: 'site',
      kind: 'manual',
      author: null,
      reread: true,
    });
    const outcome = done.catch((error: unknown) => error);
    await site.service('jobs').cancel(job.documentId);
    expect(await outcome).toMatchObject({ code: 'cancelled' });
    expect(await site.service('jobs').find(job.documentId)).toMatchObject({ state: 'cancelled' });
    expect(readdirSync(site.storage).sort()).toEqual(before);
    expect((await backUp(site)).state).toBe('succeeded');
  });
});
