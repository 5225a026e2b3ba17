import request from 'supertest';

import type { ProjectCounts, ProjectDetails, ProjectRules } from '../../shared/contracts/projects';
import { COMMAND_LINE } from '../../server/src/services/exports/asker';
import { superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const ARTICLE = 'api::article.article';

const rules = (changed: Partial<ProjectRules>): ProjectRules => ({
  types: [],
  media: 'none',
  users: false,
  settings: false,
  ...changed,
});

describe('A project', () => {
  let site: Site;
  let token: string;

  beforeAll(async () => {
    site = await openSite();
    token = await superAdmin(site);
  });

  afterAll(() => site.close());

  async function ask(method: 'get' | 'post' | 'put' | 'delete', path: string, data?: object) {
    const asking = request(site.server)[method](`/keepsake/projects${path}`);
    void asking.set('Authorization', `Bearer ${token}`);
    return data ? asking.send({ data }) : asking;
  }

  it('is made, looked at, changed and removed', async () => {
    const made = await ask('post', '', {
      name: 'Magazin & Söhne',
      rules: rules({ types: [{ uid: ARTICLE, filters: { title: { $contains: 'a' } } }] }),
    });
    expect(made.status).toBe(201);
    const { documentId, slug } = (made.body as { data: ProjectDetails }).data;
    expect(slug).toBe('magazin-sohne');
    const wanted = await documents(site, ARTICLE).findMany({
      filters: { title: { $contains: 'a' } },
      locale: '*',
    });
    const { body } = await ask('get', `/${slug}/counts`);
    const counts = (body as { data: ProjectCounts }).data;
    expect(wanted.length).toBeGreaterThan(0);
    expect(counts).toEqual({
      entries: new Set(wanted.map((entry) => entry.documentId)).size,
      files: 0,
      types: [expect.objectContaining({ uid: ARTICLE }) as unknown],
    });
    const changed = await ask('put', `/${documentId}`, { tier: 'pro', name: 'Magazine' });
    expect(changed.body).toMatchObject({ data: { slug, name: 'Magazine', tier: 'pro' } });
    expect((await ask('post', '', { name: 'x', slug, rules: rules({}) })).body).toMatchObject({
      error: { status: 409, details: { code: 'project_slug_taken' } },
    });
    expect((await ask('delete', `/${slug}`)).body).toEqual({ data: { documentId } });
    expect((await ask('get', `/${slug}`)).status).toBe(404);
  });

  it.each<[string, unknown, RegExp]>([
    ['a content type that is not there', rules({ types: [{ uid: 'api::no.no' }] }), /types\.api::no\.no/],
    ['an admin table', rules({ types: [{ uid: 'admin::user' }] }), /types\.admin::user/],
    ['an unknown attribute', filtered({ colour: 'red' }), /Invalid key colour/],
    ['an unknown operator', filtered({ title: { $like: 'x' } }), /Invalid key \$like/],
    ['who made an entry', filtered({ createdBy: { email: 'a' } }), /Invalid key createdBy|createdBy/],
    ['a filter without end', filtered(nested(20)), /deeper than 12/],
    [
      'long rules',
      filtered({ title: { $in: Array.from({ length: 5000 }, String) } }),
      /longer than 20000 bytes/,
    ],
    ['a content type twice', rules({ types: [{ uid: ARTICLE }, { uid: ARTICLE }] }), /twice/],
    ['a locale that is not there', rules({ types: 'all', locales: ['xx'] }), /no locale "xx"/],
    [
      'a root that is not there',
      rules({ root: { uid: ARTICLE, documentId: 'nosuchid', follow: 1 } }),
      /no entry nosuchid/,
    ],
    ['a word that means nothing', { ...rules({}), media: 'some' }, /data\.rules\.media/],
  ])('is refused %s by name', async (_, given, message) => {
    const answer = await ask('post', '/preview', { rules: given });
    expect(answer.status).toBe(400);
    expect((answer.body as { error: { message: string } }).error.message).toMatch(message);
  });

  it('is all that an export, a comparison and a restore see of the site', async () => {
    const filters = { title: { $contains: 'a' } };
    const { slug } = await site
      .service('projectRules')
      .create({ name: 'Some articles', rules: rules({ types: [{ uid: ARTICLE, filters }] }) });
    const articles = documents(site, ARTICLE);
    const found = await articles.findMany({ filters, locale: '*' });
    const inside = new Set(found.map(({ documentId }) => documentId));
    const all = await articles.findMany({ locale: '*' });
    const outsider = all.find(({ documentId }) => !inside.has(documentId));
    expect(outsider).toBeDefined();

    const estimate = await site.service('exportPreviews').estimate(slug, { format: 'json' }, COMMAND_LINE);
    expect(estimate.types).toEqual([expect.objectContaining({ uid: ARTICLE, documents: inside.size })]);
    const bundle = await site
      .service('exports')
      .startBulk({ projects: ['site', slug], format: 'json', contentTypes: [ARTICLE] }, COMMAND_LINE);
    const whole = new Set(all.map(({ documentId }) => documentId)).size;
    expect((await bundle.done).export).toMatchObject({ documents: whole + inside.size });
    await expect(
      site
        .service('exports')
        .start(slug, { format: 'json', documentIds: [outsider!.documentId] }, COMMAND_LINE),
    ).rejects.toMatchObject({ code: 'document_unknown' });

    const { done } = await site.service('backups').start({ project: slug, kind: 'manual', author: null });
    const { documentId: before } = (await done).backup;
    const compare = async () =>
      (await site.service('diffs').compute({ before, after: 'live', project: slug })).diff;
    await articles.update({
      documentId: outsider!.documentId,
      locale: outsider!.locale,
      data: { excerpt: 'x' },
    });
    expect(await compare()).toMatchObject({ same: true, types: [{ uid: ARTICLE }] });
    const [first] = found;
    await articles.update({ documentId: first!.documentId, locale: first!.locale, data: { excerpt: 'y' } });
    expect(await compare()).toMatchObject({ same: false, counts: { changed: 1, added: 0, removed: 0 } });

    // Wider rules do not turn an old backup into one that removes what it never held.
    await site.service('projectRules').change(slug, { rules: rules({ types: [{ uid: ARTICLE }] }) });
    const plan = await site.service('restores').plan(before, { mode: 'mirror' });
    expect(plan.counts).toMatchObject({ create: 0, update: 1, delete: 0 });
    await expect(site.service('projectRules').remove(slug, { leaveBackups: false })).rejects.toMatchObject({
      code: 'project_not_empty',
    });
    await site.service('projectRules').remove(slug, { leaveBackups: true });
    const orphan = await site.service('restores').plan(before, { mode: 'mirror' });
    expect(orphan.counts).toMatchObject({ create: 0, update: 1, delete: 0 });
  });

  it('is refused by name when the site has no longer what its rules name', async () => {
    const { slug } = await site
      .service('projectRules')
      .create({ name: 'Outdated', rules: filtered({ title: { $contains: 'a' } }) });
    const query = site.strapi.db.query('plugin::keepsake.project');
    // As after the attribute was removed: what Strapi does not know it leaves out of a filter.
    await query.update({ where: { slug }, data: { rules: filtered({ gone: 'a' }) } as never });
    const job = await site.service('backups').start({ project: slug, kind: 'manual', author: null });
    await expect(job.done).rejects.toMatchObject({ code: 'rules_invalid' });
    await expect(site.service('projectRules').counts(slug)).rejects.toMatchObject({ code: 'rules_invalid' });
  });

  it('of the whole site stays what it is', async () => {
    expect((await ask('put', '/site', { rules: rules({}) })).status).toBe(409);
    expect((await ask('delete', '/site')).status).toBe(409);
  });
});

function filtered(filters: Record<string, unknown>): ProjectRules {
  return rules({ types: [{ uid: ARTICLE, filters }] });
}

function nested(depth: number): Record<string, unknown> {
  return depth === 0 ? { title: 'x' } : { $and: [nested(depth - 1)] };
}
