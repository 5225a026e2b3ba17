import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import request from 'supertest';

import type { Backup } from '../../shared/contracts/backups';
import type { StoredDiff } from '../../shared/contracts/diffs';
import type { Export } from '../../shared/contracts/exports';
import type { Job } from '../../shared/contracts/jobs';
import type { Project } from '../../shared/contracts/projects';
import { adminWith, memberWith, superAdmin } from '../site/admins';
import { apiToken, endUser, expired, expiredApiToken, join, wronglySigned } from '../site/callers';
import type { ApiToken, EndUser } from '../site/callers';
import { clientOf } from '../site/described-client';
import type { Description } from '../site/described-client';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { rowsOfProject } from '../site/rows-of-project';
import type { RowsOfProject } from '../site/rows-of-project';
import { secretsIn, secretsOf } from '../site/secrets';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

interface RouteRow {
  method: Method;
  path: string;
  scope: string;
  /** The scopes that the action asks for besides, by what it is asked to do. */
  also?: string[];
  body?: object;
  query?: string;
  /** Status for who may, of a project that is theirs; unknown ids are used, so that a call changes nothing. */
  allowed: number;
}

/** Every route of the content API. One that is not here fails the first test. */
const TABLE: RouteRow[] = [
  { method: 'GET', path: '/openapi.json', scope: 'openapi.find', allowed: 200 },
  { method: 'GET', path: '/projects', scope: 'projects.find', allowed: 200 },
  { method: 'GET', path: '/projects/all', scope: 'projects.all', allowed: 200 },
  { method: 'GET', path: '/projects/:id', scope: 'projects.findOne', allowed: 200 },
  { method: 'GET', path: '/projects/:id/backups', scope: 'project-backups.find', allowed: 200 },
  {
    method: 'POST',
    path: '/projects/:id/backups',
    scope: 'project-backups.create',
    body: { data: { note: 7 } },
    allowed: 400,
  },
  { method: 'GET', path: '/projects/:id/backups/:backupId', scope: 'project-backups.findOne', allowed: 404 },
  {
    method: 'DELETE',
    path: '/projects/:id/backups/:backupId',
    scope: 'project-backups.delete',
    allowed: 404,
  },
  {
    method: 'POST',
    path: '/projects/:id/backups/:backupId/verify',
    scope: 'project-backups.verify',
    allowed: 404,
  },
  {
    method: 'GET',
    path: '/projects/:id/backups/:backupId/file',
    scope: 'project-backups.download',
    allowed: 404,
  },
  { method: 'GET', path: '/projects/:id/versions', scope: 'project-versions.find', allowed: 200 },
  {
    method: 'POST',
    path: '/projects/:id/versions',
    scope: 'project-versions.create',
    body: { data: { label: 7 } },
    allowed: 400,
  },
  {
    method: 'GET',
    path: '/projects/:id/versions/:versionId',
    scope: 'project-versions.findOne',
    allowed: 404,
  },
  {
    method: 'PATCH',
    path: '/projects/:id/versions/:versionId',
    scope: 'project-versions.update',
    body: { data: { pinned: true } },
    allowed: 404,
  },
  {
    method: 'DELETE',
    path: '/projects/:id/versions/:versionId',
    scope: 'project-versions.delete',
    allowed: 404,
  },
  { method: 'GET', path: '/projects/:id/schedules', scope: 'project-schedules.find', allowed: 200 },
  {
    method: 'POST',
    path: '/projects/:id/schedules',
    scope: 'project-schedules.create',
    body: { data: { name: 'x', timezone: 'Mars/Olympus' } },
    allowed: 400,
  },
  {
    method: 'GET',
    path: '/projects/:id/schedules/:scheduleId',
    scope: 'project-schedules.findOne',
    allowed: 404,
  },
  {
    method: 'PATCH',
    path: '/projects/:id/schedules/:scheduleId',
    scope: 'project-schedules.update',
    body: { data: { enabled: false } },
    allowed: 404,
  },
  {
    method: 'DELETE',
    path: '/projects/:id/schedules/:scheduleId',
    scope: 'project-schedules.delete',
    allowed: 404,
  },
  {
    method: 'POST',
    path: '/projects/:id/schedules/:scheduleId/run',
    scope: 'project-schedules.run',
    allowed: 404,
  },
  {
    method: 'POST',
    path: '/projects/:id/restores',
    scope: 'project-restores.create',
    body: { data: { backupId: 'nosuchid', mode: 'skip' } },
    allowed: 404,
  },
  {
    method: 'POST',
    path: '/projects/:id/restores/plan',
    scope: 'project-restores.plan',
    body: { data: { backupId: 'nosuchid', mode: 'skip' } },
    allowed: 404,
  },
  { method: 'GET', path: '/projects/:id/diffs', scope: 'project-diffs.find', allowed: 200 },
  {
    method: 'POST',
    path: '/projects/:id/diffs',
    scope: 'project-diffs.create',
    body: { data: { before: 'nosuchid', after: 'live' } },
    allowed: 404,
  },
  { method: 'GET', path: '/projects/:id/diffs/:diffId', scope: 'project-diffs.findOne', allowed: 404 },
  {
    method: 'GET',
    path: '/projects/:id/diffs/:diffId/entries',
    scope: 'project-diffs.findEntries',
    allowed: 404,
  },
  {
    method: 'GET',
    path: '/projects/:id/diffs/:diffId/entry',
    scope: 'project-diffs.findEntry',
    allowed: 404,
  },
  { method: 'GET', path: '/projects/:id/exports', scope: 'project-exports.find', allowed: 200 },
  {
    method: 'POST',
    path: '/projects/:id/exports',
    scope: 'project-exports.create',
    body: { data: { format: 'exe' } },
    allowed: 400,
  },
  { method: 'GET', path: '/projects/:id/exports/:exportId', scope: 'project-exports.findOne', allowed: 404 },
  {
    method: 'DELETE',
    path: '/projects/:id/exports/:exportId',
    scope: 'project-exports.delete',
    allowed: 404,
  },
  {
    method: 'GET',
    path: '/projects/:id/exports/:exportId/file',
    scope: 'project-exports.download',
    allowed: 404,
  },
  {
    method: 'POST',
    path: '/exports/bulk',
    scope: 'project-exports.bulk',
    body: { data: { projects: [] } },
    allowed: 400,
  },
  { method: 'GET', path: '/projects/:id/jobs', scope: 'project-jobs.find', allowed: 200 },
  { method: 'GET', path: '/jobs/:id', scope: 'project-jobs.findOne', allowed: 404 },
  { method: 'GET', path: '/jobs/:id/events', scope: 'project-jobs.events', allowed: 404 },
  { method: 'POST', path: '/jobs/:id/cancel', scope: 'project-jobs.cancel', allowed: 404 },
  { method: 'POST', path: '/jobs/:id/retry', scope: 'project-jobs.retry', allowed: 404 },
  { method: 'POST', path: '/jobs/:id/resume', scope: 'project-jobs.resume', allowed: 404 },
  { method: 'GET', path: '/templates/:id', scope: 'project-templates.findOne', allowed: 404 },
  {
    method: 'PUT',
    path: '/templates/:id',
    scope: 'project-templates.update',
    body: { data: { name: 'x', options: { format: 'csv' } } },
    allowed: 404,
  },
  { method: 'DELETE', path: '/templates/:id', scope: 'project-templates.delete', allowed: 404 },
  { method: 'POST', path: '/templates/:id/copy', scope: 'project-templates.copy', allowed: 404 },
  {
    method: 'POST',
    path: '/templates',
    scope: 'project-templates.create',
    body: { data: { name: 7 } },
    allowed: 400,
  },
  {
    method: 'GET',
    path: '/templates',
    scope: 'project-templates.find',
    query: '?project=nosuchproject',
    allowed: 404,
  },
  {
    method: 'GET',
    path: '/projects/:id/export',
    scope: 'project-export.findOne',
    also: ['project-exports.create', 'project-exports.download'],
    query: '?format=exe',
    allowed: 400,
  },
  {
    method: 'POST',
    path: '/projects/:id/export',
    scope: 'project-export.create',
    also: ['project-jobs.findOne'],
    body: { data: { action: 'status', jobId: 'nosuchid' } },
    allowed: 404,
  },
  {
    method: 'GET',
    path: '/projects/:id/backup',
    scope: 'project-backup.find',
    also: ['project-backups.find'],
    query: '?type=backups',
    allowed: 200,
  },
  {
    method: 'POST',
    path: '/projects/:id/backup',
    scope: 'project-backup.create',
    also: ['project-restores.create'],
    body: { data: { action: 'restore', backupId: 'nosuchid' } },
    allowed: 404,
  },
  {
    method: 'PATCH',
    path: '/projects/:id/backup',
    scope: 'project-backup.update',
    also: ['project-schedules.update'],
    body: { data: { scheduleId: 'nosuchid', enabled: false } },
    allowed: 404,
  },
  {
    method: 'DELETE',
    path: '/projects/:id/backup',
    scope: 'project-backup.delete',
    also: ['project-backups.delete'],
    query: '?backupId=nosuchid',
    allowed: 404,
  },
];

/** For an outside cron, by GET as by POST. */
for (const method of ['GET', 'POST'] as const) {
  for (const action of ['process', 'cleanup', 'status'])
    TABLE.push({ method, path: `/processor/${action}`, scope: `processor.${action}`, allowed: 200 });
  for (const action of ['full', 'cleanup', 'retention', 'health', 'compact'])
    TABLE.push({ method, path: `/maintenance/${action}`, scope: `maintenance.${action}`, allowed: 200 });
  TABLE.push(
    {
      method,
      path: '/processor',
      scope: 'processor.find',
      also: ['processor.process'],
      query: '?action=process',
      allowed: 200,
    },
    {
      method,
      path: '/maintenance',
      scope: 'maintenance.find',
      also: ['maintenance.retention'],
      query: '?action=retention&dryRun=true',
      allowed: 200,
    },
  );
}

/** Does not hang on a project in its address. */
const isOfNoProject = ({ path }: RouteRow) => !path.startsWith('/projects/:id');

describe('The content API', () => {
  let site: Site;
  let fullAccess: string;
  let theirs: RowsOfProject;
  /** Each is given the scopes that a test is about. */
  let memberToken: ApiToken;
  let outsiderToken: ApiToken;
  /** One has half of all scopes, for those of the other half. */
  const otherScopes: ApiToken[] = [];
  /** End users: one of the project, one of another, and one of the project whose role has no scope. */
  let owner: EndUser;
  let stranger: EndUser;
  let noScope: EndUser;
  /** Whom the content API does not know, whatever they may do in the admin panel. */
  let strangers: Record<string, string>;

  beforeAll(async () => {
    site = await openSite();
    await backUp(site, 'Something to see');
    fullAccess = await token('full', 'full-access');
    await site.service('projects').ensure([{ slug: 'other', name: 'Of others' }]);
    theirs = await rowsOfProject(site, 'other');
    owner = await endUser(site, 'owner@example.com', []);
    stranger = await endUser(site, 'stranger@example.com', []);
    noScope = await endUser(site, 'noscope@example.com', []);
    await join(site, 'site', 'user', owner.documentId, 'owner');
    await join(site, 'site', 'user', noScope.documentId);
    await join(site, 'other', 'user', stranger.documentId);
    memberToken = await apiToken(site, 'Of a member', 'custom');
    outsiderToken = await apiToken(site, 'Of an outsider', 'custom');
    await join(site, 'site', 'token', String(memberToken.id));
    const all = [...new Set(TABLE.flatMap(({ scope, also = [] }) => [scope, ...also]))];
    for (const parity of [1, 0]) {
      const scopes = all.filter((scope) => scope !== 'projects.all' && parityOf(scope) === parity);
      otherScopes.push(await apiToken(site, `Of other scopes ${parity}`, 'custom', scopes));
    }
    const admin = await superAdmin(site);
    const rights = ['read', 'backup', 'export', 'restore', 'download', 'delete', 'schedule', 'settings'];
    strangers = {
      'a wrong signature': wronglySigned(owner.bearer),
      'a session that has ended': expired(site, owner.bearer, 'plugin::users-permissions'),
      'a token that has expired': await expiredApiToken(site),
      'a super admin': admin,
      'a session of a super admin that has ended': expired(site, admin, 'admin'),
      'a limited admin': await adminWith(site, ['plugin::keepsake.read']),
      'an admin without projects.all': await memberWith(
        site,
        'a member of the site',
        rights.map((right) => `plugin::keepsake.${right}`),
        ['site'],
      ),
    };
  });

  afterAll(() => site.close());

  async function token(name: string, type: 'custom' | 'full-access', scopes: string[] = []): Promise<string> {
    return (await apiToken(site, name, type, scopes)).accessKey;
  }

  async function call(row: Omit<RouteRow, 'scope' | 'allowed'>, bearer?: string, project = 'site') {
    const path = row.path.startsWith('/projects/:id')
      ? row.path.replace(':id', project).replace(/:\w+/, 'nosuchid')
      : row.path.replace(/:\w+/, 'nosuchid');
    const method = row.method.toLowerCase() as 'get' | 'post' | 'patch' | 'put' | 'delete';
    const asking = request(site.server)[method](`/api/keepsake${path}${row.query ?? ''}`);
    if (bearer) void asking.set('Authorization', `Bearer ${bearer}`);
    const answer = await (row.body ? asking.send(row.body) : asking);
    // Whoever asks, and whatever the answer is.
    const secrets = {
      ...secretsOf(site),
      ...strangers,
      fullAccess,
      root: process.cwd(),
      folder: site.folder,
    };
    expect(secretsIn([JSON.stringify(answer.headers), answer.text ?? ''], secrets)).toEqual([]);
    expect(answer.text ?? '').not.toMatch(/\n\s+at .+:\d+:\d+/);
    return answer;
  }

  it('has every route in the table, under the scope of its action', () => {
    const groups = site.strapi.plugin('keepsake').routes as unknown as Record<
      string,
      { routes: PluginRoute[] }
    >;
    const found = groups['content-api']!.routes.map(
      ({ method, path, config }) => `${method} ${path} ${config.auth.scope.join()}`,
    );
    expect(found.sort()).toEqual(
      TABLE.map(({ method, path, scope }) => `${method} ${path} plugin::keepsake.${scope}`).sort(),
    );
  });

  it.each(TABLE.map((row) => [`${row.method} ${row.path}`, row] as const))(
    '%s opens to its scope, in a project of one’s own, and to nothing else',
    async (_, row) => {
      const scopes = [row.scope, ...(row.also ?? [])];
      await allow([owner, stranger], scopes);
      await giveToken(memberToken, scopes);
      await giveToken(outsiderToken, scopes);
      const statuses = {
        nobody: (await call(row)).status,
        'a wrong token': (await call(row, 'x'.repeat(64))).status,
        'other scopes': (await call(row, otherScopes[parityOf(row.scope)]!.accessKey)).status,
        'the scope, not a member': (await call(row, outsiderToken.accessKey)).status,
        'full access': (await call(row, fullAccess)).status,
        'full access, no such project': (await call(row, fullAccess, 'nosuchproject')).status,
      };
      for (const [who, bearer] of Object.entries(strangers))
        expect([who, (await call(row, bearer)).status]).toEqual([who, 401]);
      const users = {
        'an end user without the scope': (await call(row, noScope.bearer)).status,
        'an end user of another project': (await call(row, stranger.bearer)).status,
        'an end user who owns it': (await call(row, owner.bearer)).status,
      };
      const member = (await call(row, memberToken.accessKey)).status;
      const elsewhere = (await call(row, memberToken.accessKey, 'other')).status;
      expect({ ...statuses, ...users, member, elsewhere }).toEqual({
        'an end user without the scope': 403,
        'an end user of another project': isOfNoProject(row) ? row.allowed : 404,
        'an end user who owns it': row.allowed,
        nobody: 403,
        'a wrong token': 401,
        'other scopes': 403,
        // Whether there is such a project is not told.
        'the scope, not a member': isOfNoProject(row) ? row.allowed : 404,
        'full access': row.allowed,
        'full access, no such project': isOfNoProject(row) ? row.allowed : 404,
        member: row.allowed,
        elsewhere: isOfNoProject(row) ? row.allowed : 404,
      });
    },
  );

  it.each(
    TABLE.filter(({ path }) => /:\w+Id\b|^\/(jobs|templates)\/:id/.test(path)).map(
      (row) => [`${row.method} ${row.path}`, row] as const,
    ),
  )('%s answers for what is of another project as for what is not there', async (_, row) => {
    await allow([owner], [row.scope, ...(row.also ?? [])]);
    const subject = (/:id\/(\w+)/.exec(row.path)?.[1] ?? row.path.split('/')[1]!) as keyof RowsOfProject;
    const id = theirs[subject];
    const hidden = await call({ ...row, path: withId(row.path, id) }, owner.bearer);
    const none = await call({ ...row, path: withId(row.path, 'nosuchid') }, owner.bearer);
    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll(id, 'nosuchid')).toBe(none.text);
  });

  it('asks of the old addresses for the scope of what they are asked to do', async () => {
    for (const row of TABLE.filter(({ also }) => also)) {
      await giveToken(memberToken, [row.scope]);
      const answer = await call(row, memberToken.accessKey);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ error: { details: { code: 'forbidden' } } });
    }
  });

  it('shows an end user their own projects alone, and those of others as if they were not there', async () => {
    const scopes = ['projects.find', 'projects.findOne', 'project-backups.find'];
    const { bearer, documentId } = await endUser(site, 'ada@example.com', scopes);
    const list = async () =>
      ((await call({ method: 'GET', path: '/projects' }, bearer)).body as { data: Project[] }).data;
    expect(await list()).toEqual([]);
    const hidden = await call({ method: 'GET', path: '/projects/:id/backups' }, bearer);
    const none = await call({ method: 'GET', path: '/projects/:id/backups' }, bearer, 'nosuch');
    expect(hidden.status).toBe(404);
    expect(JSON.stringify(hidden.body).replaceAll('site', 'nosuch')).toBe(
      JSON.stringify(none.body).replaceAll('site', 'nosuch'),
    );
    await join(site, 'site', 'user', documentId);
    expect((await list()).map(({ slug }) => slug)).toEqual(['site']);
    expect((await call({ method: 'GET', path: '/projects/:id/backups' }, bearer)).status).toBe(200);
  });

  it('lists by page, order and filter as Strapi does, and names what it cannot take', async () => {
    await backUp(site, 'The second');
    const list = async (query: string) =>
      call({ method: 'GET', path: '/projects/:id/backups', query }, fullAccess);
    const first = (await list('?sort=startedAt:asc&pagination[pageSize]=1')).body as ListBody;
    expect(first.data.map(({ note }) => note)).toEqual(['Something to see']);
    expect(first.meta.pagination).toEqual({ page: 1, pageSize: 1, pageCount: 2, total: 2 });
    const filtered = (await list('?filters[note][$contains]=second')).body as ListBody;
    expect(filtered.data.map(({ note }) => note)).toEqual(['The second']);
    for (const query of [
      '?filters[nosuch][$eq]=1',
      '?sort=nosuch:asc',
      '?pagination[pageSize]=1000',
      '?pagination[page]=0',
    ])
      expect((await list(query)).status).toBe(400);
  });

  it('makes a backup, compares it, and restores it', async () => {
    const made = await call(
      { method: 'POST', path: '/projects/:id/backups', body: { data: { note: 'By API' } } },
      fullAccess,
    );
    expect(made.status).toBe(202);
    const { documentId, backupId } = (made.body as { data: Job }).data;
    expect(await ended(documentId)).toMatchObject({ state: 'succeeded', startedBy: 'full' });
    await site.strapi.db.connection('authors').update({ name: 'Nobody' });
    const compared = await call(
      {
        method: 'POST',
        path: '/projects/:id/backup',
        body: { data: { action: 'diff', before: backupId, after: 'live' } },
      },
      fullAccess,
    );
    const diff = (compared.body as { data: StoredDiff }).data;
    expect(diff.counts.changed).toBeGreaterThan(0);
    const entries = await request(site.server)
      .get(`/api/keepsake/projects/site/diffs/${diff.documentId}/entries?contentType=api::author.author`)
      .set('Authorization', `Bearer ${fullAccess}`);
    expect((entries.body as { data: unknown[] }).data.length).toBeGreaterThan(0);
    const restoring = await call(
      {
        method: 'POST',
        path: '/projects/:id/backup',
        body: { data: { action: 'restore', backupId, overwriteExisting: true } },
      },
      fullAccess,
    );
    expect(restoring.status).toBe(202);
    expect(await ended((restoring.body as { data: Job }).data.documentId)).toMatchObject({
      state: 'succeeded',
    });
    expect(await site.strapi.db.connection('authors').where({ name: 'Nobody' })).toEqual([]);
  });

  it('never lets a member of a project restore users and settings of the site', async () => {
    const made = await apiToken(site, 'restorer', 'custom', ['project-restores.create']);
    await join(site, 'site', 'token', String(made.id));
    const answer = await call(
      { method: 'POST', path: '/projects/:id/restores', body: { data: { backupId: 'latest', users: true } } },
      made.accessKey,
    );
    expect(answer.status).toBe(403);
  });

  it('exports to a file of one’s own, by job and at once', async () => {
    const started = await call(
      {
        method: 'POST',
        path: '/projects/:id/export',
        body: { data: { format: 'json', contentTypes: ['api::author.author'] } },
      },
      fullAccess,
    );
    expect(started.status).toBe(202);
    const { documentId, exportId } = (started.body as { data: Job & { exportId: string } }).data;
    expect(await ended(documentId)).toMatchObject({ state: 'succeeded' });
    const get = (path: string, bearer: string) =>
      request(site.server)
        .get(`/api/keepsake/projects/site/exports/${exportId}${path}`)
        .set('Authorization', `Bearer ${bearer}`);
    expect((await get('', fullAccess)).body).toMatchObject({
      data: { documentId: exportId, state: 'succeeded' } satisfies Partial<Export>,
    });
    const file = await get('/file', fullAccess).buffer(true);
    expect(file.headers['content-disposition']).toMatch(/attachment; filename="site-.*\.json"/);
    const other = await token('another', 'full-access');
    expect((await get('', other)).status).toBe(404);
    expect((await get('/file', other)).status).toBe(404);

    const direct = await request(site.server)
      .get('/api/keepsake/projects/site/export?format=csv&contentTypes=api::author.author&status=published')
      .set('Authorization', `Bearer ${fullAccess}`)
      .buffer(true);
    expect(direct.status).toBe(200);
    expect(direct.headers['content-type']).toMatch(/^text\/csv/);
    expect(direct.text).toContain('name');
    const wrong = await request(site.server)
      .get('/api/keepsake/projects/site/export?format=csv&contentTypes=api::nosuch.nosuch')
      .set('Authorization', `Bearer ${fullAccess}`);
    expect(wrong.body).toMatchObject({ error: { status: 400, details: { code: 'content_type_unknown' } } });
  });

  it('describes itself well enough that a client made of the description exports and downloads', async () => {
    const scopes = [
      'openapi.find',
      'projects.find',
      'project-exports.create',
      'project-exports.findOne',
      'project-exports.download',
      'project-jobs.findOne',
    ];
    const { id, accessKey } = await apiToken(site, 'Generated client', 'custom', scopes);
    await join(site, 'site', 'token', String(id));
    const { body } = await call({ method: 'GET', path: '/openapi.json' }, accessKey);
    const description = body as Description;
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.sort()).toEqual(TABLE.map(({ method, path }) => `${method} ${path}`).sort());

    if (!site.server.listening) {
      site.server.listen(0, '127.0.0.1');
      await once(site.server, 'listening');
    }
    const { port } = site.server.address() as AddressInfo;
    const client = clientOf(description, `http://127.0.0.1:${port}`, accessKey);
    expect((await client.projectsFind!()).body).toMatchObject({ data: [{ slug: 'site' }] });
    const options = { format: 'csv', contentTypes: ['api::author.author'], status: 'published' };
    await expect(
      client.projectExportsCreate!({ path: { id: 'site' }, body: { data: { format: 'exe' } } }),
    ).rejects.toThrow(/body of projectExportsCreate/);
    const started = await client.projectExportsCreate!({ path: { id: 'site' }, body: { data: options } });
    expect(started.status).toBe(202);
    const { documentId, exportId } = (started.body as { data: Job & { exportId: string } }).data;
    for (;;) {
      const { data } = (await client.projectJobsFindOne!({ path: { id: documentId } })).body as { data: Job };
      if (data.state === 'succeeded') break;
      expect(['queued', 'running']).toContain(data.state);
      await new Promise((done) => setTimeout(done, 100));
    }
    const at = { path: { id: 'site', exportId } };
    const { data: made } = (await client.projectExportsFindOne!(at)).body as { data: Export };
    const file = await client.projectExportsDownload!(at);
    expect(
      createHash('sha256')
        .update(file.body as Buffer)
        .digest('hex'),
    ).toBe(made.checksum);
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    // What may not be asked for is refused as it is described.
    expect(await client.projectBackupsFind!({ path: { id: 'site' } })).toMatchObject({ status: 403 });
  });

  it('refuses too much at once, and says when to come again', async () => {
    const config = site.strapi.config.get<object>('plugin::keepsake');
    site.strapi.config.set('plugin::keepsake', {
      ...config,
      limits: { jobsPerHour: 2, exportsAtOnce: 1, bodySize: 2000 },
    });
    try {
      const bearer = await token('Eager', 'full-access');
      const create = (data: object) =>
        call({ method: 'POST', path: '/projects/:id/exports', body: { data } }, bearer);
      const large = await create({ format: 'json', documentIds: ['x'.repeat(2000)] });
      expect(large).toMatchObject({ status: 413, body: { error: { details: { code: 'body_too_large' } } } });
      await site.strapi.db
        .query('plugin::keepsake.export' as never)
        .create({ data: { project: 'site', state: 'running', format: 'json', options: {} } as never });
      const many = await create({ format: 'json' });
      expect(many).toMatchObject({ status: 429, body: { error: { details: { code: 'too_many_exports' } } } });
      expect(Number(many.headers['retry-after'])).toBeGreaterThan(0);
      // Neither of these began one, so that two are left.
      const backUpOnce = () => call({ method: 'POST', path: '/projects/:id/versions', body: {} }, bearer);
      expect((await backUpOnce()).status).toBe(202);
      const second = await backUpOnce();
      const third = await backUpOnce();
      expect([second.status, third.status]).toEqual([202, 429]);
      expect(third.body).toMatchObject({ error: { details: { code: 'too_many_jobs' } } });
      expect(Number(third.headers['retry-after'])).toBeGreaterThan(3000);
      const other = await token('Patient', 'full-access');
      expect((await call({ method: 'POST', path: '/projects/:id/versions', body: {} }, other)).status).toBe(
        202,
      );
    } finally {
      site.strapi.config.set('plugin::keepsake', config);
    }
  });

  it('never sends private fields, whoever asks', async () => {
    const answer = await request(site.server)
      .get('/api/keepsake/projects/site/export?format=json&minify=true')
      .set('Authorization', `Bearer ${fullAccess}`)
      .buffer(true);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/"(password|resetPasswordToken|confirmationToken)"/);
  });

  /** Just these scopes, for users each of whom has a role of their own. */
  async function allow(users: EndUser[], scopes: string[]): Promise<void> {
    const permissions = site.strapi.db.query('plugin::users-permissions.permission');
    for (const { role } of users) {
      await permissions.deleteMany({ where: { role } });
      for (const scope of scopes)
        await permissions.create({ data: { action: `plugin::keepsake.${scope}`, role } });
    }
  }

  async function giveToken({ id }: ApiToken, scopes: string[]): Promise<void> {
    const permissions = site.strapi.db.query('admin::api-token-permission');
    await permissions.deleteMany({ where: { token: id } });
    for (const scope of scopes)
      await permissions.create({ data: { action: `plugin::keepsake.${scope}`, token: id } });
  }

  async function ended(jobId: string): Promise<Job> {
    for (let tries = 0; tries < 600; tries += 1) {
      const { body } = await request(site.server)
        .get(`/api/keepsake/jobs/${jobId}`)
        .set('Authorization', `Bearer ${fullAccess}`);
      // Closed for the restore itself: whose token it is cannot be looked up then.
      const job = (body as { data: Job | null }).data;
      if (job && job.state !== 'running' && job.state !== 'queued') return job;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('The job did not end within a minute.');
  }
});

/** Which half of the scopes it is of. */
function parityOf(scope: string): number {
  return [...scope].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 2;
}

function withId(path: string, id: string): string {
  return path.startsWith('/projects/:id') ? path.replace(/:\w+Id/, id) : path.replace(':id', id);
}

interface ListBody {
  data: Backup[];
  meta: { pagination: object };
}

interface PluginRoute {
  method: string;
  path: string;
  config: { auth: { scope: string[] } };
}
