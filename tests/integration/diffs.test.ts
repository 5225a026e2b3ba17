import request from 'supertest';

import type {
  CreateDiffTicket,
  DerivedDiff,
  DiffEntry,
  DiffFileContent,
  DiffRecord,
  EntryDiff,
  StoredDiff,
} from '../../shared/contracts/diffs';
import type { ListHistory } from '../../shared/contracts/history';
import { adminWith, superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import type { Entry } from '../site/documents';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const AUTHOR = 'api::author.author';
const READ = 'plugin::content-manager.explorer.read';
const ARTICLE = 'api::article.article';
const USER = 'plugin::users-permissions.user';

describe('Differences', () => {
  let site: Site;
  let bearer: string;
  let before: string;
  let after: string;
  let changed: { documentId: string; name: string };
  let removed: string;
  let added: string;
  let editor: Promise<string> | undefined;
  let blind: Promise<string> | undefined;

  beforeAll(async () => {
    site = await openSite();
    bearer = await superAdmin(site);
    const authors = documents(site, AUTHOR);
    before = (await backUp(site)).documentId;
    const [first, second] = await authors.findMany({ sort: 'name', limit: 2 });
    changed = { documentId: first!.documentId, name: String(first!.name) };
    removed = second!.documentId;
    const data = { name: 'Renamed Ångström', email: 'secret@example.com' };
    await authors.update({ documentId: changed.documentId, data });
    await authors.delete({ documentId: removed });
    added = (await authors.create({ data: { name: 'Somebody new', slug: 'somebody-new' } })).documentId;
    await site.strapi.db.query(USER).create({
      data: { username: 'enduser', email: 'end@example.com', password: 'hash-of-a-password' } as never,
    });
    after = (await backUp(site)).documentId;
  });

  afterAll(() => site.close());

  const get = (path: string, token = bearer) =>
    request(site.server).get(`/keepsake/diffs${path}`).set('Authorization', `Bearer ${token}`);

  async function compare(a: string, b: string, token = bearer): Promise<StoredDiff> {
    const answer = await request(site.server)
      .post('/keepsake/diffs')
      .set('Authorization', `Bearer ${token}`)
      .send({ data: { before: a, after: b } });
    expect(answer.status).toBe(200);
    return (answer.body as { data: StoredDiff }).data;
  }

  const typeOf = ({ types }: StoredDiff, uid: string) => types.find((type) => type.uid === uid)!;

  it('between two backups are counted by content type, kept, and answered from what was kept', async () => {
    const diff = await compare(before, after);
    expect(diff).toMatchObject({
      project: 'site',
      before: { id: before, state: 'succeeded' },
      after: { id: after },
      same: false,
      fingerprint: null,
      problems: [],
      schema: [],
      files: { added: 0, removed: 0, changed: 0 },
    });
    const { counts, documents: changedDocuments } = typeOf(diff, AUTHOR);
    expect([counts, changedDocuments]).toMatchObject([{ added: 1, removed: 1, changed: 1 }, 3]);
    const compute = jest.spyOn(site.service('diffs'), 'compute');
    expect((await compare(before, after)).documentId).toBe(diff.documentId);
    expect(compute).not.toHaveBeenCalled();
    compute.mockRestore();
    expect((await get(`/${diff.documentId}`)).body).toEqual({ data: diff });
    expect((await get('')).body).toMatchObject({ data: [{ documentId: diff.documentId }] });
  });

  it('of a backup with itself are none', async () => {
    expect(await compare(after, after)).toMatchObject({ same: true, documents: 0 });
    expect(await compare('latest', after)).toMatchObject({ same: true });
  });

  it('are listed document by document, by kind, search and page', async () => {
    const { documentId: id } = await compare(before, after);
    const list = async (query: string) => {
      const { body } = await get(`/${id}/entries?contentType=${AUTHOR}${query}`);
      return body as { data: DiffEntry[]; meta: { pagination: { total: number }; moved: boolean } };
    };
    const all = await list('');
    expect(all.meta).toMatchObject({ moved: false, pagination: { total: 3, pageCount: 1 } });
    const kinds = all.data.map(({ documentId, records: [record] }) => [documentId, record!.kind]);
    expect(new Map(kinds as [string, string][])).toEqual(
      new Map([
        [changed.documentId, 'changed'],
        [removed, 'removed'],
        [added, 'added'],
      ]),
    );
    expect((await list('&kind=added')).data).toMatchObject([{ documentId: added, label: 'Somebody new' }]);
    expect((await list('&search=%C3%A5ngstr')).data).toMatchObject([{ documentId: changed.documentId }]);
    const second = await list('&page=2&pageSize=2');
    expect([second.data.length, second.meta.pagination.total]).toEqual([1, 3]);
  });

  it('of one entry are told field by field, with what stayed', async () => {
    const { documentId: id } = await compare(before, after);
    const path = `/${id}/entry?contentType=${AUTHOR}&documentId=${changed.documentId}`;
    const { body } = await get(path);
    const { data } = body as { data: EntryDiff };
    expect(data).toMatchObject({ kind: 'changed', label: 'Renamed Ångström', moved: false });
    const name = data.fields.find(({ field }) => field === 'name');
    expect(name).toMatchObject({ kind: 'text' });
    expect(JSON.stringify(name)).toContain('Renamed');
    expect(data.fields.map(({ field }) => field).sort()).toEqual([
      'email',
      'name',
      'publishedAt',
      'updatedAt',
    ]);
    expect(data.unchanged.map(({ field }) => field)).toContain('slug');
    const gone = await get(`/${id}/entry?contentType=${AUTHOR}&documentId=${removed}`);
    expect(gone.body).toMatchObject({ data: { kind: 'removed' } });
  });

  it('against the live content carry a fingerprint, and say when it moved', async () => {
    const unchanged = await compare(after, 'live');
    expect(unchanged).toMatchObject({ same: true, after: { id: null }, files: null });
    expect(unchanged.fingerprint).toEqual(expect.any(String));
    const diff = await compare(before, 'live');
    expect(typeOf(diff, AUTHOR).counts).toMatchObject({ added: 1, removed: 1, changed: 1 });
    expect(diff.fingerprint).toBe(unchanged.fingerprint);

    const authors = documents(site, AUTHOR);
    await authors.update({ documentId: added, data: { name: 'Somebody newer' } });
    const entries = await get(`/${diff.documentId}/entries?contentType=${AUTHOR}&kind=added`);
    expect(entries.body).toMatchObject({ data: [{ label: 'Somebody newer' }], meta: { moved: true } });
    const still = await get(`/${diff.documentId}/entries?contentType=${ARTICLE}`);
    expect(still.body).toMatchObject({ meta: { moved: false } });
    const entry = await get(`/${diff.documentId}/entry?contentType=${AUTHOR}&documentId=${added}`);
    expect(entry.body).toMatchObject({ data: { kind: 'added', moved: true } });
    expect((await compare(before, 'live')).fingerprint).not.toBe(diff.fingerprint);
  });

  it('show nobody a password, and users and private fields only to who may see them', async () => {
    const { documentId: id } = await compare(before, after);
    const entriesOf = (uid: string, token: string) => get(`/${id}/entries?contentType=${uid}`, token);
    const authorEntry = `/${id}/entry?contentType=${AUTHOR}&documentId=${changed.documentId}`;
    const userId = (await site.strapi.db.query(USER).findOne({ where: { username: 'enduser' } }))!.documentId;

    const all = await get(`/${id}/entry?contentType=${USER}&documentId=${userId}`);
    expect(all.body).toMatchObject({ data: { kind: 'added', label: expect.any(String) as unknown } });
    expect(JSON.stringify(all.body)).toContain('end@example.com');
    expect(JSON.stringify(all.body)).not.toContain('hash-of-a-password');
    expect(JSON.stringify((await get(authorEntry)).body)).toContain('secret@example.com');

    const reader = await blindReader();
    for (const uid of [USER, AUTHOR]) expect((await entriesOf(uid, reader)).status).toBe(403);
    expect((await get(authorEntry, reader)).status).toBe(403);
    expect((await get(`/${id}`, reader)).status).toBe(200);

    const articles = documents(site, ARTICLE);
    const [german] = await articles.findMany({ locale: 'de', limit: 1 });
    const inGerman = german!.documentId;
    const editor = await contentReader();
    expect((await entriesOf(USER, editor)).status).toBe(403);
    const seen = await get(authorEntry, editor);
    const { fields } = (seen.body as { data: EntryDiff }).data;
    expect(fields.find(({ field }) => field === 'email')).toMatchObject({ hidden: true, after: null });
    expect(JSON.stringify(seen.body)).not.toContain('secret@example.com');
    expect(JSON.stringify(seen.body)).toContain('Renamed');

    // A label is the value of a field.
    const unnamed = await adminWith(
      site,
      ['plugin::keepsake.read'],
      [{ action: READ, subject: AUTHOR, properties: { fields: ['slug'] }, conditions: [] }],
    );
    const list = async (query: string) =>
      ((await entriesOf(`${AUTHOR}${query}`, unnamed)).body as { data: DiffEntry[] }).data;
    expect((await list('')).map(({ label }) => label)).toEqual(['', '', '']);
    expect(await list('&search=renamed')).toEqual([]);
    expect(JSON.stringify((await get(authorEntry, unnamed)).body)).not.toContain('Renamed');

    // A right in some locales is one in those alone.
    await articles.update({ documentId: inGerman, locale: 'de', data: { title: 'Ein anderer Titel' } });
    await articles.update({ documentId: inGerman, locale: 'en', data: { title: 'Another title' } });
    const { documentId: live } = await compare(before, 'live');
    const localesSeen = async (token: string) => {
      const { body } = await get(`/${live}/entries?contentType=${ARTICLE}`, token);
      const { data } = body as { data: DiffEntry[] };
      return [...new Set(data.flatMap(({ records }) => records.map(({ locale }) => locale)))].sort();
    };
    expect(await localesSeen(bearer)).toEqual(['de', 'en']);
    expect(await localesSeen(editor)).toEqual(['de']);
    const english = `/${live}/entry?contentType=${ARTICLE}&documentId=${inGerman}&locale=en&status=draft`;
    expect([(await get(english)).status, (await get(english, editor)).status]).toEqual([200, 403]);
  });

  it('with a partial backup are told loudly', async () => {
    const [file] = (await site.strapi.db.connection('files').limit(1)) as { id: number; hash: string }[];
    await site.strapi.db
      .connection('files')
      .where({ id: file!.id })
      .update({ hash: 'no-such-file', size: 1 });
    const partial = await backUp(site);
    await site.strapi.db.connection('files').where({ id: file!.id }).update({ hash: file!.hash });
    expect(partial.state).toBe('partial');
    const { problems } = await compare(before, partial.documentId);
    expect(problems).toMatchObject([{ code: 'backup_partial', item: partial.documentId }]);
  });

  it('show what others own of an entry as derived, and only what may be seen of them', async () => {
    const articles = documents(site, ARTICLE);
    const [article] = await articles.findMany({
      locale: 'en',
      filters: { author: { name: { $notNull: true } } },
      limit: 1,
      populate: ['author'],
    });
    const from = (article!.author as { documentId: string }).documentId;
    const [to] = await documents(site, AUTHOR).findMany({ filters: { documentId: { $ne: from } }, limit: 1 });
    const earlier = (await backUp(site)).documentId;
    const { documentId } = article!;
    await articles.update({ documentId, locale: 'en', data: { author: { set: [to!.documentId] } } });
    const later = (await backUp(site)).documentId;
    const inverseOf = async (diffId: string, author: string, token = bearer) => {
      const answer = await get(`/${diffId}/inverse?contentType=${AUTHOR}&documentId=${author}`, token);
      expect(answer.status).toBe(200);
      return (answer.body as { data: DerivedDiff[] }).data;
    };
    for (const other of [later, 'live']) {
      const diff = await compare(earlier, other);
      // The author's own record is what it was: links are part of the article's.
      expect(typeOf(diff, AUTHOR).documents).toBe(0);
      const derived = { field: 'articles', kind: 'derived', ownedBy: { uid: ARTICLE, field: 'author' } };
      const owner = { uid: ARTICLE, documentId, locale: 'en', status: 'draft' };
      const item = (kind: string) => ({ kind, owner, label: article!.title as string });
      expect(await inverseOf(diff.documentId, to!.documentId)).toEqual([
        { ...derived, items: [item('added')] },
      ]);
      expect(await inverseOf(diff.documentId, from)).toEqual([{ ...derived, items: [item('removed')] }]);
      expect(await inverseOf(diff.documentId, from, await contentReader())).toEqual([]);
    }
  });

  it('tell a new place among others from a change, and keep it out of the history', async () => {
    const articles = documents(site, ARTICLE);
    const all = await articles.findMany({
      locale: 'en',
      filters: { author: { name: { $notNull: true } } },
      sort: 'id',
      populate: ['author'],
    });
    const authorOf = (one: Entry) => (one.author as { documentId: string }).documentId;
    const byAuthor = all.filter((one) => authorOf(one) === authorOf(all[0]!));
    expect(byAuthor.length).toBeGreaterThan(1);
    const earlier = (await backUp(site)).documentId;
    // Ordered from the other side: Strapi numbers the links of all of them anew, and touches nothing else of theirs.
    const reversed = byAuthor.map(({ documentId }) => documentId).reverse();
    await documents(site, AUTHOR).update({
      documentId: authorOf(all[0]!),
      data: { articles: { set: reversed } },
    });
    const later = (await backUp(site)).documentId;
    const { documentId: id } = await compare(earlier, later);
    const { data } = (await get(`/${id}/entries?contentType=${ARTICLE}&kind=changed`)).body as {
      data: DiffEntry[];
    };
    const moved = data.filter(({ records }) => records.every(({ placeOnly }) => placeOnly));
    expect(moved.length).toBeGreaterThan(0);
    for (const { documentId, records } of moved) {
      const [{ locale, status }] = records as [DiffRecord];
      const key = `contentType=${ARTICLE}&documentId=${documentId}&locale=${locale}&status=${status}`;
      const { fields } = ((await get(`/${id}/entry?${key}`)).body as { data: EntryDiff }).data;
      expect(fields.every((field) => field.kind === 'links' && field.items.length === 0)).toBe(true);
      const history = await request(site.server)
        .get(`/keepsake/history?${key}`)
        .set('Authorization', `Bearer ${bearer}`);
      const { data: items } = history.body as ListHistory['response'];
      expect(items.map(({ snapshot }) => snapshot.documentId)).not.toContain(later);
      expect(items[0]!.records).toMatchObject([{ isLive: true }]);
    }
    const other = data.find(({ records }) => records.some(({ placeOnly }) => !placeOnly));
    expect(other?.records.every(({ kind }) => kind === 'changed') ?? true).toBe(true);
  });

  it('are kept as a file: all that one may see, field by field, also by a ticket in a browser', async () => {
    const { documentId: id } = await compare(before, after);
    const file = await get(`/${id}/file`);
    expect([file.status, file.headers['content-type'], file.headers['content-disposition']]).toEqual([
      200,
      'application/json; charset=utf-8',
      `attachment; filename="diff-${id}.json"`,
    ]);
    const content = JSON.parse(file.text) as DiffFileContent;
    expect(content.diff).toEqual(((await get(`/${id}`)).body as { data: StoredDiff }).data);
    expect(content.notShown).toEqual([]);
    const listed = (await get(`/${id}/entries?contentType=${AUTHOR}`)).body as { data: DiffEntry[] };
    const authors = content.entries.filter(({ uid }) => uid === AUTHOR);
    expect(authors.map(({ documentId }) => documentId)).toEqual(
      listed.data.map(({ documentId }) => documentId),
    );
    const path = `/${id}/entry?contentType=${AUTHOR}&documentId=${changed.documentId}`;
    const { fields } = ((await get(path)).body as { data: EntryDiff }).data;
    expect(authors.find(({ documentId }) => documentId === changed.documentId)!.records).toEqual([
      { kind: 'changed', locale: null, status: null, copy: 0, fields },
    ]);
    expect(file.text).not.toContain('hash-of-a-password');

    const reader = await blindReader();
    const seen = JSON.parse((await get(`/${id}/file`, reader)).text) as DiffFileContent;
    expect([seen.entries, seen.notShown]).toEqual([[], expect.arrayContaining([AUTHOR, USER])]);
    const limited = await get(`/${id}/file`, await contentReader());
    expect(limited.text).not.toContain('secret@example.com');
    expect(limited.text).toContain('Renamed Ångström');

    const ticket = await request(site.server)
      .post(`/keepsake/diffs/${id}/ticket`)
      .set('Authorization', `Bearer ${await contentReader()}`);
    const { url } = (ticket.body as CreateDiffTicket['response']).data;
    const redeemed = await request(site.server).get(url);
    expect([redeemed.status, redeemed.text]).toEqual([200, limited.text]);
    expect((await request(site.server).get(url)).status).toBe(410);
  });

  it('of two hundred records and more are kept whole', async () => {
    const authors = documents(site, AUTHOR);
    const earlier = (await backUp(site)).documentId;
    for (let nth = 0; nth < 210; nth += 1)
      await authors.create({ data: { name: `Number ${nth}`, slug: `number-${nth}` } });
    const { documentId: id } = await compare(earlier, 'live');
    const { entries } = JSON.parse((await get(`/${id}/file`)).text) as DiffFileContent;
    expect(new Set(entries.map(({ label }) => label)).size).toBe(210);
  });

  it('are refused with what is wrong', async () => {
    const post = (data: object) =>
      request(site.server).post('/keepsake/diffs').set('Authorization', `Bearer ${bearer}`).send({ data });
    expect((await post({ before: 'nosuchid', after })).body).toMatchObject({
      error: { status: 404, details: { code: 'backup_unknown' } },
    });
    const live = await post({ before: 'live', after });
    expect(live.status).toBe(400);
    expect(JSON.stringify(live.body)).toMatch(/data\.before/);
    const { documentId: id } = await compare(before, after);
    expect((await get(`/${id}/entries?contentType=api::no.no`)).status).toBe(400);
    expect((await get(`/${id}/entries?contentType=${AUTHOR}&kind=odd`)).status).toBe(400);
    const noEntry = await get(`/${id}/entry?contentType=${AUTHOR}&documentId=nobody`);
    expect(noEntry).toMatchObject({
      status: 404,
      body: { error: { details: { code: 'diff_entry_unknown' } } },
    });
  });

  it('are kept in a bounded number', async () => {
    const rows = site.strapi.db.query('plugin::keepsake.diff' as never) as unknown as {
      count(): Promise<number>;
      createMany(query: object): Promise<unknown>;
    };
    const row = { project: 'site', beforeId: 'x', types: [], sides: { before: {}, after: {} } };
    for (let part = 0; part < 5; part += 1)
      await rows.createMany({ data: Array.from({ length: 50 }, () => row) });
    await compare(after, 'live');
    expect(await rows.count()).toBe(200);
  });

  /** Reads all of an author in the content manager, and sees diffs, but no settings of Keepsake. */
  function contentReader(): Promise<string> {
    editor ??= adminWith(
      site,
      ['plugin::keepsake.read'],
      [
        {
          action: READ,
          subject: AUTHOR,
          properties: { fields: ['name', 'slug', 'bio', 'role', 'email', 'avatar'] },
          conditions: [],
        },
        {
          action: READ,
          subject: ARTICLE,
          properties: { fields: ['title'], locales: ['de'] },
          conditions: [],
        },
      ],
    );
    return editor;
  }

  /** Sees that there are diffs, and nothing of the content. */
  function blindReader(): Promise<string> {
    blind ??= adminWith(site, ['plugin::keepsake.read']);
    return blind;
  }
});
