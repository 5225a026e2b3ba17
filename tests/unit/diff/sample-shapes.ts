import type { DiffShape } from '../../../server/src/core/diff/shape-fields';
import type {
  ColumnPlan,
  ColumnType,
  LinkPlan,
  ShapePlan,
} from '../../../server/src/core/snapshot/read-plan';

/** Attribute types of Strapi, with the type of the column that holds each. */
export const COLUMN_TYPES: Record<string, ColumnType> = {
  string: 'text',
  text: 'text',
  richtext: 'text',
  blocks: 'json',
  enumeration: 'text',
  email: 'text',
  uid: 'text',
  password: 'text',
  integer: 'integer',
  biginteger: 'biginteger',
  decimal: 'decimal',
  float: 'float',
  boolean: 'boolean',
  datetime: 'datetime',
  date: 'date',
  time: 'time',
  json: 'json',
};

export function column(attribute: string, attributeType: string): ColumnPlan {
  const type = COLUMN_TYPES[attributeType] as ColumnType;
  return { attribute, column: attribute, type, attributeType, role: 'record' };
}

export function shapeOf(columns: ColumnPlan[], rest: Partial<ShapePlan> = {}): ShapePlan {
  return { table: 't', columns, components: [], componentTable: null, links: [], ...rest };
}

const relation = (attribute: string): LinkPlan => ({
  kind: 'table',
  attribute,
  table: 'l',
  source: 's',
  target: 't',
  targetUid: 'api::tag.tag',
  order: 'o',
  inverseOrder: 'i',
});

const media = (attribute: string): LinkPlan => ({
  kind: 'morphBy',
  attribute,
  table: 'l',
  target: 'file_id',
  targetUid: 'plugin::upload.file',
  idColumn: 'i',
  typeColumn: 't',
  typeValue: 'api::article.article',
});

/** A field of every attribute type, called by it, and every kind of component field and link. */
export const ARTICLE: DiffShape = {
  shape: shapeOf(
    Object.keys(COLUMN_TYPES).map((type) => column(type, type)),
    {
      components: [
        { attribute: 'seo', kind: 'single', components: ['shared.seo'] },
        { attribute: 'sections', kind: 'repeatable', components: ['shared.section'] },
        { attribute: 'zone', kind: 'zone', components: ['shared.section', 'shared.quote'] },
      ],
      componentTable: 'c',
      links: [
        relation('tags'),
        { kind: 'column', attribute: 'author', column: 'author_id', targetUid: 'api::author.author' },
        { kind: 'morphColumn', attribute: 'owner', idColumn: 'i', typeColumn: 't' },
        {
          kind: 'morphTable',
          attribute: 'related',
          table: 'm',
          source: 's',
          idColumn: 'i',
          typeColumn: 't',
          claimed: [],
        },
        media('pictures'),
      ],
    },
  ),
  components: {
    'shared.seo': shapeOf([column('title', 'string'), column('score', 'integer')], {
      components: [{ attribute: 'entries', kind: 'repeatable', components: ['shared.section'] }],
    }),
    'shared.section': shapeOf([column('heading', 'string'), column('text', 'richtext')], {
      links: [relation('related')],
    }),
    'shared.quote': shapeOf([column('words', 'text'), column('code', 'password')]),
  },
};
