import request from 'supertest';

import { adminWith, superAdmin } from '../site/admins';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { holdRestore } from '../site/restore-held';
import type { HeldRestore } from '../site/restore-held';

const REFUSAL = {
  data: null,
  error: {
    status: 503,
    name: 'ServiceUnavailableError',
    message: expect.stringMatching(/being restored/) as unknown,
    details: { code: 'restore_running', hint: expect.stringMatching(/try again/) as unknown },
  },
};

describe('A site on SQLite during a restore', () => {
  let site: Site;
  let backupId: string;
  let held: HeldRestore | null = null;

  beforeAll(async () => {
    site = await openSite();
    backupId = (await backUp(site)).documentId;
  });

  beforeEach(async () => {
    await site.strapi.db.connection('authors').update({ name: 'Nobody' });
  });

  afterEach(async () => {
    held?.letGo();
    await held?.done.catch(() => undefined);
    held = null;
  });

  afterAll(() => site?.close());

  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

  it.each([
    '/api/articles',
    '/admin/init',
    '/admin',
    '/keepsake/backups',
    '/keepsake/status',
    '/uploads/x.jpg',
    '/x',
  ])('refuses %s, and answers it again afterwards', async (path) => {
    const before = await request(site.server).get(path);
    held = await holdRestore(site, backupId);
    const during = await request(site.server).get(path);
    expect(during.status).toBe(503);
    expect(during.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(during.body).toEqual(REFUSAL);
    held.letGo();
    await held.done;
    const after = await request(site.server).get(path);
    expect([before.status, after.status]).toEqual([before.status, before.status]);
    expect(before.status).not.toBe(503);
  });

  it('refuses whatever the method', async () => {
    held = await holdRestore(site, backupId);
    for (const method of ['post', 'put', 'patch', 'delete', 'options'] as const) {
      const answer = await request(site.server)[method]('/api/articles').send();
      expect(answer.status).toBe(503);
    }
  });

  it('tells a browser in words, which then comes back by itself', async () => {
    held = await holdRestore(site, backupId);
    const answer = await request(site.server).get('/admin').set('Accept', 'text/html,*/*;q=0.8');
    expect(answer.status).toBe(503);
    expect(answer.text).toMatch(/A backup is being restored/);
    expect(answer.text).toMatch(/http-equiv="refresh"/);
  });

  it('says that it is healthy', async () => {
    held = await holdRestore(site, backupId);
    expect((await request(site.server).get('/_health')).status).toBe(204);
  });

  it('tells its progress to who could read it before, and to nobody else', async () => {
    const [reader, stranger] = [await superAdmin(site), await adminWith(site, ['plugin::keepsake.backup'])];
    await request(site.server).get('/keepsake/status').set(bearer(reader));
    await request(site.server).get('/keepsake/status').set(bearer(stranger));
    held = await holdRestore(site, backupId);
    const path = `/keepsake/jobs/${held.jobId}`;
    const answer = await request(site.server).get(path).set(bearer(reader));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      data: { documentId: held.jobId, type: 'restore', state: 'running', backupId, safetyBackupId: null },
    });
    const others = { stranger: bearer(stranger), nobody: {}, forger: bearer(`${reader}x`) };
    for (const headers of Object.values(others)) {
      expect((await request(site.server).get(path).set(headers)).body).toEqual(REFUSAL);
    }
    const unknown = await request(site.server).get('/keepsake/jobs/nosuchid').set(bearer(reader));
    expect(unknown.body).toEqual(REFUSAL);
    held.letGo();
    await held.done;
    const after = await request(site.server).get(path).set(bearer(reader));
    expect(after.body).toMatchObject({ data: { state: 'succeeded' } });
  });

  it('opens again when the restore fails', async () => {
    held = await holdRestore(site, backupId);
    const failed = expect(held.done).rejects.toMatchObject({ code: 'stopped' });
    const stopped = site.service('jobs').stop();
    held.letGo();
    await failed;
    await stopped;
    expect(await site.service('jobs').find(held.jobId)).toMatchObject({ state: 'interrupted' });
    await site.service('jobs').begin();
    expect((await request(site.server).get('/admin/init')).status).toBe(200);
    expect(await site.strapi.db.connection('authors').whereNot({ name: 'Nobody' })).toEqual([]);
  });

  it('is open while the restore plans and makes its safety backup', async () => {
    const phases = new Map<string, boolean>();
    const { job, done } = await site.service('restores').start({
      backupId,
      selection: { mode: 'mirror' },
      fingerprint: null,
      safety: true,
      preserveIds: false,
      startedBy: null,
    });
    let isRunning = true;
    void done.finally(() => (isRunning = false)).catch(() => undefined);
    while (isRunning) {
      const phase = site.service('jobs').running(job.documentId)?.progress?.phase;
      if (phase && !phases.has(phase)) phases.set(phase, site.service('closure').current() === null);
      await new Promise(setImmediate);
    }
    await done;
    expect(Object.fromEntries(phases)).toMatchObject({ planning: true, safety: true, applying: false });
  });
});
