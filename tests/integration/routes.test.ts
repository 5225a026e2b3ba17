import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import request from 'supertest';

import type { GetJobLog, Job, ListJobs } from '../../shared/contracts/jobs';
import type { FindPeople, ListMembers } from '../../shared/contracts/projects';
import type { StorageCheck, StorageDetails } from '../../shared/contracts/storage';
import { adminWith, memberWith, superAdmin } from '../site/admins';
import { apiToken, endUser, expired, wronglySigned } from '../site/callers';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { rowsOfProject } from '../site/rows-of-project';
import type { RowsOfProject } from '../site/rows-of-project';
import { secretsIn, secretsOf } from '../site/secrets';

type Right = 'read' | 'backup' | 'export' | 'restore' | 'download' | 'delete' | 'schedule' | 'settings';

interface RouteRow {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** The one right that opens it; null where the address itself is what opens it. */
  right: Right | null;
  /** Of the installation as a whole: it takes the right to see every project besides. */
  whole?: boolean;
  body?: object;
  /** Status for who may. Unknown ids are used, so that a call changes nothing. */
  allowed: number;
  /** Status for who may, but does not see every project: is a member of the site, of another project or of none. */
  member?: number;
  elsewhere?: number;
  nowhere?: number;
  /** Its answer goes on until the reader goes. */
  isEndless?: boolean;
}

/** Every route of the plugin in the admin panel; those of the content API are in content-api.test.ts. One that is not here fails the first test. */
const TABLE: RouteRow[] = [
  { method: 'GET', path: '/status', right: 'read', allowed: 200 },
  { method: 'GET', path: '/activity', right: 'read', allowed: 200 },
  { method: 'GET', path: '/activity/file', right: 'read', allowed: 200 },
  { method: 'GET', path: '/backups', right: 'read', allowed: 200 },
  { method: 'POST', path: '/backups', right: 'backup', body: { data: { note: 7 } }, allowed: 400 },
  { method: 'GET', path: '/backups/:id', right: 'read', allowed: 404 },
  { method: 'PUT', path: '/backups/:id', right: 'backup', body: { data: { pinned: true } }, allowed: 404 },
  { method: 'PATCH', path: '/backups/:id', right: 'backup', body: { data: { pinned: true } }, allowed: 404 },
  { method: 'DELETE', path: '/backups/:id', right: 'delete', allowed: 404 },
  { method: 'POST', path: '/backups/:id/verify', right: 'backup', allowed: 404 },
  { method: 'POST', path: '/backups/:id/drill', right: 'backup', allowed: 404 },
  {
    method: 'POST',
    path: '/backups/:id/plan',
    right: 'restore',
    body: { data: { mode: 'skip' } },
    allowed: 404,
  },
  {
    method: 'POST',
    path: '/backups/:id/restore',
    right: 'restore',
    body: { data: { mode: 'skip', fingerprint: 'x' } },
    allowed: 404,
  },
  {
    method: 'POST',
    path: '/storage/recover',
    right: 'settings',
    whole: true,
    body: { data: { mode: 'sideways' } },
    allowed: 400,
  },
  { method: 'GET', path: '/storage/usage', right: 'settings', whole: true, allowed: 200 },
  { method: 'GET', path: '/health', right: 'read', whole: true, allowed: 200 },
  { method: 'POST', path: '/health', right: 'settings', whole: true, allowed: 200 },
  { method: 'GET', path: '/storage', right: 'settings', whole: true, allowed: 200 },
  { method: 'POST', path: '/storage/check', right: 'settings', whole: true, allowed: 200 },
  {
    method: 'POST',
    path: '/storage/keys',
    right: 'settings',
    whole: true,
    body: { data: { all: 'yes' } },
    allowed: 400,
  },
  {
    method: 'POST',
    path: '/storage/compact',
    right: 'settings',
    whole: true,
    body: { data: { dryRun: 'no' } },
    allowed: 400,
  },
  {
    method: 'POST',
    path: '/storage/verify',
    right: 'backup',
    whole: true,
    body: { data: { share: 0 } },
    allowed: 400,
  },
  { method: 'GET', path: '/storage/kit', right: 'settings', whole: true, allowed: 200 },
  { method: 'GET', path: '/backups/:id/file', right: 'download', allowed: 404 },
  {
    method: 'POST',
    path: '/backups/:id/ticket',
    right: 'download',
    body: { data: { format: 'zip' } },
    allowed: 404,
  },
  { method: 'GET', path: '/downloads/:token', right: null, allowed: 404 },
  {
    method: 'POST',
    path: '/imports',
    right: 'restore',
    body: { data: { mode: 'skip' } },
    allowed: 400,
    elsewhere: 404,
    nowhere: 404,
  },
  { method: 'GET', path: '/diffs', right: 'read', allowed: 200 },
  {
    method: 'POST',
    path: '/diffs',
    right: 'read',
    body: { data: { before: 'nosuchid', after: 'live' } },
    allowed: 404,
  },
  { method: 'GET', path: '/diffs/:id', right: 'read', allowed: 404 },
  { method: 'GET', path: '/diffs/:id/entries', right: 'read', allowed: 400, member: 404 },
  { method: 'GET', path: '/diffs/:id/entry', right: 'read', allowed: 400, member: 404 },
  { method: 'GET', path: '/diffs/:id/inverse', right: 'read', allowed: 400, member: 404 },
  { method: 'GET', path: '/diffs/:id/file', right: 'read', allowed: 404 },
  { method: 'POST', path: '/diffs/:id/ticket', right: 'read', allowed: 404 },
  { method: 'GET', path: '/versions', right: 'read', allowed: 200 },
  { method: 'POST', path: '/versions', right: 'backup', body: { data: { label: '' } }, allowed: 400 },
  { method: 'GET', path: '/versions/:id', right: 'read', allowed: 404 },
  {
    method: 'PATCH',
    path: '/versions/:id',
    right: 'backup',
    body: { data: { pinned: true } },
    allowed: 404,
  },
  {
    method: 'PUT',
    path: '/versions/:id',
    right: 'backup',
    body: { data: { pinned: true } },
    allowed: 404,
  },
  { method: 'DELETE', path: '/versions/:id', right: 'delete', allowed: 404 },
  { method: 'GET', path: '/history', right: 'read', allowed: 400 },
  { method: 'GET', path: '/history/entry', right: 'read', allowed: 400 },
  { method: 'POST', path: '/history/restore', right: 'restore', body: { data: {} }, allowed: 400 },
  { method: 'GET', path: '/deleted', right: 'read', allowed: 200, nowhere: 404 },
  { method: 'POST', path: '/deleted/restore', right: 'restore', body: { data: {} }, allowed: 400 },
  { method: 'GET', path: '/exports', right: 'export', allowed: 200 },
  {
    method: 'POST',
    path: '/exports',
    right: 'export',
    body: { data: { format: 'exe' } },
    allowed: 400,
    nowhere: 404,
  },
  { method: 'POST', path: '/exports/bulk', right: 'export', body: { data: { projects: [] } }, allowed: 400 },
  { method: 'GET', path: '/exports/formats', right: 'export', allowed: 200 },
  { method: 'GET', path: '/exports/choices', right: 'export', allowed: 200 },
  {
    method: 'POST',
    path: '/exports/estimate',
    right: 'export',
    body: { data: { format: 'exe' } },
    allowed: 400,
    nowhere: 404,
  },
  {
    method: 'POST',
    path: '/exports/preview',
    right: 'export',
    body: { data: { format: 'exe' } },
    allowed: 400,
    nowhere: 404,
  },
  { method: 'GET', path: '/exports/:id', right: 'export', allowed: 404 },
  { method: 'DELETE', path: '/exports/:id', right: 'export', allowed: 404 },
  { method: 'GET', path: '/exports/:id/file', right: 'download', allowed: 404 },
  { method: 'GET', path: '/schedules', right: 'read', allowed: 200 },
  {
    method: 'POST',
    path: '/schedules',
    right: 'schedule',
    body: { data: { schedule: 'hourly' } },
    allowed: 400,
    nowhere: 404,
  },
  { method: 'POST', path: '/schedules/preview', right: 'schedule', body: { data: {} }, allowed: 200 },
  { method: 'POST', path: '/schedules/resume', right: 'schedule', whole: true, allowed: 200 },
  { method: 'GET', path: '/schedules/:id', right: 'read', allowed: 404 },
  { method: 'PUT', path: '/schedules/:id', right: 'schedule', body: { data: {} }, allowed: 404 },
  { method: 'PATCH', path: '/schedules/:id', right: 'schedule', body: { data: {} }, allowed: 404 },
  { method: 'DELETE', path: '/schedules/:id', right: 'schedule', allowed: 404 },
  { method: 'POST', path: '/schedules/:id/run', right: 'schedule', allowed: 404 },
  { method: 'POST', path: '/exports/:id/ticket', right: 'download', allowed: 404 },
  { method: 'GET', path: '/links', right: 'download', allowed: 200 },
  {
    method: 'POST',
    path: '/links',
    right: 'download',
    body: { data: { exportId: 'nosuchid' } },
    allowed: 404,
  },
  { method: 'DELETE', path: '/links/:id', right: 'download', allowed: 404 },
  { method: 'GET', path: '/templates', right: 'export', allowed: 200, nowhere: 404 },
  { method: 'POST', path: '/templates', right: 'export', body: { data: { name: '' } }, allowed: 400 },
  { method: 'GET', path: '/templates/:id', right: 'export', allowed: 404 },
  {
    method: 'PUT',
    path: '/templates/:id',
    right: 'export',
    body: { data: { name: 'x', options: { format: 'json' } } },
    allowed: 404,
  },
  { method: 'DELETE', path: '/templates/:id', right: 'export', allowed: 404 },
  { method: 'POST', path: '/templates/:id/copy', right: 'export', body: {}, allowed: 404 },
  { method: 'GET', path: '/projects', right: 'read', allowed: 200 },
  {
    method: 'POST',
    path: '/projects',
    right: 'settings',
    whole: true,
    body: { data: { name: '' } },
    allowed: 400,
  },
  {
    method: 'POST',
    path: '/projects/preview',
    right: 'settings',
    whole: true,
    body: { data: { rules: {} } },
    allowed: 400,
  },
  { method: 'GET', path: '/projects/:id', right: 'read', allowed: 404 },
  { method: 'PUT', path: '/projects/:id', right: 'settings', whole: true, body: { data: {} }, allowed: 404 },
  { method: 'DELETE', path: '/projects/:id', right: 'settings', whole: true, allowed: 404 },
  { method: 'GET', path: '/projects/:id/counts', right: 'read', allowed: 404 },
  { method: 'GET', path: '/people', right: 'settings', whole: true, allowed: 400 },
  { method: 'GET', path: '/projects/:id/members', right: 'settings', allowed: 404 },
  {
    method: 'PUT',
    path: '/projects/:id/members',
    right: 'settings',
    body: { data: { members: 7 } },
    allowed: 400,
    member: 404,
  },
  {
    method: 'POST',
    path: '/retention/preview',
    right: 'read',
    body: { data: {} },
    allowed: 200,
    nowhere: 404,
  },
  {
    method: 'POST',
    path: '/retention/apply',
    right: 'delete',
    body: { data: { project: 7 } },
    allowed: 400,
  },
  { method: 'GET', path: '/processor', right: 'read', whole: true, allowed: 200 },
  { method: 'POST', path: '/processor/process', right: 'schedule', whole: true, allowed: 200 },
  { method: 'POST', path: '/maintenance/cleanup', right: 'settings', whole: true, allowed: 200 },
  { method: 'GET', path: '/jobs', right: 'read', allowed: 200 },
  { method: 'GET', path: '/jobs/events', right: 'read', allowed: 200, isEndless: true },
  { method: 'GET', path: '/jobs/:id', right: 'read', allowed: 404 },
  { method: 'GET', path: '/jobs/:id/events', right: 'read', allowed: 404 },
  { method: 'GET', path: '/jobs/:id/log', right: 'read', allowed: 404 },
  { method: 'POST', path: '/jobs/:id/cancel', right: 'read', allowed: 404 },
  { method: 'POST', path: '/jobs/:id/retry', right: 'read', allowed: 404 },
  { method: 'POST', path: '/jobs/:id/resume', right: 'read', allowed: 404 },
];

const RIGHTS: Right[] = ['read', 'backup', 'export', 'restore', 'download', 'delete', 'schedule', 'settings'];

describe('The routes of the plugin', () => {
  let site: Site;
  const tokens: Record<string, string> = {};
  let theirs: RowsOfProject;

  beforeAll(async () => {
    site = await openSite();
    await backUp(site, 'Something to see');
    tokens['super admin'] = await superAdmin(site);
    tokens['an admin without rights'] = await adminWith(site, []);
    tokens['an editor'] = await adminWith(site, ['plugin::upload.read']);
    for (const right of RIGHTS) tokens[right] = await adminWith(site, [`plugin::keepsake.${right}`]);
    tokens['a wrong signature'] = wronglySigned(tokens.read!);
    tokens['an expired token'] = expired(site, tokens.read!, 'admin');
    tokens['no token at all'] = 'nonsense';
    tokens['an end user'] = (await endUser(site, 'user@example.com', [])).bearer;
    tokens['an API token with full access'] = (await apiToken(site, 'Full', 'full-access')).accessKey;
    await site.service('projects').ensure([{ slug: 'theirs', name: 'Of others' }]);
    const rights = RIGHTS.map((right) => `plugin::keepsake.${right}`);
    tokens['a member of the site'] = await memberWith(site, 'a member of the site', rights, ['site']);
    tokens['a member of another project'] = await memberWith(site, 'a member of another', rights, ['theirs']);
    tokens['a member of none'] = await memberWith(site, 'a member of none', rights, []);
    theirs = await rowsOfProject(site, 'theirs');
  });

  afterAll(() => site.close());

  async function call(row: RouteRow, token?: string, id = 'nosuchid'): Promise<request.Response> {
    const path = `/keepsake${row.path.replace(/:\w+/, id)}`;
    const method = row.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const asking = request(site.server)[method](path);
    if (token) void asking.set('Authorization', `Bearer ${token}`);
    if (row.isEndless) void asking.buffer(true).parse(leaveAtOnce);
    const answer = await (row.body ? asking.send(row.body) : asking);
    // Whoever asks, and whatever the answer is.
    expect(secretsOfAnswer(answer)).toEqual([]);
    // The kit is there to say where the backups are.
    if (row.path !== '/storage/kit') expect(answer.text ?? '').not.toContain(site.folder);
    return answer;
  }

  function secretsOfAnswer({ headers, text = '' }: request.Response): string[] {
    const secrets = { ...secretsOf(site), ...tokens, root: process.cwd() };
    const found = secretsIn([JSON.stringify(headers), text], secrets);
    return /\n\s+at .+:\d+:\d+/.test(text) ? [...found, 'a stack trace'] : found;
  }

  it('are all in the table, with the right that they ask for', () => {
    const groups = site.strapi.plugin('keepsake').routes as unknown as Record<
      string,
      { routes: PluginRoute[] }
    >;
    const found = groups.admin!.routes;
    expect(found.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      TABLE.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    for (const { method, path, config } of found) {
      const row = TABLE.find((one) => one.method === method && one.path === path)!;
      if (row.right === null) {
        expect(config.auth).toBe(false);
        continue;
      }
      expect(config.auth).not.toBe(false);
      expect(config.policies).toContainEqual({
        name: 'admin::hasPermissions',
        config: {
          actions: [row.right, ...(row.whole ? ['projects.all'] : [])].map(
            (one) => `plugin::keepsake.${one}`,
          ),
        },
      });
      expect(config.middlewares).toContainEqual(
        expect.objectContaining({ name: 'plugin::keepsake.own-projects' }),
      );
    }
  });

  it.each(
    TABLE.filter(({ right }) => right !== null).map((row) => [`${row.method} ${row.path}`, row] as const),
  )('%s opens to its right alone', async (_, row) => {
    const statuses: Record<string, number> = { nobody: (await call(row)).status };
    for (const [who, token] of Object.entries(tokens)) statuses[who] = (await call(row, token)).status;
    expect(statuses).toEqual({
      nobody: 401,
      'no token at all': 401,
      'a wrong signature': 401,
      'an expired token': 401,
      'an end user': 401,
      'an API token with full access': 401,
      'an admin without rights': 403,
      'an editor': 403,
      'a member of the site': row.whole ? 403 : (row.member ?? row.allowed),
      'a member of another project': row.whole ? 403 : (row.elsewhere ?? row.member ?? row.allowed),
      'a member of none': row.whole ? 403 : (row.nowhere ?? row.member ?? row.allowed),
      ...Object.fromEntries(RIGHTS.map((right) => [right, right === row.right ? row.allowed : 403])),
      'super admin': row.allowed,
    });
  });

  it.each(
    TABLE.filter(
      ({ path, whole }) => path.split('/')[2]?.startsWith(':') && !path.startsWith('/downloads') && !whole,
    ).map((row) => [`${row.method} ${row.path}`, row] as const),
  )('%s answers for what is of somebody else as for what is not there', async (_, row) => {
    const subject = row.path.split('/')[1]!;
    const id = { ...theirs, projects: 'theirs' }[subject as keyof RowsOfProject | 'projects'];
    const hidden = await call(row, tokens['a member of the site'], id);
    const none = await call(row, tokens['a member of the site'], 'nosuchid');
    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll(id, 'nosuchid')).toBe(none.text);
  });

  it('list of a project only what is of those whose member one is', async () => {
    for (const [subject, id] of Object.entries(theirs)) {
      // One's own, whatever the project.
      if (subject === 'exports') continue;
      const list = async (who: string) => {
        const row = { method: 'GET', path: `/${subject}`, right: 'read', allowed: 200 } as const;
        const { data } = (await call(row, tokens[who])).body as { data: { documentId: string }[] | null };
        return (data ?? []).map(({ documentId }) => documentId);
      };
      expect([subject, await list('a member of another project')]).toEqual([
        subject,
        expect.arrayContaining([id]),
      ]);
      for (const who of ['a member of the site', 'a member of none'])
        expect((await list(who)).includes(id)).toBe(false);
    }
  });

  it('log nothing that opens a door, and a log that did would be noticed', () => {
    expect(site.logged.length).toBeGreaterThan(100);
    expect(secretsIn(site.logged, { ...secretsOf(site), ...tokens })).toEqual([]);
    const planted = ['server.app.keys.0', 'the generated secret', 'admin.auth.secret'];
    for (const name of planted) {
      site.strapi.log.info(`Listening with ${secretsOf(site)[name]}`);
      expect(secretsIn(site.logged.splice(-1), secretsOf(site))).toEqual([name]);
    }
    site.strapi.log.http(`GET /keepsake/downloads/${'a'.repeat(40)} ${tokens.read!}`);
    expect(secretsIn(site.logged.splice(-1), {})).toEqual(['a session token', 'the address of a download']);
  });

  it('find who may be made a member, and name those who are', async () => {
    const bearer = tokens['super admin']!;
    const ask = async (path: string) =>
      (await call({ method: 'GET', path, right: 'settings', allowed: 200 }, bearer))
        .body as FindPeople['response'];
    const [user] = (await ask('/people?kind=user&search=USER%40')).data;
    expect(user).toMatchObject({ kind: 'user', name: 'user@example.com', email: 'user@example.com' });
    const token = (await ask('/people?kind=token&search=full')).data.find(({ name }) => name === 'Full');
    expect(token).toMatchObject({ kind: 'token', email: null });
    const [admin] = (await ask('/people?kind=admin&search=super')).data;
    const members = [user!, token!, admin!].map(({ kind, holder }) => ({ kind, holder, role: 'owner' }));
    members.push({ kind: 'user', holder: 'gone', role: 'owner' });
    const set = {
      method: 'PUT',
      path: '/projects/theirs/members',
      right: 'settings',
      body: { data: { members } },
      allowed: 200,
    } as const;
    const { data } = (await call(set, bearer)).body as ListMembers['response'];
    expect(data.map(({ name }) => name).sort()).toEqual(
      ['Ada super@example.com', 'Full', null, 'user@example.com'].sort(),
    );
  });

  it('that need no login tell a stranger nothing', async () => {
    for (const row of TABLE.filter(({ right }) => right === null)) {
      for (const token of [undefined, tokens['super admin'], tokens['a wrong signature']])
        expect((await call(row, token)).status).toBe(row.allowed);
    }
  });

  it('are not reachable below /api or /admin', async () => {
    for (const prefix of ['/api/keepsake', '/api', '/admin/keepsake']) {
      const answer = await request(site.server)
        .get(`${prefix}/backups`)
        .set('Authorization', `Bearer ${tokens['super admin']!}`);
      expect([401, 404]).toContain(answer.status);
    }
  });

  it('answer a refusal with a code and with what to do, and without a path or a stack', async () => {
    const answer = await call(
      TABLE.find(({ path }) => path === '/backups/:id')!,
      tokens.read,
    );
    expect(answer.body).toEqual({
      data: null,
      error: {
        status: 404,
        name: 'KeepsakeError',
        message: 'There is no backup nosuchid.',
        details: {
          code: 'backup_unknown',
          hint: expect.stringMatching(/List the backups/) as unknown,
          item: 'nosuchid',
        },
      },
    });
  });

  it('name the field that is wrong in a request', async () => {
    const cases: [string, object, RegExp][] = [
      ['/keepsake/backups', { data: { note: 'x'.repeat(501) } }, /data\.note/],
      ['/keepsake/backups', { data: { colour: 'red' } }, /colour/],
      // Better than a backup in another place than the one that was asked for.
      ['/keepsake/backups', { data: { is_cloud_backup: true } }, /name no second storage/],
      ['/keepsake/backups/latest/plan', { data: { mode: 'sideways' } }, /data\.mode/],
      ['/keepsake/backups/latest/plan', { data: { mode: 'skip', fields: 'title' } }, /data\.fields/],
      ['/keepsake/backups/latest/plan', { data: { mode: 'skip', withInverse: 'yes' } }, /data\.withInverse/],
      ['/keepsake/backups/latest/restore', { data: { mode: 'skip' } }, /data\.fingerprint/],
      ['/keepsake/backups/latest/plan', {}, /data/],
    ];
    for (const [path, body, expected] of cases) {
      const answer = await request(site.server)
        .post(path)
        .set('Authorization', `Bearer ${tokens['super admin']!}`)
        .send(body);
      expect(answer.status).toBe(400);
      expect((answer.body as { error: { message: string } }).error.message).toMatch(expected);
    }
    const page = await request(site.server)
      .get('/keepsake/backups?page=0')
      .set('Authorization', `Bearer ${tokens.read!}`);
    expect(page.status).toBe(400);
  });

  it('make a backup and restore it, watched through its job', async () => {
    const bearer = { Authorization: `Bearer ${tokens['super admin']!}` };
    const started = await request(site.server)
      .post('/keepsake/backups')
      .set(bearer)
      .send({ data: { note: 'Over HTTP' } });
    expect(started.status).toBe(202);
    const { documentId, backupId } = (started.body as { data: { documentId: string; backupId: string } })
      .data;
    expect(await finished(documentId, bearer)).toMatchObject({
      state: 'succeeded',
      type: 'backup',
      startedBy: expect.stringMatching(/^Ada/) as unknown,
    });

    const authors = () => site.strapi.db.connection('authors');
    await authors().update({ name: 'Nobody', slug: 'nobody' });
    const unknown = await request(site.server)
      .post(`/keepsake/backups/${backupId}/plan`)
      .set(bearer)
      .send({ data: { mode: 'overwrite', fields: ['nmae'] } });
    expect(unknown).toMatchObject({ status: 400, body: { error: { details: { code: 'field_unknown' } } } });
    const selection = { mode: 'overwrite', fields: ['name'], withInverse: true };
    const planned = await request(site.server)
      .post(`/keepsake/backups/${backupId}/plan`)
      .set(bearer)
      .send({ data: selection });
    const plan = (planned.body as { data: { fingerprint: string; counts: { update: number } } }).data;
    expect(plan.counts.update).toBeGreaterThan(5);
    let updates = 0;
    site.strapi.eventHub.on('entry.update', async () => void (updates += 1));
    const restoring = await request(site.server)
      .post(`/keepsake/backups/${backupId}/restore`)
      .set(bearer)
      .send({ data: { ...selection, fingerprint: plan.fingerprint, emitEvents: true } });
    expect(restoring.status).toBe(202);
    const job = await finished((restoring.body as { data: { documentId: string } }).data.documentId, bearer);
    expect(job).toMatchObject({
      state: 'succeeded',
      type: 'restore',
      safetyBackupId: expect.any(String) as unknown,
      selection,
      result: { counts: plan.counts },
    });
    expect(updates).toBe(plan.counts.update);
    expect(await authors().where({ name: 'Nobody' })).toEqual([]);
    expect(await authors().whereNot({ slug: 'nobody' })).toEqual([]);
  });

  it('tell a job and the list of them as they go on, to those who may read', async () => {
    site.server.listen(0, '127.0.0.1');
    await once(site.server, 'listening');
    const base = `http://127.0.0.1:${(site.server.address() as AddressInfo).port}/keepsake/jobs`;
    const headers = { Authorization: `Bearer ${tokens.read!}` };
    const leaving = new AbortController();
    const list = await fetch(`${base}/events`, { headers, signal: leaving.signal });
    expect(list.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(list.headers.get('cache-control')).toBe('no-store, no-transform');
    const { job, done } = await site
      .service('backups')
      .start({ project: 'site', kind: 'manual', author: null, reread: true });
    const one = await fetch(`${base}/${job.documentId}/events`, { headers });
    const states: string[] = [];
    for await (const { documentId, state } of jobsOf(one)) {
      expect(documentId).toBe(job.documentId);
      states.push(state);
    }
    expect([states[0], states.at(-1)]).toEqual(['running', 'succeeded']);
    for await (const { documentId, state } of jobsOf(list)) {
      if (documentId === job.documentId && state === 'succeeded') break;
    }
    leaving.abort();
    await done;
    const ended = await fetch(`${base}/${job.documentId}/events`, { headers });
    for await (const { state } of jobsOf(ended)) expect(state).toBe('succeeded');
    while (site.service('streams').count() > 0) await new Promise(setImmediate);
    const log = await fetch(`${base}/${job.documentId}/log`, { headers });
    const { data } = (await log.json()) as GetJobLog['response'];
    expect(data.map(({ text }) => text)).toEqual(expect.arrayContaining(['Started.', 'Done.']));
  });

  it('list jobs by what they are, and name a filter that is none', async () => {
    const ask = (query: string) =>
      request(site.server).get(`/keepsake/jobs?${query}`).set('Authorization', `Bearer ${tokens.read!}`);
    const found = (await ask('type=restore&state=succeeded&project=site&pageSize=1'))
      .body as ListJobs['response'];
    expect(found.data.map(({ type, state }) => [type, state])).toEqual([['restore', 'succeeded']]);
    expect(found.meta.pagination).toMatchObject({ page: 1, pageSize: 1 });
    expect(await ask('project=none')).toMatchObject({ status: 404 });
    const wrong = await ask('state=sleeping');
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ error: { message: expect.stringMatching(/state/) as unknown } });
  });

  it('let a job be changed by who may begin one of its kind, and nobody else', async () => {
    const jobs = site.service('jobs');
    const { jobs: all } = await jobs.list({ type: 'restore' });
    await jobs.update(all[0]!.documentId, { state: 'failed' });
    const backsUp = await adminWith(site, ['plugin::keepsake.read', 'plugin::keepsake.backup']);
    const restorer = await adminWith(site, ['plugin::keepsake.read', 'plugin::keepsake.restore']);
    const ask = async (token: string, what: string) =>
      request(site.server)
        .post(`/keepsake/jobs/${all[0]!.documentId}/${what}`)
        .set('Authorization', `Bearer ${token}`);
    for (const what of ['cancel', 'retry', 'resume']) {
      expect((await ask(backsUp, what)).body).toMatchObject({ error: { details: { code: 'forbidden' } } });
    }
    expect(await ask(restorer, 'cancel')).toMatchObject({ status: 409 });
    expect(await ask(restorer, 'resume')).toMatchObject({ status: 409 });
    const again = await ask(restorer, 'retry');
    expect(again).toMatchObject({ status: 202, body: { data: { type: 'restore', error: null } } });
    const bearer = { Authorization: `Bearer ${tokens['super admin']!}` };
    // What was looked at is not what there is now: it is not restored again unseen.
    expect(await finished(all[0]!.documentId, bearer)).toMatchObject({
      state: 'failed',
      error: { code: 'plan_stale' },
    });
  });

  it('show the storage and look after it, watched through jobs', async () => {
    const bearer = { Authorization: `Bearer ${tokens['super admin']!}` };
    const get = async (path: string) =>
      ((await request(site.server).get(`/keepsake/storage${path}`).set(bearer)).body as { data: unknown })
        .data;
    const run = async (path: string, data: object) => {
      const started = await request(site.server).post(`/keepsake/storage/${path}`).set(bearer).send({ data });
      expect(started.status).toBe(202);
      return finished((started.body as { data: { documentId: string } }).data.documentId, bearer);
    };

    const before = (await get('')) as StorageDetails;
    expect(before).toMatchObject({
      provider: 'private',
      location: 'keepsake',
      prefix: 'keepsake',
      isPublic: false,
      encryption: 'generated',
      error: null,
      repository: { otherSites: 0, keys: { current: 1, kept: 1 }, secrets: 1, isDamaged: false },
    });
    expect(before.repository!.bytes).toBeGreaterThan(100_000);
    expect(JSON.stringify(before)).not.toContain(site.folder);

    const kit = (await get('/kit')) as { fileName: string; html: string };
    expect(kit.fileName).toMatch(/^keepsake-recovery-kit-\d{4}-\d\d-\d\d\.html$/);
    expect(kit.html).toContain(before.repository!.id);

    const dryRun = await run('compact', { dryRun: true });
    expect(dryRun).toMatchObject({
      type: 'maintenance',
      state: 'succeeded',
      result: { compacted: { dryRun: true, bytes: 0, waiting: { until: null } } },
    });
    expect(await run('verify', { share: 0.05 })).toMatchObject({
      type: 'verify',
      state: 'succeeded',
      backupId: null,
      result: { verified: { share: 0.05, bytes: expect.any(Number) as unknown } },
    });

    const rotated = await run('keys', { all: true });
    expect(rotated).toMatchObject({
      type: 'keys',
      state: 'succeeded',
      startedBy: expect.stringMatching(/^Ada/) as unknown,
    });
    const after = (await get('')) as StorageDetails;
    expect(after.repository).toMatchObject({ keys: { current: 2, kept: 1 }, id: before.repository!.id });
    expect(rotated).toMatchObject({ result: { rotated: { generation: 2, secrets: 1 } } });
    expect(await run('verify', {})).toMatchObject({ state: 'succeeded', result: { verified: { share: 1 } } });
  });

  it('say what is wrong with the storage, and go on showing it', async () => {
    const bearer = { Authorization: `Bearer ${tokens['super admin']!}` };
    const config = site.strapi.config.get<object>('plugin::keepsake');
    site.strapi.config.set('plugin::keepsake', {
      ...config,
      encryption: { secret: 'a secret of another site' },
    });
    site.service('repository').close();
    try {
      const answer = await request(site.server).get('/keepsake/storage').set(bearer);
      expect(answer.status).toBe(200);
      expect((answer.body as { data: StorageDetails }).data).toMatchObject({
        provider: 'private',
        encryption: 'configured',
        repository: null,
        error: { code: 'wrong_secret', hint: expect.any(String) as unknown },
      });
      const check = await request(site.server).post('/keepsake/storage/check').set(bearer);
      expect((check.body as { data: StorageCheck }).data.steps.map(({ state }) => state)).toEqual([
        'ok',
        'ok',
        'ok',
        'ok',
      ]);
    } finally {
      site.strapi.config.set('plugin::keepsake', config);
      site.service('repository').close();
    }
  });

  async function finished(jobId: string, bearer: Record<string, string>): Promise<{ state: string }> {
    for (let tries = 0; tries < 600; tries += 1) {
      const answer = await request(site.server).get(`/keepsake/jobs/${jobId}`).set(bearer);
      const job = (answer.body as { data: { state: string } }).data;
      if (job.state !== 'running' && job.state !== 'queued') return job;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('The job did not end within a minute.');
  }
});

function leaveAtOnce(answer: request.Response, done: (error: null, body: null) => void): void {
  (answer as unknown as IncomingMessage).destroy();
  done(null, null);
}

/** The jobs that a stream of events tells of, until it ends. */
async function* jobsOf(answer: Response): AsyncGenerator<Job> {
  let text = '';
  for await (const chunk of Readable.fromWeb(answer.body as never)) {
    text += Buffer.from(chunk as Uint8Array).toString();
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) {
      const data = /^event: job\ndata: (.*)$/.exec(event)?.[1];
      if (data) yield JSON.parse(data) as Job;
    }
  }
}

interface PluginRoute {
  method: string;
  path: string;
  config: { auth?: unknown; policies: unknown[]; middlewares: unknown[] };
}
