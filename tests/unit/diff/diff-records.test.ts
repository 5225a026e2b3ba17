import type { FieldDiff } from '../../../shared/contracts/diffs';
import { applyRecordDiff } from '../../../server/src/core/diff/apply-record-diff';
import { diffRecords } from '../../../server/src/core/diff/diff-records';
import type { DiffShape } from '../../../server/src/core/diff/shape-fields';
import type { Body } from '../../../server/src/core/snapshot/record';
import { ARTICLE, column, shapeOf } from './sample-shapes';

const SHAPES = { before: ARTICLE, after: ARTICLE };
const tag = (d: string, o?: number, i?: number) => ({
  t: 'api::tag.tag',
  d,
  ...(o ? { o } : {}),
  ...(i ? { i } : {}),
});
const target = (documentId: string, uid = 'api::tag.tag') => ({
  uid,
  documentId,
  locale: null,
  status: null,
  field: null,
});
const file = (d: string, o: number) => ({ t: 'plugin::upload.file', d, o });
const paragraph = (text: string) => ({ type: 'paragraph', children: [{ type: 'text', text }] });
const section = (heading: string, text: string) => ({ heading, text });
const inZone = (body: object) => ({ __component: 'shared.section', ...body });

/** Fields that are the same on both sides of every case: none of them may be named. */
const REST: Body = {
  string: 'Same title',
  richtext: 'Same text',
  json: { same: [1, 2, { three: 3 }] },
  blocks: [paragraph('Same')],
  seo: { title: 'Same', score: 1 },
  sections: [section('Same', 'Same')],
  zone: [inZone(section('Same', 'Same'))],
  tags: [tag('same', 1)],
  pictures: [file('same', 1)],
  boolean: true,
};

const same = (text: string) => ({ kind: 'same', text });
const removed = (text: string) => ({ kind: 'removed', text });
const added = (text: string) => ({ kind: 'added', text });
const value = (type: string, before: unknown, after: unknown) => ({
  field: type,
  kind: 'value',
  type,
  before,
  after,
});
const words = (type: string, ...parts: object[]) => ({ field: type, kind: 'text', type, parts });
const list = (field: string, before: number, after: number, ...items: object[]) => ({
  field,
  kind: 'components',
  zone: field === 'zone',
  list: { before, after, items },
});
const links = (field: string, before: number, after: number, numbers: unknown[], ...items: object[]) => ({
  field,
  kind: 'links',
  media: field === 'pictures',
  items,
  before,
  after,
  numbers,
});

/** name → [field, old value, new value, what the diff says]; null is a field without a value. */
const CASES: Record<string, [string, unknown, unknown, object]> = {
  'a short text': [
    'string',
    'The red fox',
    'The blue fox',
    words('string', same('The '), removed('red'), added('blue'), same(' fox')),
  ],
  'a long text': [
    'text',
    'One. Two.',
    'One. Two. Three.',
    words('text', same('One. Two.'), added(' Three.')),
  ],
  markdown: [
    'richtext',
    '# Hi\n\nall',
    '# Hi\n\n**all**',
    words('richtext', same('# Hi\n\n'), added('**'), same('all'), added('**')),
  ],
  'a text in Japanese': [
    'text',
    '今日は天気がいい',
    '今日は気分がいい',
    words('text', same('今日は'), removed('天気'), added('気分'), same('がいい')),
  ],
  'a text that came': ['text', null, 'New', value('text', null, 'New')],
  'a text that was emptied': ['text', 'Old', '', words('text', removed('Old'))],
  'a text that went': ['text', '', null, value('text', '', null)],
  'a choice': ['enumeration', 'red wine', 'red car', value('enumeration', 'red wine', 'red car')],
  'an address': ['email', 'a@x.org', 'b@x.org', value('email', 'a@x.org', 'b@x.org')],
  'a slug': ['uid', 'a-b', 'a-c', value('uid', 'a-b', 'a-c')],
  'a password': ['password', '$2a$1', '$2a$2', { ...value('password', null, null), hidden: true }],
  'a whole number': ['integer', 1, 2, value('integer', 1, 2)],
  'a number of many digits': [
    'biginteger',
    '9007199254740993',
    '9007199254740992',
    value('biginteger', '9007199254740993', '9007199254740992'),
  ],
  'a decimal': ['decimal', '1.10', '1.11', value('decimal', '1.10', '1.11')],
  'a float': ['float', 0.5, null, value('float', 0.5, null)],
  'a boolean': ['boolean', true, false, value('boolean', true, false)],
  'an instant': [
    'datetime',
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.001Z',
    value('datetime', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z'),
  ],
  'a date': ['date', '2026-01-01', '2026-01-02', value('date', '2026-01-01', '2026-01-02')],
  'a time': ['time', '10:00:00.000', '11:00:00.000', value('time', '10:00:00.000', '11:00:00.000')],
  'JSON, deep inside': [
    'json',
    { a: { b: [1, 2, 3], c: 'x' }, d: null },
    { a: { b: [1, 3], c: 'x' }, e: null },
    {
      field: 'json',
      kind: 'json',
      change: {
        kind: 'object',
        keys: [
          {
            key: 'a',
            kind: 'changed',
            change: {
              kind: 'object',
              keys: [
                {
                  key: 'b',
                  kind: 'changed',
                  change: {
                    kind: 'list',
                    list: { before: 3, after: 2, items: [{ kind: 'removed', from: 1, label: '', value: 2 }] },
                  },
                },
              ],
            },
          },
          { key: 'd', kind: 'removed', value: null },
          { key: 'e', kind: 'added', value: null },
        ],
      },
    },
  ],
  'JSON whose items have ids': [
    'json',
    [
      { id: 1, n: 'one' },
      { id: 2, n: 'two' },
      { id: 3, n: 'three' },
    ],
    [
      { id: 3, n: 'three' },
      { id: 1, n: 'one' },
      { id: 4, n: 'two' },
    ],
    {
      field: 'json',
      kind: 'json',
      change: {
        kind: 'list',
        list: {
          before: 3,
          after: 3,
          items: [
            { kind: 'moved', from: 2, to: 0, label: '3', change: null },
            { kind: 'removed', from: 1, label: '2', value: { id: 2, n: 'two' } },
            { kind: 'added', to: 2, label: '4', value: { id: 4, n: 'two' } },
          ],
        },
      },
    },
  ],
  'JSON of another kind': [
    'json',
    { a: 1 },
    [1],
    { field: 'json', kind: 'json', change: { kind: 'value', before: { a: 1 }, after: [1] } },
  ],
  'JSON with treacherous keys': [
    'json',
    JSON.parse('{"__proto__":1}'),
    JSON.parse('{"constructor":2}'),
    {
      field: 'json',
      kind: 'json',
      change: {
        kind: 'object',
        keys: [
          { key: '__proto__', kind: 'removed', value: 1 },
          { key: 'constructor', kind: 'added', value: 2 },
        ],
      },
    },
  ],
  'a paragraph of blocks': [
    'blocks',
    [paragraph('First'), paragraph('The red fox'), paragraph('Last')],
    [paragraph('First'), paragraph('The blue fox'), paragraph('Last')],
    {
      field: 'blocks',
      kind: 'blocks',
      list: {
        before: 3,
        after: 3,
        items: [
          {
            kind: 'changed',
            from: 1,
            to: 1,
            label: 'The blue fox',
            change: {
              type: { before: 'paragraph', after: 'paragraph' },
              text: [same('The '), removed('red'), added('blue'), same(' fox')],
              change: expect.objectContaining({ kind: 'object' }),
            },
          },
        ],
      },
    },
  ],
  'a mark in blocks': [
    'blocks',
    [paragraph('Bold')],
    [{ type: 'paragraph', children: [{ type: 'text', text: 'Bold', bold: true }] }],
    {
      field: 'blocks',
      kind: 'blocks',
      list: {
        before: 1,
        after: 1,
        items: [
          expect.objectContaining({
            kind: 'changed',
            change: expect.objectContaining({ text: [], type: { before: 'paragraph', after: 'paragraph' } }),
          }),
        ],
      },
    },
  ],
  'a paragraph that became a heading': [
    'blocks',
    [paragraph('Intro'), paragraph('Contents')],
    [paragraph('Intro'), { type: 'heading', level: 2, children: [{ type: 'text', text: 'Contents' }] }],
    {
      field: 'blocks',
      kind: 'blocks',
      list: {
        before: 2,
        after: 2,
        items: [
          expect.objectContaining({
            kind: 'changed',
            change: expect.objectContaining({ type: { before: 'paragraph', after: 'heading' }, text: [] }),
          }),
        ],
      },
    },
  ],
  'blocks that were something else': [
    'blocks',
    [paragraph('a')],
    'a',
    { field: 'blocks', kind: 'json', change: { kind: 'value', before: [paragraph('a')], after: 'a' } },
  ],
  'a field of a component': [
    'seo',
    { title: 'Old title', score: 1 },
    { title: 'New title', score: 1 },
    {
      field: 'seo',
      kind: 'component',
      component: 'shared.seo',
      change: {
        kind: 'changed',
        fields: [
          {
            field: 'title',
            kind: 'text',
            type: 'string',
            parts: [removed('Old'), added('New'), same(' title')],
          },
        ],
      },
    },
  ],
  'a component in a component': [
    'seo',
    { entries: [section('A', 'a')] },
    { entries: [section('A', 'b')] },
    {
      field: 'seo',
      kind: 'component',
      component: 'shared.seo',
      change: {
        kind: 'changed',
        fields: [
          list('entries', 1, 1, {
            kind: 'changed',
            from: 0,
            to: 0,
            label: 'A',
            change: {
              component: 'shared.section',
              fields: [{ field: 'text', kind: 'text', type: 'richtext', parts: [removed('a'), added('b')] }],
            },
          }),
        ],
      },
    },
  ],
  'a component that came': [
    'seo',
    null,
    { title: 'x' },
    {
      field: 'seo',
      kind: 'component',
      component: 'shared.seo',
      change: { kind: 'added', value: { title: 'x' } },
    },
  ],
  'a component that went': [
    'seo',
    { title: 'x' },
    null,
    {
      field: 'seo',
      kind: 'component',
      component: 'shared.seo',
      change: { kind: 'removed', value: { title: 'x' } },
    },
  ],
  'an item of a repeatable component': [
    'sections',
    [section('A', 'a'), section('B', 'b')],
    [section('A', 'a'), section('New', 'n'), section('B', 'b')],
    list('sections', 2, 3, {
      kind: 'added',
      to: 1,
      label: 'New',
      value: { component: 'shared.section', value: section('New', 'n') },
    }),
  ],
  'a whole repeatable component': [
    'sections',
    null,
    [section('A', 'a')],
    list('sections', 0, 1, {
      kind: 'added',
      to: 0,
      label: 'A',
      value: { component: 'shared.section', value: section('A', 'a') },
    }),
  ],
  'an item of a zone that moved and was edited': [
    'zone',
    [inZone(section('A', 'one two three')), inZone(section('B', 'b')), inZone(section('C', 'c'))],
    [inZone(section('B', 'b')), inZone(section('C', 'c')), inZone(section('A', 'one two four'))],
    list('zone', 3, 3, {
      kind: 'moved',
      from: 0,
      to: 2,
      label: 'A',
      change: {
        component: 'shared.section',
        fields: [
          {
            field: 'text',
            kind: 'text',
            type: 'richtext',
            parts: [same('one two '), removed('three'), added('four')],
          },
        ],
      },
    }),
  ],
  'an item of a zone replaced by another component, whose password stays out': [
    'zone',
    [inZone(section('A', 'a'))],
    [{ __component: 'shared.quote', words: 'a', code: '$2a$' }],
    list(
      'zone',
      1,
      1,
      {
        kind: 'removed',
        from: 0,
        label: 'A',
        value: { component: 'shared.section', value: inZone(section('A', 'a')) },
      },
      {
        kind: 'added',
        to: 0,
        label: 'a',
        value: { component: 'shared.quote', value: { __component: 'shared.quote', words: 'a' } },
      },
    ),
  ],
  'links of a component': [
    'sections',
    [{ heading: 'A', related: [tag('x', 1)] }],
    [{ heading: 'A', related: [tag('y', 1)] }],
    list('sections', 1, 1, {
      kind: 'changed',
      from: 0,
      to: 0,
      label: 'A',
      change: {
        component: 'shared.section',
        fields: [
          links(
            'related',
            1,
            1,
            [[1, null]],
            { kind: 'removed', from: 0, to: null, target: target('x'), label: 'Tag x' },
            { kind: 'added', from: null, to: 0, target: target('y'), label: 'Tag y' },
          ),
        ],
      },
    }),
  ],
  'links that came and went': [
    'tags',
    [tag('a', 1), tag('b', 2), tag('c', 3)],
    [tag('a', 1), tag('c', 2), tag('d', 3)],
    links(
      'tags',
      3,
      3,
      [
        [1, null],
        [2, null],
        [3, null],
      ],
      { kind: 'removed', from: 1, to: null, target: target('b'), label: 'Tag b' },
      { kind: 'added', from: null, to: 2, target: target('d'), label: 'Tag d' },
    ),
  ],
  'a link that moved': [
    'tags',
    [tag('a', 1), tag('b', 2), tag('c', 3)],
    [tag('c', 1), tag('a', 2), tag('b', 3)],
    links(
      'tags',
      3,
      3,
      [
        [1, null],
        [2, null],
        [3, null],
      ],
      { kind: 'moved', from: 2, to: 0, target: target('c'), label: 'Tag c' },
    ),
  ],
  'only its place among those that link to the same': [
    'tags',
    [tag('a', 1, 4)],
    [tag('a', 1, 3)],
    links('tags', 1, 1, [[1, 3]]),
  ],
  'a link to one': [
    'author',
    [{ t: 'api::author.author', d: 'a' }],
    null,
    links('author', 1, 0, [], {
      kind: 'removed',
      from: 0,
      to: null,
      target: target('a', 'api::author.author'),
      label: null,
    }),
  ],
  'a polymorphic link to one': [
    'owner',
    [{ t: 'api::author.author', d: 'a' }],
    [{ t: 'api::tag.tag', d: 'a', l: 'en', s: 'draft' }],
    links(
      'owner',
      1,
      1,
      [[null, null]],
      { kind: 'removed', from: 0, to: null, target: target('a', 'api::author.author'), label: null },
      {
        kind: 'added',
        from: null,
        to: 0,
        target: { ...target('a'), locale: 'en', status: 'draft' },
        label: 'Tag a',
      },
    ),
  ],
  'polymorphic links by their field': [
    'related',
    [{ ...tag('a', 1), f: 'left' }],
    [{ ...tag('a', 1), f: 'right' }],
    links(
      'related',
      1,
      1,
      [[1, null]],
      { kind: 'removed', from: 0, to: null, target: { ...target('a'), field: 'left' }, label: 'Tag a' },
      { kind: 'added', from: null, to: 0, target: { ...target('a'), field: 'right' }, label: 'Tag a' },
    ),
  ],
  pictures: [
    'pictures',
    [file('a', 1)],
    [file('a', 1), file('b', 2)],
    links(
      'pictures',
      1,
      2,
      [
        [1, null],
        [2, null],
      ],
      { kind: 'added', from: null, to: 1, target: target('b', 'plugin::upload.file'), label: null },
    ),
  ],
  'a field that no schema has': [
    'leftover',
    1,
    { two: 2 },
    { field: 'leftover', kind: 'value', type: 'unknown', before: 1, after: { two: 2 } },
  ],
};

function body(field: string, content: unknown): Body {
  const { [field]: _, ...rest } = REST;
  return content === null ? rest : { ...rest, [field]: content as Body[string] };
}

const labelOf = ({ uid, documentId }: { uid: string; documentId: string }) =>
  uid === 'api::tag.tag' ? `Tag ${documentId}` : null;

describe('the diff of two records', () => {
  it.each(Object.keys(CASES))('names %s and nothing else', (name) => {
    const [field, old, now, expected] = CASES[name] as (typeof CASES)[string];
    const [before, after] = [body(field, old), body(field, now)];
    expect(diffRecords(before, after, SHAPES, { labelOf }).fields).toEqual([expected]);
    expect(applyRecordDiff(before, diffRecords(before, after, SHAPES, { secrets: true }))).toEqual(after);
  });

  it.each(Object.keys(CASES))('is empty where %s did not change', (name) => {
    const [field, , now] = CASES[name] as (typeof CASES)[string];
    expect(diffRecords(body(field, now), body(field, now), SHAPES).fields).toEqual([]);
  });

  it('names fields in the order of the schema: columns, components, links', () => {
    const after = { tags: [tag('x', 1)], seo: { score: 1 }, boolean: true, string: 'a', zzz: 1 };
    const { fields } = diffRecords({}, after, SHAPES);
    expect(fields.map(({ field }) => field)).toEqual(['string', 'boolean', 'seo', 'tags', 'zzz']);
  });

  it('does not depend on the order of keys', () => {
    expect(diffRecords({ json: { a: 1, b: 2 } }, { json: { b: 2, a: 1 } }, SHAPES).fields).toEqual([]);
  });
});

describe('a list of three hundred components of which one moved and one was edited', () => {
  const items = Array.from({ length: 300 }, (_, at) =>
    inZone(section(`Heading ${at}`, `Every text is about its own subject, number ${at * 7919}.`)),
  );
  const edited = [...items];
  edited.splice(250, 0, ...edited.splice(40, 1));
  edited[100] = inZone(section('Heading 101', 'Every text is about another subject, number 799819.'));

  it.each([
    ['zone', (list: object[]) => list],
    ['sections', (list: object[]) => list.map((item) => ({ ...item, __component: undefined }))],
  ])('has one move and one edit in a %s', (field, bodies) => {
    const [before, after] = [{ [field]: bodies(items) }, { [field]: bodies(edited) }] as [Body, Body];
    const [diff] = diffRecords(before, after, SHAPES).fields as [Extract<FieldDiff, { kind: 'components' }>];
    expect(diff.list.items).toEqual([
      {
        kind: 'changed',
        from: 101,
        to: 100,
        label: 'Heading 101',
        change: {
          component: 'shared.section',
          fields: [
            {
              field: 'text',
              kind: 'text',
              type: 'richtext',
              parts: [
                same('Every text is about '),
                removed('its own'),
                added('another'),
                same(' subject, number 799819.'),
              ],
            },
          ],
        },
      },
      { kind: 'moved', from: 40, to: 250, label: 'Heading 40', change: null },
    ]);
  });

  it('has the same in blocks and in JSON', () => {
    for (const field of ['blocks', 'json']) {
      const asBlocks = (list: object[]) => list.map((item) => paragraph((item as { text: string }).text));
      const diffs = diffRecords({ [field]: asBlocks(items) }, { [field]: asBlocks(edited) }, SHAPES)
        .fields as unknown as { list?: { items: object[] }; change?: { list: { items: object[] } } }[];
      const found = diffs[0]?.list ?? diffs[0]?.change?.list;
      expect(found?.items).toEqual([
        expect.objectContaining({ kind: 'changed', from: 101, to: 100 }),
        expect.objectContaining({ kind: 'moved', from: 40, to: 250, change: null }),
      ]);
    }
  });
});

describe('records of different schemas', () => {
  const shape = (...columns: [string, string][]): DiffShape => ({
    ...ARTICLE,
    shape: shapeOf(columns.map(([name, type]) => column(name, type))),
  });
  const diff = (before: DiffShape, after: DiffShape, old: Body, now: Body) =>
    diffRecords(old, now, { before, after }).fields;

  it('are compared in detail where a text became another kind of text', () => {
    expect(diff(shape(['a', 'string']), shape(['a', 'richtext']), { a: 'x y' }, { a: 'x z' })).toEqual([
      { field: 'a', kind: 'text', type: 'richtext', parts: [same('x '), removed('y'), added('z')] },
    ]);
  });

  it('show a field side by side whose kind changed, came or went', () => {
    const [before, after] = [
      shape(['a', 'string'], ['gone', 'text']),
      shape(['a', 'integer'], ['new', 'json']),
    ];
    expect(diff(before, after, { a: '1', gone: 'x' }, { a: 1, new: [1] })).toEqual([
      { field: 'a', kind: 'value', type: 'integer', before: '1', after: 1 },
      { field: 'new', kind: 'value', type: 'json', before: null, after: [1] },
      { field: 'gone', kind: 'value', type: 'text', before: 'x', after: null },
    ]);
  });

  it('keep passwords out also where only one schema calls it one, or neither says', () => {
    const [text, password] = [shape(['a', 'string']), shape(['a', 'password'])];
    const hidden = [{ field: 'a', kind: 'value', type: 'password', before: null, after: null, hidden: true }];
    expect(diff(text, password, { a: 'x' }, { a: 'y' })).toEqual(hidden);
    expect(diff(password, text, { a: 'x' }, { a: 'y' })).toEqual(hidden);
    const { attributeType: _, ...old } = column('password', 'password');
    const early: DiffShape = { shape: shapeOf([old]), components: {} };
    expect(diff(early, early, { password: 'x' }, { password: 'y' })).toEqual([
      { ...hidden[0], field: 'password' },
    ]);
  });

  it('show a component side by side that became another, without its passwords', () => {
    const single = (uid: string): DiffShape => ({
      ...ARTICLE,
      shape: shapeOf([], { components: [{ attribute: 'a', kind: 'single', components: [uid] }] }),
    });
    const repeatable: DiffShape = {
      ...ARTICLE,
      shape: shapeOf([], {
        components: [{ attribute: 'a', kind: 'repeatable', components: ['shared.quote'] }],
      }),
    };
    const quote = { words: 'w', code: '$2a$' };
    expect(diff(single('shared.quote'), single('shared.seo'), { a: quote }, { a: { title: 't' } })).toEqual([
      { field: 'a', kind: 'value', type: 'unknown', before: { words: 'w' }, after: { title: 't' } },
    ]);
    expect(diff(repeatable, single('shared.quote'), { a: [quote] }, { a: quote })).toEqual([
      { field: 'a', kind: 'value', type: 'unknown', before: [{ words: 'w' }], after: { words: 'w' } },
    ]);
  });

  it('can be compared although a component is gone from both', () => {
    const bare: DiffShape = { ...ARTICLE, components: {} };
    expect(diff(bare, bare, { seo: { a: 1 } }, { seo: { a: 2 } })).toEqual([
      {
        field: 'seo',
        kind: 'component',
        component: 'shared.seo',
        change: {
          kind: 'changed',
          fields: [{ field: 'a', kind: 'value', type: 'unknown', before: 1, after: 2 }],
        },
      },
    ]);
  });
});
