import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';

import request from 'supertest';

import type { Export, ExportOptions } from '../../shared/contracts/exports';
import type { ShareLink } from '../../shared/contracts/links';
import { adminWith } from '../site/admins';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const AUTHOR = 'api::author.author';
const RIGHTS = ['plugin::keepsake.export', 'plugin::keepsake.download'];

describe('Share links', () => {
  let site: Site;
  let sharer: string;
  let made: Export;

  beforeAll(async () => {
    site = await openSite();
    const reading = {
      action: 'plugin::content-manager.explorer.read',
      subject: AUTHOR,
      conditions: [],
      properties: { fields: ['name'] },
    };
    sharer = await adminWith(site, RIGHTS, [reading]);
    made = await exported({ format: 'json' });
  });

  afterAll(() => site.close());

  async function call(method: 'get' | 'post' | 'delete', path: string, token: string, body?: object) {
    const asking = request(site.server)[method](`/keepsake${path}`).set('Authorization', `Bearer ${token}`);
    return body ? asking.send(body) : asking;
  }

  async function exported(options: ExportOptions, token = sharer): Promise<Export> {
    const started = await call('post', '/exports', token, { data: options });
    expect([started.status, started.text]).toEqual([202, expect.any(String)]);
    const { exportId } = (started.body as { data: { exportId: string } }).data;
    for (;;) {
      const { data } = (await call('get', `/exports/${exportId}`, token)).body as { data: Export };
      if (data.state !== 'running') return data;
      await new Promise((go) => setTimeout(go, 50));
    }
  }

  type Made = ShareLink & { url: string };
  async function share(data: object = {}, token = sharer): Promise<Made> {
    const answer = await call('post', '/links', token, { data: { exportId: made.documentId, ...data } });
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return (answer.body as { data: Made }).data;
  }

  const fetchFile = (url: string, headers: Record<string, string> = {}) =>
    request(site.server).get(url).set(headers).buffer(true).parse(asBytes);
  const listed = async (token: string) => {
    const { body } = await call('get', `/links?exportId=${made.documentId}&pageSize=100`, token);
    return (body as { data: ShareLink[] }).data;
  };
  const rows = () => site.strapi.db.query('plugin::keepsake.link' as never);

  it('give the file to whoever has the address, in parts too, and count it', async () => {
    const { url, ...link } = await share({ label: 'For the agency' });
    expect(link).toMatchObject({
      exportId: made.documentId,
      fileName: made.fileName,
      label: 'For the agency',
      state: 'open',
      oneUse: false,
      expiresAt: made.expiresAt,
      downloads: 0,
      lastDownloadAt: null,
    });
    const head = await request(site.server).head(url);
    expect([head.status, head.headers['content-length']]).toEqual([200, String(made.bytes)]);
    const whole = await fetchFile(url);
    expect(whole.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="${made.fileName!}"`,
    });
    expect(
      createHash('sha256')
        .update(whole.body as Buffer)
        .digest('hex'),
    ).toBe(made.checksum);
    const rest = await fetchFile(url, { Range: 'bytes=10-' });
    expect([rest.status, (rest.body as Buffer).equals((whole.body as Buffer).subarray(10))]).toEqual([
      206,
      true,
    ]);
    expect((await fetchFile(url)).status).toBe(200);
    const [shown] = (await listed(sharer)).filter(({ documentId }) => documentId === link.documentId);
    expect(shown).toMatchObject({ downloads: 2, lastDownloadAt: expect.any(String) as unknown });
    expect(shown).not.toHaveProperty('url');
    // Nothing that is kept opens the file.
    const token = url.slice(url.lastIndexOf('/') + 1);
    const kept = JSON.stringify(await rows().findMany({} as never));
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(token.slice(0, 20));
    const activity = await site.strapi.db
      .query('plugin::keepsake.activity' as never)
      .findMany({ where: { action: { $startsWith: 'share.' } } } as never);
    expect(activity.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['share.create', 'share.download']),
    );
    expect(JSON.stringify(activity)).not.toContain(token);
  });

  it('are all the same 404 when they are unknown, expired, revoked, used, or their maker is gone', async () => {
    const answers: object[] = [];
    const refused = async (url: string) => {
      const { status, body } = await request(site.server).get(url);
      expect(status).toBe(404);
      const head = await request(site.server).head(url);
      expect(head.status).toBe(404);
      answers.push(body as object);
    };
    const expired = await share();
    const past = new Date(Date.now() - 1000).toISOString();
    await rows().update({ where: { documentId: expired.documentId }, data: { expiresAt: past } } as never);
    const revoked = await share();
    expect((await call('delete', `/links/${revoked.documentId}`, sharer)).body).toMatchObject({
      data: { state: 'revoked' },
    });
    const used = await share({ oneUse: true });
    expect((await request(site.server).head(used.url)).status).toBe(200);
    expect((await fetchFile(used.url, { Range: 'bytes=0-9' })).status).toBe(206);
    expect((await fetchFile(used.url)).status).toBe(200);
    const late = await share({ oneUse: true });
    const started = new Date(Date.now() - 16 * 60_000).toISOString();
    await rows().update({ where: { documentId: late.documentId }, data: { startedAt: started } } as never);
    const orphan = await share();
    await rows().update({ where: { documentId: orphan.documentId }, data: { ownerId: '999' } } as never);
    const last = orphan.url.at(-1) === 'A' ? 'B' : 'A';
    for (const url of [
      ...[expired, revoked, used, late, orphan].map((one) => one.url),
      `${orphan.url.slice(0, -1)}${last}`,
      '/keepsake/downloads/nosuchtoken',
    ])
      await refused(url);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await listed(sharer)).map(({ state }) => state)).toEqual(
      expect.arrayContaining(['expired', 'revoked', 'used']),
    );
  });

  it('are listed and revoked by who made them, and by who has the settings', async () => {
    const link = await share({ label: 'Mine' });
    const other = await adminWith(site, ['plugin::keepsake.download']);
    const keeper = await adminWith(site, ['plugin::keepsake.download', 'plugin::keepsake.settings']);
    expect(await listed(other)).toEqual([]);
    expect((await listed(keeper)).map(({ documentId }) => documentId)).toContain(link.documentId);
    expect((await call('delete', `/links/${link.documentId}`, other)).status).toBe(404);
    expect((await fetchFile(link.url)).status).toBe(200);
    expect((await call('delete', `/links/${link.documentId}`, keeper)).status).toBe(200);
    expect((await fetchFile(link.url)).status).toBe(404);
    // Another's export cannot be shared.
    const refused = await call('post', '/links', other, { data: { exportId: made.documentId } });
    expect(refused.status).toBe(404);
  });

  it('are refused with the field named where they are wrong', async () => {
    const beyond = new Date(Date.parse(made.expiresAt!) + 1000).toISOString();
    const cases: [object, RegExp][] = [
      [{ exportId: '' }, /data\.exportId/],
      [{ label: 'x'.repeat(121) }, /data\.label/],
      [{ expiresAt: 'tomorrow' }, /data\.expiresAt/],
      [{ expiresAt: '2020-01-01T00:00:00.000Z' }, /^expiresAt: .*past/],
      [{ expiresAt: beyond }, /^expiresAt: .*export/],
      [{ oneUse: 'yes' }, /data\.oneUse/],
      [{ colour: 'red' }, /colour/],
    ];
    for (const [data, expected] of cases) {
      const answer = await call('post', '/links', sharer, { data: { exportId: made.documentId, ...data } });
      const { message } = (answer.body as { error: { message: string } }).error;
      expect([data, answer.status, message]).toEqual([data, 400, expect.stringMatching(expected)]);
    }
  });

  it('end with their export, which may end with its download', async () => {
    const file = (await exported({ format: 'json', deleteAfterDownload: true })).documentId;
    const kept = made;
    made = (await call('get', `/exports/${file}`, sharer)).body.data as Export;
    const link = await share();
    made = kept;
    const pieces = () => readdirSync(site.storage).filter((name) => name.includes('-export-')).length;
    const before = pieces();
    expect((await request(site.server).head(link.url)).status).toBe(200);
    expect((await fetchFile(link.url, { Range: 'bytes=0-9' })).status).toBe(206);
    const begun = (await call('get', `/exports/${file}`, sharer)).body.data as Export;
    const left = Date.parse(begun.expiresAt!) - Date.now();
    expect(left).toBeGreaterThan(13 * 60_000);
    expect(left).toBeLessThanOrEqual(15 * 60_000);
    expect((await fetchFile(link.url)).status).toBe(200);
    while ((await call('get', `/exports/${file}`, sharer)).status !== 404)
      await new Promise((go) => setTimeout(go, 20));
    expect(pieces()).toBe(before - 1);
    expect((await fetchFile(link.url)).status).toBe(404);
  });

  it('go with old jobs and tickets when the site is cleaned up, and only those that are over', async () => {
    const long = new Date(Date.now() - 100 * 24 * 60 * 60 * 1000).toISOString();
    const jobs = site.strapi.db.query('plugin::keepsake.job' as never);
    const job = (state: string, more: object = {}) =>
      jobs.create({ data: { type: 'export', project: 'site', state, finishedAt: long, ...more } } as never);
    await job('succeeded');
    await job('failed');
    await job('interrupted', { pendingFiles: { redo: [] } });
    await job('queued');
    const total = (await jobs.count()) as number;
    expect(await site.service('jobs').cleanUp({ keepDays: 365 })).toEqual({ removed: 0 });
    expect(await site.service('jobs').cleanUp()).toEqual({ removed: 2 });
    expect(await jobs.count()).toBe(total - 2);
    await jobs.deleteMany({ where: { finishedAt: { $lte: long } } } as never);

    const link = await share();
    await rows().update({ where: { documentId: link.documentId }, data: { expiresAt: long } } as never);
    const open = await share();
    expect(await site.service('links').cleanUp()).toEqual({ removed: 1 });
    expect((await fetchFile(open.url)).status).toBe(200);
    const tickets = site.strapi.db.query('plugin::keepsake.ticket' as never);
    await tickets.create({ data: { ticket: 'old', userId: '1', expiresAt: long } } as never);
    expect(await site.service('tickets').cleanUp()).toEqual({ removed: 1 });
  });

  it('have a client wait who comes with too many addresses that open nothing', async () => {
    let last = await request(site.server).get('/keepsake/downloads/nothing');
    for (let tries = 0; tries < 40 && last.status === 404; tries += 1)
      last = await request(site.server).get('/keepsake/downloads/nothing');
    expect(last.status).toBe(429);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  });
});

function asBytes(response: request.Response, done: (error: null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}
