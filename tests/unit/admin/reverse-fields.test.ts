import { reverseFields } from '../../../admin/src/services/reverseFields';
import type { FieldDiff } from '../../../shared/contracts/diffs';

const TITLE: FieldDiff = {
  field: 'title',
  kind: 'text',
  type: 'string',
  parts: [
    { kind: 'same', text: 'A ' },
    { kind: 'removed', text: 'short' },
    { kind: 'added', text: 'long' },
  ],
};

const LINKS: FieldDiff = {
  field: 'links',
  kind: 'components',
  zone: false,
  list: {
    before: 3,
    after: 3,
    items: [
      { kind: 'moved', from: 2, to: 0, label: 'C', change: { component: 'shared.link', fields: [TITLE] } },
      { kind: 'removed', from: 1, label: 'B', value: { component: 'shared.link', value: {} } },
      { kind: 'added', to: 2, label: 'D', value: { component: 'shared.link', value: {} } },
    ],
  },
};

describe('A diff the other way round', () => {
  it('takes away what was added and puts back what was removed', () => {
    expect(reverseFields([TITLE])).toMatchObject([
      {
        parts: [
          { kind: 'same', text: 'A ' },
          { kind: 'removed', text: 'long' },
          { kind: 'added', text: 'short' },
        ],
      },
    ]);
  });

  it('moves items back, with what changed in them', () => {
    expect(reverseFields([LINKS])).toMatchObject([
      {
        list: {
          items: [
            { kind: 'added', to: 1, label: 'B' },
            {
              kind: 'moved',
              from: 0,
              to: 2,
              change: { fields: [{ parts: [{}, { kind: 'removed' }, { kind: 'added' }] }] },
            },
            { kind: 'removed', from: 2, label: 'D' },
          ],
        },
      },
    ]);
  });

  it('gives values, keys of data, components and links back', () => {
    const there: FieldDiff[] = [
      { field: 'rating', kind: 'value', type: 'decimal', before: '1', after: '2' },
      {
        field: 'facts',
        kind: 'json',
        change: { kind: 'object', keys: [{ key: 'a', kind: 'added', value: 1 }] },
      },
      { field: 'seo', kind: 'component', component: 'shared.seo', change: { kind: 'added', value: {} } },
      {
        field: 'author',
        kind: 'links',
        media: false,
        before: 0,
        after: 1,
        numbers: [[1, 1]],
        items: [
          {
            kind: 'added',
            from: null,
            to: 0,
            label: 'Ada',
            target: { uid: 'api::author.author', documentId: 'a', locale: null, status: null, field: null },
          },
        ],
      },
    ];
    expect(reverseFields(there)).toMatchObject([
      { before: '2', after: '1' },
      { change: { keys: [{ key: 'a', kind: 'removed' }] } },
      { change: { kind: 'removed' } },
      { before: 1, after: 0, numbers: [], items: [{ kind: 'removed', from: 0, to: null }] },
    ]);
    expect(reverseFields(reverseFields(there))).toEqual(
      there.map((field) => (field.kind === 'links' ? { ...field, numbers: [] } : field)),
    );
  });
});
