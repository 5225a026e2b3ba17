import request from 'supertest';

import type { ProjectCounts, ProjectDetails, ProjectRules } from '../../shared/contracts/projects';
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
