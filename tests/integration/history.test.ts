import request from 'supertest';

import type { GetHistoryEntry, HistoryItem, ListDeleted, ListHistory } from '../../shared/contracts/history';
import type { Job } from '../../shared/contracts/jobs';
import type { PlanRestore } from '../../shared/contracts/restores';
import type { Version } from '../../shared/contracts/versions';
import { adminWith, superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import type { Documents } from '../site/documents';
import { backUp, makeVersion } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const READ = 'plugin::content-manager.explorer.read';

describe('The history of an entry', () => {
  let site: Site;
  let bearer: string;
  /** Sees that there are backups, and restores; nothing in the content manager. */
  let blind: string;
  let restorer: string;
  let articles: Documents;
  let article: string;
  let original: string;
  let first: string;
  let second: Version;
  let third: Version;
  let author: string;

  beforeAll(async () => {
    site = await openSite();
    bearer = await superAdmin(site);
    blind = await adminWith(site, ['plugin::keepsake.read']);
    restorer = await adminWith(site, ['plugin::keepsake.restore']);
    articles = documents(site, ARTICLE);
    const published = await articles.findMany({
      status: 'published',
      locale: 'en',
      limit: 1,
      populate: ['author'],
    });
    article = published[0]!.documentId;
    author = (published[0]!.author as { documentId: string }).documentId;
    original = String((await draft())!.title);
    first = (await backUp(site, 'As it was')).documentId;
    await articles.update({ documentId: article, locale: 'en', data: { title: 'Second title' } });
    second = await makeVersion(site, 'Second');
    // Others change too; that is not this entry's history.
    await documents(site, AUTHOR).update({ documentId: author, data: { slug: 'renamed-author' } });
    await makeVersion(site, 'Unrelated');
    await articles.update({ documentId: article, locale: 'en', data: { title: 'Third title' } });
    await articles.publish({ documentId: article, locale: 'en' });
    third = await makeVersion(site, 'Third');
  });

  afterAll(() => site.close());

  const draft = () => articles.findOne({ documentId: article, locale: 'en', status: 'draft' });
  const call = (method: 'get' | 'post', path: string, body?: object, token = bearer) =>
    request(site.server)[method](`/keepsake${path}`).set('Authorization', `Bearer ${token}`).send(body);

  async function historyOf(query: string, token = bearer): Promise<ListHistory['response']> {
    const answer = await call(
      'get',
      `/history?contentType=${ARTICLE}&documentId=${article}${query}`,
      undefined,
      token,
    );
    expect(answer.status).toBe(200);
    return answer.body as ListHistory['response'];
  }

  async function jobOf(path: string, body: object): Promise<Job> {
    const started = await call('post', path, body);
    expect([started.status, started.body]).toMatchObject([202, {}]);
    const { documentId } = (started.body as { data: Job }).data;
    for (;;) {
      const job = await site.service('jobs').find(documentId);
      if (!['queued', 'running'].includes(job.state)) return job;
      await new Promise((go) => setTimeout(go, 50));
    }
  }

  const idsOf = ({ data }: { data: HistoryItem[] }) => data.map(({ snapshot }) => snapshot.documentId);

  it('lists the snapshots in which it differs from the one before, newest first, without the others', async () => {
    const history = await historyOf('&locale=en');
    expect(idsOf(history)).toEqual([third.documentId, second.documentId, first]);
    expect(history.meta).toMatchObject({ next: null, looked: 4, unreadable: [] });
    const [now, before, begin] = history.data;
    expect(now!.snapshot).toMatchObject({ kind: 'version', number: third.number, label: 'Third' });
    expect(now!.records.map(({ kind, status, isLive }) => [kind, status, isLive]).sort()).toEqual([
      ['changed', 'draft', true],
      ['changed', 'published', true],
    ]);
    expect(before!.records).toMatchObject([
      { kind: 'changed', status: 'draft', locale: 'en', label: 'Second title', isLive: false },
    ]);
    expect(before!.records[0]!.updatedAt).toMatch(/^20/);
    expect(begin!.snapshot).toMatchObject({ kind: 'manual', note: 'As it was', number: null });
    expect(new Set(begin!.records.map(({ kind }) => kind))).toEqual(new Set(['added']));
  });

  it('can be asked for one status, and page by page', async () => {
    expect(idsOf(await historyOf('&locale=en&status=published'))).toEqual([third.documentId, first]);
    const pages: string[] = [];
    for (let next: string | null = '', query = ''; next !== null; query = `&before=${next}`) {
      const page: ListHistory['response'] = await historyOf(`&locale=en&pageSize=1${query}`);
      pages.push(...idsOf(page));
      next = page.meta.next;
    }
    expect(pages).toEqual([third.documentId, second.documentId, first]);
    const gone = await call('get', `/history?contentType=${ARTICLE}&documentId=${article}&before=nosuchid`);
    expect(gone.status).toBe(404);
  });

  it('reads a few pieces of each tree, and no records of others', async () => {
    const repository = await site.service('repository').open();
    const readTree = jest.spyOn(repository, 'readTree');
    await historyOf('&locale=de');
    expect(readTree).not.toHaveBeenCalled();
    readTree.mockRestore();
  });

  it('shows who may read the content type only, and who changed it', async () => {
    const refused = await call(
      'get',
      `/history?contentType=${ARTICLE}&documentId=${article}`,
      undefined,
      blind,
    );
    expect(refused.status).toBe(403);
    const properties = { fields: ['slug'], locales: ['en'] };
    const titles = await adminWith(
      site,
      ['plugin::keepsake.read'],
      [{ action: READ, subject: ARTICLE, properties, conditions: [] }],
    );
    const { data } = await historyOf('', titles);
    expect(new Set(data.flatMap(({ records }) => records.map(({ locale }) => locale)))).toEqual(
      new Set(['en']),
    );
    expect(new Set(data.flatMap(({ records }) => records.map(({ label }) => label)))).toEqual(new Set(['']));
    // A change through the content manager has an author.
    const saved = await request(site.server)
      .put(`/content-manager/collection-types/${ARTICLE}/${article}?locale=en`)
      .set('Authorization', `Bearer ${bearer}`)
      .send({ title: 'By hand' });
    expect(saved.status).toBe(200);
    const version = await makeVersion(site, 'By hand');
    const history = await historyOf('&locale=en&status=draft&pageSize=1');
    expect(history.data[0]).toMatchObject({
      snapshot: { documentId: version.documentId },
      records: [{ updatedBy: expect.stringMatching(/^Ada/) as unknown }],
    });
  });

  it('compares one row of two snapshots, or of one and the present', async () => {
    const entry = async (query: string) =>
      (
        (
          await call(
            'get',
            `/history/entry?contentType=${ARTICLE}&documentId=${article}&locale=en&status=draft${query}`,
          )
        ).body as GetHistoryEntry['response']
      ).data;
    const twoSnapshots = await entry(`&before=${first}&after=${second.documentId}`);
    expect(twoSnapshots.kind).toBe('changed');
    expect(twoSnapshots.fields.map(({ field }) => field).sort()).toEqual(['title', 'updatedAt']);
    expect((await entry(`&before=${second.documentId}`)).fields.map(({ field }) => field)).toContain('title');
    expect(await entry(`&before=${second.documentId}&after=${second.documentId}`)).toMatchObject({
      kind: null,
      fields: [],
    });
    const wrong = await call('get', `/history/entry?contentType=${ARTICLE}&documentId=x&before=live`);
    expect(wrong.status).toBe(400);
  });

  it('restores one field as a draft, and publishes nothing', async () => {
    const publicTitle = async () =>
      (await articles.findOne({ documentId: article, locale: 'en', status: 'published' }))!.title;
    const before = await draft();
    const body = {
      snapshotId: first,
      contentType: ARTICLE,
      documentId: article,
      locale: 'en',
      fields: ['title'],
    };
    const job = await jobOf('/history/restore', { data: body });
    expect(job).toMatchObject({ type: 'restore', state: 'succeeded' });
    expect(job.safetyBackupId).toEqual(expect.any(String));
    expect(await draft()).toMatchObject({ title: original, slug: before!.slug });
    expect(await publicTitle()).toBe('Third title');
    await jobOf('/history/restore', { data: { ...body, snapshotId: second.documentId, fields: undefined } });
    expect((await draft())!.title).toBe('Second title');
    expect(await publicTitle()).toBe('Third title');
  });

  it('restores only what the asker may update in the content manager', async () => {
    const rights = ['plugin::keepsake.restore'];
    const UPDATE = 'plugin::content-manager.explorer.update';
    const ask = async (token: string, fields?: string[], locale = 'en') =>
      (
        await call(
          'post',
          '/history/restore',
          { data: { snapshotId: first, contentType: ARTICLE, documentId: article, locale, fields } },
          token,
        )
      ).body as { error?: { status: number; message: string } };
    expect((await ask(restorer)).error).toMatchObject({ status: 403 });
    const properties = { fields: ['title'], locales: ['en'] };
    const some = await adminWith(site, rights, [
      { action: UPDATE, subject: ARTICLE, properties, conditions: [] },
    ]);
    expect((await ask(some)).error!.message).toMatch(/slug/);
    expect((await ask(some, ['slug'])).error).toMatchObject({ status: 403 });
    expect((await ask(some, ['title'])).error).toBeUndefined();
    await finished();
    const missing = await call('post', '/history/restore', {
      data: { snapshotId: first, contentType: ARTICLE, documentId: 'nosuchid' },
    });
    expect(missing).toMatchObject({ status: 404, body: { error: { details: { code: 'entry_not_held' } } } });
    const user = { snapshotId: first, contentType: 'plugin::users-permissions.user', documentId: 'x' };
    expect((await call('post', '/history/restore', { data: user })).status).toBe(400);
  });

  it('finds deleted entries in the newest snapshot that holds them, and brings them back with relations', async () => {
    const deleted = async (query = '', token = bearer) =>
      (await call('get', `/deleted${query}`, undefined, token)).body as ListDeleted['response'];
    expect((await deleted()).data).toEqual([]);
    const linked = () =>
      articles.findMany({ filters: { author: { documentId: author } }, status: 'draft', locale: 'en' });
    const count = (await linked()).length;
    expect(count).toBeGreaterThan(0);
    const name = String((await documents(site, AUTHOR).findOne({ documentId: author }))!.name);
    const snapshot = await makeVersion(site, 'Holds the author');
    await documents(site, AUTHOR).delete({ documentId: author });
    await makeVersion(site, 'Without the author');
    const found = await deleted();
    expect(found.data).toMatchObject([
      { uid: AUTHOR, documentId: author, label: name, snapshot: { documentId: snapshot.documentId } },
    ]);
    expect(found.meta).toMatchObject({ types: [{ uid: AUTHOR, count: 1 }], pagination: { total: 1 } });
    expect((await deleted(`?search=${name.slice(0, 4).toUpperCase()}`)).data).toHaveLength(1);
    expect((await deleted('?search=nosuchname')).data).toEqual([]);
    expect((await deleted(`?contentType=${ARTICLE}`)).data).toEqual([]);
    expect(await deleted('', blind)).toMatchObject({ data: [], meta: { types: [] } });
    expect((await call('get', `/deleted?contentType=${AUTHOR}`, undefined, blind)).status).toBe(403);
    const history = (await call('get', `/history?contentType=${AUTHOR}&documentId=${author}`))
      .body as ListHistory['response'];
    expect(history.data[0]!.records[0]).toMatchObject({ kind: 'removed', label: name, isLive: true });

    const body = { snapshotId: snapshot.documentId, contentType: AUTHOR, documentIds: [author] };
    expect((await call('post', '/deleted/restore', { data: body }, restorer)).status).toBe(403);
    const job = await jobOf('/deleted/restore', { data: body });
    expect(job).toMatchObject({ state: 'succeeded' });
    expect(await linked()).toHaveLength(count);
    expect((await deleted()).data).toEqual([]);
  });

  it('brings a deleted article back as a draft, and its published version only when asked', async () => {
    const snapshot = (await makeVersion(site, 'Before the deletion')).documentId;
    await articles.delete({ documentId: article, locale: '*' });
    const publicOne = () => articles.findOne({ documentId: article, locale: 'en', status: 'published' });
    const data = { snapshotId: snapshot, contentType: ARTICLE, documentIds: [article] };
    await jobOf('/deleted/restore', { data });
    expect(await draft()).not.toBeNull();
    expect(await publicOne()).toBeNull();
    await jobOf('/deleted/restore', { data: { ...data, published: true } });
    expect(await publicOne()).not.toBeNull();
  });

  async function finished(): Promise<void> {
    const states = ['queued', 'running'] as const;
    while ((await site.service('jobs').list({ states: [...states], pageSize: 1 })).total > 0)
      await new Promise((go) => setTimeout(go, 50));
  }

  it('names what moved when an entry changed between a preview and its restore', async () => {
    const chosen = { mode: 'overwrite', contentTypes: [ARTICLE], documentIds: [article] };
    const plan = await call('post', `/backups/${first}/plan`, { data: chosen });
    const { fingerprint } = (plan.body as PlanRestore['response']).data;
    const title = String((await draft())!.title);
    await articles.update({ documentId: article, locale: 'en', data: { excerpt: 'Moved meanwhile.' } });
    const job = await jobOf(`/backups/${first}/restore`, { data: { ...chosen, fingerprint } });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'plan_stale' }, safetyBackupId: null });
    expect(job.error!.message).toContain(`${ARTICLE} ${article} en draft was changed`);
    expect(job.result!.moved).toEqual([
      { kind: 'changed', uid: ARTICLE, documentId: article, locale: 'en', status: 'draft' },
    ]);
    expect(await draft()).toMatchObject({ title, excerpt: 'Moved meanwhile.' });
  });
});
