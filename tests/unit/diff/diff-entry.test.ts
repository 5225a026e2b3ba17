import { diffEntry } from '../../../server/src/core/diff/diff-entry';
import type { Hides } from '../../../server/src/core/diff/visible-body';
import type { ReadPlan } from '../../../server/src/core/snapshot/read-plan';
import type { Body } from '../../../server/src/core/snapshot/record';
import { column, shapeOf } from './sample-shapes';

const UID = 'api::article.article';
const plan = {
  client: 'sqlite',
  databaseSchema: null,
  targets: {},
  types: [
    {
      ...shapeOf([column('title', 'string'), column('pin', 'password'), column('note', 'text')], {
        components: [
          { attribute: 'seo', kind: 'single', components: ['c.seo'] },
          { attribute: 'parts', kind: 'zone', components: ['c.seo', 'c.other'] },
        ],
      }),
      uid: UID,
    },
  ],
  components: {
    'c.seo': shapeOf([column('meta', 'string'), column('secret', 'string')]),
    'c.other': shapeOf([column('text', 'string')]),
  },
} as unknown as ReadPlan;

const HIDDEN: Hides = (_, attribute, path) =>
  ['pin', 'secret'].includes(attribute) || path.join('.') === 'note';
const none: Hides = () => false;

const before: Body = {
  title: 'One',
  pin: 'old-pin-hash',
  note: 'private before',
  seo: { meta: 'same', secret: 'inner before' },
  parts: [
    { __component: 'c.seo', meta: 'm', secret: 'zone before' },
    { __component: 'c.other', text: 'stays' },
  ],
};
const after: Body = {
  title: 'Two',
  pin: 'new-pin-hash',
  note: 'private after',
  seo: { meta: 'same', secret: 'inner after' },
  parts: [
    { __component: 'c.seo', meta: 'other', secret: 'zone after' },
    { __component: 'c.other', text: 'stays' },
  ],
};

const differ = (was: Body | null, is: Body | null, hides: Hides) =>
  diffEntry(UID, { plan, body: was }, { plan, body: is }, hides, () => null);

describe('An entry as who asks may see it', () => {
  it('names what changed in hidden fields, and shows nothing of them at any depth', () => {
    const { fields, unchanged } = differ(before, after, HIDDEN);
    const kinds = fields.map((one) => [one.field, one.kind, 'hidden' in one && one.hidden === true]);
    expect(kinds.sort()).toEqual([
      ['note', 'value', true],
      ['parts', 'components', false],
      ['pin', 'value', true],
      ['seo', 'value', true],
      ['title', 'text', false],
    ]);
    expect(unchanged).toEqual([]);
    expect(JSON.stringify({ fields, unchanged })).not.toMatch(/pin-hash|private|inner|zone (before|after)/);
  });

  it('shows neither in what came or went, nor in what stayed', () => {
    for (const [was, is] of [
      [null, after],
      [before, null],
      [before, before],
    ] as const) {
      const text = JSON.stringify(differ(was, is, HIDDEN));
      expect(text).not.toMatch(/pin-hash|private|inner|zone (before|after)/);
      expect(text).toMatch(/One|Two/);
    }
    expect(differ(before, before, HIDDEN).fields).toEqual([]);
    expect(differ(before, before, HIDDEN).unchanged.map(({ field }) => field)).toEqual([
      'title',
      'seo',
      'parts',
    ]);
  });

  it('never shows a password, even to who may see all', () => {
    const all = differ(before, after, none);
    expect(JSON.stringify(all)).not.toMatch(/pin-hash/);
    expect(JSON.stringify(all)).toMatch(/inner|before/);
    expect(JSON.stringify(differ(before, before, none))).not.toMatch(/pin-hash/);
  });

  it('is compared by what the other side calls a field, where one side has no such content type', () => {
    const empty = { ...plan, types: [] } as ReadPlan;
    const added = diffEntry(UID, { plan: empty, body: null }, { plan, body: after }, HIDDEN, () => null);
    expect(added.fields.map(({ field }) => field)).toContain('title');
    expect(diffEntry('api::no.no', { plan, body: {} }, { plan, body: {} }, none, () => null)).toEqual({
      fields: [],
      unchanged: [],
    });
  });
});
