import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import request from 'supertest';

import type { Recovered } from '../../shared/contracts/recovery';
import { adminWith } from '../site/admins';
import { backUp, makeVersion } from '../site/keepsake';
import { bootSite, openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

async function ended(site: Site, jobId: string): Promise<void> {
  while (!isFinished((await site.service('jobs').find(jobId)).state)) await setTimeout(100);
}

const isFinished = (state: string) => !['queued', 'running', 'interrupted'].includes(state);

const OWNER = 'owner@shop.example';
const RULES = { types: 'all', locales: ['en'], media: 'none', users: false, settings: false };
const SECRET = 'a passphrase that outlives the server';

describe('Projects, schedules and templates of a server that is gone', () => {
  let before: Site;
  let customer: string;
  let recovered: Recovered;
  let after: Site | null = null;
  let scheduled: { documentId: string; schedule: string };
  let version: string;

  const schedule = (site: Site, name: string, enabled: boolean) =>
    site.service('schedules').create(
      {
        name,
        schedule: 'weekly',
        day_of_week: 3,
        format: 'json',
        time: '03:30',
        timezone: 'Asia/Kolkata',
        retention_count: 4,
        enabled,
      },
      'site',
      { id: null, name: 'Somebody' },
    );

  beforeAll(async () => {
    before = await openSite({ KEEPSAKE_SECRET: SECRET });
    const { documentId: night } = await schedule(before, 'Night', true);
    await schedule(before, 'Asleep', false);
    const { documentId: jobId, backupId } = await before.service('schedules').runNow(night);
    await ended(before, jobId);
    await before.service('backups').change(backupId!, { pinned: true });
    version = (await makeVersion(before, 'Before the fair')).documentId;
    await before.service('versions').change(version, { pinned: true });
    scheduled = { documentId: backupId!, schedule: night };
    await before.service('templates').create(
      'site',
      { name: 'Translators', description: 'Plain', options: { format: 'csv' }, shared: true },
      {
        id: null,
        name: 'Somebody',
        isSuperAdmin: true,
        seesPrivate: true,
        managesOthers: true,
        sees: { activity: true, versions: true },
        ability: null,
      },
    );
    await before.strapi.db
      .query('plugin::keepsake.project' as never)
      .create({ data: { slug: 'shop', name: 'The shop', tier: 'gold', rules: RULES } as never });
    const admin = (await before.strapi.db
      .query('admin::user')
      .create({ data: { email: OWNER, username: 'owner', isActive: true } })) as { documentId: string };
    const { id } = (await before.strapi
      .service('admin::api-token')
      .create({ name: 'Robot', type: 'read-only', lifespan: null })) as { id: number };
    const user = (await before.strapi.db.query('plugin::users-permissions.user').findOne({})) as {
      documentId: string;
    };
    await before.service('projects').setMembers('shop', [
      { kind: 'admin', holder: admin.documentId, role: 'owner' },
      { kind: 'token', holder: String(id), role: 'member' },
      { kind: 'user', holder: user.documentId, role: 'member' },
    ]);
    customer = user.documentId;
    await backUp(before);
    await before.close({ keep: true });
    // Nothing but the storage is left.
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-left-'));
    cpSync(before.storage, join(folder, 'keepsake', 'storage'), { recursive: true });
    mkdirSync(join(folder, 'public', 'uploads'), { recursive: true });
    after = await bootSite(folder, { KEEPSAKE_SECRET: SECRET });
  });

  afterAll(() => after?.close());

  it('come back from the storage alone, the schedules paused', async () => {
    recovered = await after!.service('recovery').recover(null);
    expect(recovered).toMatchObject({ mode: 'adopt', backups: 2, schedules: 2, templates: 1, problems: [] });
    const found = await after!.service('schedules').list(['site']);
    expect(found).toMatchObject([
      { name: 'Asleep', enabled: false },
      {
        name: 'Night',
        enabled: false,
        schedule: 'weekly',
        day_of_week: 3,
        time: '03:30',
        timezone: 'Asia/Kolkata',
        retention_count: 4,
      },
    ]);
    const templates = await after!.strapi.db.query('plugin::keepsake.template' as never).findMany({});
    expect(templates).toMatchObject([
      {
        name: 'Translators',
        description: 'Plain',
        options: { format: 'csv' },
        shared: true,
        author: 'Somebody',
        ownerId: null,
      },
    ]);
  });

  it('come with projects and their members: whoever is not there yet waits, and is nobody else', async () => {
    const shop = await after!.service('projects').find('shop');
    expect(shop).toMatchObject({ name: 'The shop', tier: 'gold', rules: RULES, builtIn: false });
    expect(await after!.service('projects').members('shop')).toEqual([
      { kind: 'user', holder: customer, role: 'member' },
    ]);
    expect(recovered.membersWaiting).toEqual([`admin ${OWNER} (shop)`, 'token Robot (shop)']);
    const other = { email: 'someone-else@example.com', username: 'else', isActive: true };
    await after!.strapi.db.query('admin::user').create({ data: other });
    const found = (await after!.strapi.db
      .query('admin::user')
      .create({ data: { email: OWNER, username: 'owner', isActive: true } })) as { documentId: string };
    const again = await after!.service('recovery').recover(null);
    expect(again).toMatchObject({ members: 1, membersWaiting: ['token Robot (shop)'] });
    expect(await after!.service('projects').members('shop')).toEqual([
      { kind: 'admin', holder: found.documentId, role: 'owner' },
      { kind: 'user', holder: customer, role: 'member' },
    ]);
    // Whoever was removed since stays removed.
    await after!.service('projects').setMembers('shop', []);
    await after!.service('projects').setMembers('shop', [{ kind: 'user', holder: customer, role: 'owner' }]);
    expect(await after!.service('recovery').recover(null)).toMatchObject({ members: 0 });
    expect(await after!.service('projects').members('shop')).toHaveLength(1);
  });

  it('leave the pins of backups and versions, and which schedule made which', async () => {
    const backups = await after!.service('backups').all('site');
    expect(backups.map(({ documentId, pinned }) => [documentId === scheduled.documentId, pinned])).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(backups[1]).toMatchObject(scheduled);
    expect((await after!.service('versions').find(version)).pinned).toBe(true);
  });

  it('are left as they are by another recovery', async () => {
    const again = await after!.service('recovery').recover(null);
    expect(again).toMatchObject({ schedules: 0, templates: 0 });
    expect(await after!.service('schedules').list(['site'])).toHaveLength(2);
  });

  it('go on by one call, those alone that ran before', async () => {
    const token = await adminWith(after!, ['plugin::keepsake.read', 'plugin::keepsake.schedule']);
    const { body } = await request(after!.server)
      .post('/keepsake/schedules/resume')
      .set('Authorization', `Bearer ${token}`);
    expect(body).toEqual({ data: { resumed: 1 } });
    const found = await after!.service('schedules').list(['site']);
    expect(found.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['Asleep', false],
      ['Night', true],
    ]);
    expect(await after!.service('schedules').resumeRecovered()).toBe(0);
  });
});
