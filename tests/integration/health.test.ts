import { rmSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import request from 'supertest';

import type { CheckState, GetHealth, Health } from '../../shared/contracts/health';
import { adminWith, superAdmin } from '../site/admins';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';
import { siteEnvironment } from '../site/open-site';

const stateOf = ({ checks }: Health, id: string): CheckState | undefined =>
  checks.find((check) => check.id === id)?.state;

describe('Health', () => {
  let site: Site;
  let token: string;

  beforeAll(async () => {
    site = await openSite();
    token = await superAdmin(site);
  });

  afterAll(() => site.close());

  it('is unknown until it is first looked at, and then kept', async () => {
    const ask = async () =>
      (
        await request(site.server)
          .get('/keepsake/health')
          .set({ Authorization: `Bearer ${token}` })
      ).body as GetHealth['response'];
    expect((await ask()).data.health).toBeNull();
    const health = await site.service('health').check();
    expect(stateOf(health, 'storage')).toBe('ok');
    expect(stateOf(health, 'privacy')).toBe('ok');
    expect(health.checks.find(({ id }) => id === 'key')).toMatchObject({
      state: 'warn',
      code: 'key_generated',
    });
    expect(health.checks.find(({ id }) => id === 'backup')).toMatchObject({
      state: 'warn',
      code: 'backup_none',
    });
    expect((await ask()).data.health).toEqual(health);
  });

  it('is brought up to date when a job ends', async () => {
    await backUp(site, 'Good');
    const health = (await site.service('health').last())!;
    expect(stateOf(health, 'backup')).toBe('ok');
    expect(stateOf(health, 'storage')).toBe('ok');
  });

  it('is red when a backup is damaged, with what to do', async () => {
    const packs = readdirSync(site.storage).filter((name) => !name.includes('-root-'));
    expect(packs.length).toBeGreaterThan(0);
    for (const name of packs) rmSync(join(site.storage, name));
    await (
      await site.service('backups').verify(null, null)
    ).done;
    const health = (await site.service('health').last())!;
    expect(health.state).toBe('red');
    expect(health.checks.find(({ id }) => id === 'backup')).toMatchObject({
      state: 'red',
      code: 'backup_all_broken',
      advice: expect.stringMatching(/new backup/) as unknown,
    });
    expect(stateOf(health, 'repository')).toBe('red');
  });

  it('is red when the storage does not take what is put there', async () => {
    const put = jest
      .spyOn(site.service('repository').storage(), 'put')
      .mockRejectedValue(new Error('No space'));
    const health = await site.service('health').check();
    expect(health.checks.find(({ id }) => id === 'storage')).toMatchObject({
      state: 'red',
      code: 'storage_failed',
      values: { step: 'write' },
    });
    put.mockRestore();
    expect(stateOf(await site.service('health').check(), 'storage')).toBe('ok');
  });

  it('is checked by who may see settings alone, and read by who may read', async () => {
    const reader = { Authorization: `Bearer ${await adminWith(site, ['plugin::keepsake.read'])}` };
    expect((await request(site.server).post('/keepsake/health').set(reader)).status).toBe(403);
    expect((await request(site.server).get('/keepsake/health').set(reader)).status).toBe(200);
  });

  it('is told by the command line, which fails only when asked to', async () => {
    const app = site.strapi.dirs.app.root;
    const env = siteEnvironment(site.folder);
    const told = await runCli(app, ['maintenance', 'health', '--json'], env);
    expect(told.code).toBe(0);
    expect(told.json).toMatchObject({ ok: true, state: 'red' });
    const failing = await runCli(app, ['maintenance', 'health', '--fail-on', 'warn'], env);
    expect(failing.code).toBe(1);
    expect(failing.stdout).toMatch(/^Health: red/);
    expect((await runCli(app, ['maintenance', 'health', '--fail-on', 'green'], env)).code).toBe(2);
  });
});
