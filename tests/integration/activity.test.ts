import request from 'supertest';

import type { Activity, ListActivity } from '../../shared/contracts/activity';
import { adminWith, superAdmin } from '../site/admins';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

describe('The activity log', () => {
  let site: Site;
  let token: string;

  beforeAll(async () => {
    site = await openSite();
    token = await superAdmin(site);
  });

  afterAll(() => site.close());

  const as = (bearer: string) => ({ Authorization: `Bearer ${bearer}` });

  async function list(query = '', bearer = token): Promise<ListActivity['response']> {
    const answer = await request(site.server).get(`/keepsake/activity?${query}`).set(as(bearer));
    expect(answer.status).toBe(200);
    return answer.body as ListActivity['response'];
  }

  async function newest(action: string): Promise<Activity | undefined> {
    return (await list(`action=${action}`)).data[0];
  }

  async function settled(jobId: string): Promise<void> {
    for (;;) {
      const { state } = await site.service('jobs').find(jobId);
      const { data } = await list('pageSize=100');
      if (state !== 'running' && state !== 'queued' && data.some(({ details }) => details.job === jobId))
        return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it('notes who made a backup, from where, and what came of it', async () => {
    const heard: string[] = [];
    site.strapi.eventHub.on('keepsake.backup.create', async ({ activity }: { activity: Activity }) => {
      heard.push(activity.outcome);
    });
    const started = await request(site.server)
      .post('/keepsake/backups')
      .set(as(token))
      .send({ data: { note: 'Before the relaunch' } });
    const { documentId, backupId } = (started.body as { data: { documentId: string; backupId: string } })
      .data;
    await settled(documentId);
    expect(await newest('backup.create')).toMatchObject({
      outcome: 'succeeded',
      actor: {
        kind: 'admin',
        name: expect.stringMatching(/^Ada/) as unknown,
        ip: expect.stringMatching(/127/) as unknown,
      },
      project: 'site',
      object: { type: 'backup', id: backupId },
      details: { job: documentId, kind: 'manual', note: 'Before the relaunch' },
    });
    expect(heard).toEqual(['succeeded']);
  });

  it('notes what the site does by itself as its own', async () => {
    await backUp(site, 'By nobody');
    expect(await newest('backup.create')).toMatchObject({
      actor: { kind: 'system', id: null, name: null, ip: null },
      details: { note: 'By nobody' },
    });
  });

  it('notes downloads, tickets and their use, deletions and the recovery kit', async () => {
    const backup = await backUp(site, 'To be deleted');
    const id = backup.documentId;
    await request(site.server).get(`/keepsake/backups/${id}/file?format=zip`).set(as(token)).buffer(true);
    expect(await newest('backup.download')).toMatchObject({
      object: { type: 'backup', id },
      details: { format: 'zip', private: false, byTicket: false },
    });
    const ticket = await request(site.server)
      .post(`/keepsake/backups/${id}/ticket`)
      .set(as(token))
      .send({ data: { format: 'zip' } });
    const { url } = (ticket.body as { data: { url: string } }).data;
    expect(await newest('ticket.create')).toMatchObject({ object: { type: 'backup', id } });
    expect((await request(site.server).get(url).buffer(true)).status).toBe(200);
    expect(await newest('backup.download')).toMatchObject({
      actor: { kind: 'admin', name: expect.stringMatching(/^Ada/) as unknown },
      details: { byTicket: true },
    });
    await request(site.server).delete(`/keepsake/backups/${id}`).set(as(token)).expect(200);
    expect(await newest('backup.delete')).toMatchObject({ outcome: 'succeeded', object: { id } });
    await request(site.server).get('/keepsake/storage/kit').set(as(token)).expect(200);
    expect(await newest('kit.download')).toMatchObject({ actor: { kind: 'admin' } });
    // No address of a download, and none of its seal, is in any row.
    expect(JSON.stringify(await list('pageSize=100'))).not.toContain(url.split('/').at(-1));
  });

  it('notes what fails, with its code', async () => {
    const kind = { type: 'verify' as const, project: 'site', backupId: null, startedBy: 'Grace' };
    const { done } = await site.service('jobs').start(kind, async () => {
      throw Object.assign(new Error('connect postgres://keeper:hunter2@db failed'), {});
    });
    await expect(done).rejects.toThrow();
    const noted = await newest('backup.verify');
    expect(noted).toMatchObject({ outcome: 'failed', details: { error: 'unexpected' } });
    expect(JSON.stringify(noted)).not.toContain('hunter2');
  });

  it('keeps no secret that somebody hands to it', async () => {
    await site.service('activity').record({
      action: 'settings.change',
      details: {
        password: 'hunter2',
        url: 'https://a:hunter2@example.org/?token=hunter2',
        nested: { a: 'hunter2' },
      },
    });
    const noted = await newest('settings.change');
    expect(noted?.details).toEqual({ url: expect.not.stringContaining('hunter2') as unknown });
  });

  it('shows addresses and what others export only to who may see settings', async () => {
    await site.service('activity').record({
      action: 'export.download',
      actor: { kind: 'admin', id: '4711', name: 'Grace', ip: '192.0.2.7' },
    });
    const reader = await adminWith(site, ['plugin::keepsake.read']);
    const seen = await list('pageSize=100', reader);
    expect(seen.meta.showsAll).toBe(false);
    expect(seen.data.length).toBeGreaterThan(3);
    expect(seen.data.filter(({ actor }) => actor.ip !== null)).toEqual([]);
    expect(seen.data.filter(({ action }) => action.startsWith('export.'))).toEqual([]);
    expect((await list('action=export.download')).data[0]).toMatchObject({ actor: { ip: '192.0.2.7' } });
  });

  it('filters by action, actor, project and date, in pages, and names a filter that is none', async () => {
    const all = await list('pageSize=1&page=2');
    expect(all.data).toHaveLength(1);
    expect(all.meta.pagination.total).toBeGreaterThan(5);
    const byName = await list('actor=grace');
    expect(new Set(byName.data.map(({ actor }) => actor.name))).toEqual(new Set(['Grace']));
    expect((await list('project=none')).data).toEqual([]);
    expect((await list('to=2020-01-01')).data).toEqual([]);
    expect((await list('from=2020-01-01&outcome=failed')).data).toHaveLength(1);
    for (const wrong of ['action=nothing', 'from=yesterday', 'colour=red']) {
      const answer = await request(site.server).get(`/keepsake/activity?${wrong}`).set(as(token));
      expect(answer.status).toBe(400);
      const { error } = answer.body as { error: { message: string } };
      expect(error.message).toContain(wrong.split('=')[0]);
    }
  });

  it('comes as CSV in which nothing is a formula', async () => {
    await site.service('activity').record({
      action: 'schedule.create',
      object: { type: 'schedule', name: '=HYPERLINK("https://example.org")' },
    });
    const answer = await request(site.server)
      .get('/keepsake/activity/file?action=schedule.create')
      .set(as(token));
    expect(answer.headers['content-type']).toMatch(/^text\/csv/);
    expect(answer.headers['cache-control']).toBe('no-store');
    const [head, line] = answer.text.split('\r\n');
    expect(head).toMatch(/^at,action,outcome/);
    expect(line).toContain(`"'=HYPERLINK(`);
    expect(await newest('activity.download')).toMatchObject({ details: { action: 'schedule.create' } });
  });

  it('is only ever added to; age alone removes rows, and that is noted', async () => {
    const rows = site.strapi.db.query('plugin::keepsake.activity' as never) as unknown as {
      count(): Promise<number>;
      updateMany(query: object): Promise<unknown>;
      deleteMany(query: object): Promise<unknown>;
    };
    await expect(rows.updateMany({ where: {}, data: { actorName: 'Nobody' } })).rejects.toThrow(
      /only ever added/,
    );
    await expect(rows.deleteMany({ where: {} })).rejects.toThrow(/only ever added/);
    const before = await rows.count();
    expect(await site.service('activity').cleanUp()).toEqual({ removed: 0 });
    const old = new Date(Date.now() - 2000 * 86_400_000);
    await site.strapi.db
      .connection('keepsake_activities')
      .where({ action: 'kit.download' })
      .update({ at: old.getTime() });
    expect(await site.service('activity').cleanUp()).toEqual({ removed: 1 });
    expect(await newest('activity.prune')).toMatchObject({ details: { removed: 1, keepDays: 1095 } });
    expect(await rows.count()).toBe(before);
  });

  it('names its events to the webhooks of Strapi', () => {
    const store = site.strapi.get('webhookStore') as { allowedEvents: Map<string, string> };
    expect([...store.allowedEvents.values()]).toEqual(expect.arrayContaining(['keepsake.backup.create']));
  });
});
