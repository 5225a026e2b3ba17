import { contentOf } from '../../../server/src/core/diff/without-places';
import type { ReadPlan } from '../../../server/src/core/snapshot/read-plan';
import type { Body } from '../../../server/src/core/snapshot/record';
import { ARTICLE } from './sample-shapes';

const UID = 'api::article.article';
const plan = {
  types: [{ ...ARTICLE.shape, uid: UID }],
  components: ARTICLE.components,
} as unknown as ReadPlan;
const said = (body: Body) => contentOf(plan, UID, body);
const tag = (d: string, o: number, i: number) => ({ t: 'api::tag.tag', d, o, i });

describe('What a record says, whatever its places among others', () => {
  it('is the same when Strapi numbers its links anew, also in components and zones', () => {
    const body = (by: number): Body => ({
      string: 'Title',
      tags: [tag('a', 1 + by, 7), tag('b', 2 + by, 7 + by)],
      sections: [{ heading: 'H', related: [tag('c', 1, by)] }],
      zone: [{ __component: 'shared.section', related: [tag('c', 1, by)] }],
      seo: { entries: [{ related: [tag('d', by, 1)] }] },
    });
    expect(said(body(0))).toBe(said(body(5)));
  });

  it.each<[string, Body, Body]>([
    ['a value', { string: 'a' }, { string: 'b' }],
    ['whom it names', { tags: [tag('a', 1, 1)] }, { tags: [tag('b', 1, 1)] }],
    ['their order', { tags: [tag('a', 1, 1), tag('b', 2, 1)] }, { tags: [tag('b', 1, 1), tag('a', 2, 1)] }],
    ['JSON that looks like a link', { json: [tag('a', 1, 1)] }, { json: [tag('a', 2, 1)] }],
    ['a link in a component', { seo: { entries: [{ related: [] }] } }, { seo: { entries: [] } }],
  ])('differs by %s', (_, before, after) => {
    expect(said(before)).not.toBe(said(after));
  });

  it('is all of a record whose content type the plan does not know', () => {
    expect(contentOf(plan, 'api::no.no', { tags: [tag('a', 1, 1)] })).toContain('"o":1');
  });
});
