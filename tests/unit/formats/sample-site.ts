import { Readable } from 'node:stream';

import knex from 'knex';
import type { Knex } from 'knex';

import type { ExportFormat, ExportRequest } from '../../../server/src/core/formats/export-request';
import type { ExportField, ExportType } from '../../../server/src/core/formats/export-schema';
import { makeExport } from '../../../server/src/core/formats/make-export';
import type { ExportResult } from '../../../server/src/core/formats/make-export';
import type { ExportSource } from '../../../server/src/core/formats/record-source';
import type {
  ColumnPlan,
  ColumnType,
  ReadPlan,
  ShapePlan,
  TypePlan,
} from '../../../server/src/core/snapshot/read-plan';

/** A site of tables alone: pages with every kind of field, their authors, and a media library. */
export interface SampleSite extends ExportSource {
  close(): Promise<void>;
  addPage(page: Page): Promise<number>;
  addFile(name: string, bytes: Buffer | null, folder?: number): Promise<string>;
}

export interface Page {
  documentId: string;
  locale?: string;
  published?: boolean;
  title?: string | null;
  summary?: string | null;
  views?: number | null;
  big?: string | null;
  price?: number | null;
  shown?: boolean | null;
  data?: unknown;
  author?: number;
  seo?: { title: string | null };
  parts?: { heading: string | null; items?: { text: string | null }[] }[];
  /** Of the zone: quotes and boxes. */
  zone?: ({ quote: string } | { box: number })[];
  picture?: string;
}

export const PAGE = 'api::page.page';
export const AUTHOR = 'api::author.author';
const FILE = 'plugin::upload.file';
const FOLDER = 'plugin::upload.folder';
const STAMP = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

const column = (attribute: string, type: ColumnType, attributeType: string = type): ColumnPlan => ({
  attribute,
  column: attribute,
  type,
  attributeType,
  role: 'record',
});
const shape = (table: string, columns: ColumnPlan[], more: Partial<ShapePlan> = {}): ShapePlan => ({
  table,
  columns,
  components: [],
  componentTable: null,
  links: [],
  ...more,
});
const type = (uid: string, own: ShapePlan, draftAndPublish: boolean): TypePlan => ({
  ...own,
  uid,
  part: uid.startsWith('api::') ? 'content' : 'media',
  displayName: uid,
  singleType: false,
  key: { kind: 'document', draftAndPublish },
  labelColumn: null,
  tracksAuthors: false,
  only: null,
});

const pictures = {
  kind: 'morphBy',
  attribute: 'picture',
  table: 'files_related',
  target: 'file_id',
  targetUid: FILE,
  idColumn: 'related_id',
  typeColumn: 'related_type',
  single: true,
  typeValue: PAGE,
} as const;

const plan: ReadPlan = {
  client: 'sqlite',
  databaseSchema: null,
  types: [
    type(AUTHOR, shape('authors', [column('name', 'text', 'string')]), false),
    type(
      PAGE,
      shape(
        'pages',
        [
          column('title', 'text', 'string'),
          column('summary', 'text'),
          column('views', 'integer'),
          column('big', 'biginteger'),
          column('price', 'decimal'),
          column('shown', 'boolean'),
          column('data', 'json'),
          { ...column('updatedAt', 'datetime'), column: 'updated_at' },
        ],
        {
          componentTable: 'pages_cmps',
          components: [
            { attribute: 'seo', kind: 'single', components: ['page.seo'] },
            { attribute: 'parts', kind: 'repeatable', components: ['page.part'] },
            { attribute: 'zone', kind: 'zone', components: ['page.quote', 'page.box'] },
          ],
          links: [
            {
              kind: 'table',
              attribute: 'author',
              table: 'pages_author_lnk',
              source: 'page_id',
              target: 'author_id',
              targetUid: AUTHOR,
              order: null,
              inverseOrder: 'page_ord',
              single: true,
            },
            pictures,
          ],
        },
      ),
      true,
    ),
    type(
      FILE,
      shape(
        'files',
        [
          column('name', 'text', 'string'),
          column('hash', 'text', 'string'),
          column('ext', 'text', 'string'),
          column('mime', 'text', 'string'),
          { ...column('url', 'text', 'string'), role: 'aside' },
        ],
        {
          links: [{ kind: 'column', attribute: 'folder', column: 'folder_id', targetUid: FOLDER }],
        },
      ),
      false,
    ),
    type(FOLDER, shape('folders', [column('name', 'text', 'string')]), false),
  ],
  components: {
    'page.seo': shape('seos', [column('title', 'text', 'string')]),
    'page.part': shape('parts', [column('heading', 'text', 'string')], {
      componentTable: 'parts_cmps',
      components: [{ attribute: 'items', kind: 'repeatable', components: ['page.item'] }],
    }),
    'page.item': shape('items', [column('text', 'text', 'string')]),
    'page.quote': shape('quotes', [column('quote', 'text', 'string')]),
    'page.box': shape('boxes', [column('box', 'integer')]),
  },
  targets: Object.fromEntries(
    [
      [PAGE, 'pages', true],
      [AUTHOR, 'authors', false],
      [FILE, 'files', false],
      [FOLDER, 'folders', false],
    ].map(([uid, table, draftAndPublish]) => [uid, { table, draftAndPublish }]),
  ) as ReadPlan['targets'],
};

const value = (name: string, columnType: ColumnType, attributeType: string = columnType): ExportField => ({
  kind: 'value',
  name,
  label: `The ${name}`,
  type: attributeType,
  column: columnType,
});

export const pageType: ExportType = {
  uid: PAGE,
  name: 'page',
  displayName: 'Page',
  grants: null,
  fields: [
    value('title', 'text', 'string'),
    value('summary', 'text'),
    value('views', 'integer'),
    value('big', 'biginteger'),
    value('price', 'decimal'),
    value('shown', 'boolean'),
    value('data', 'json'),
    {
      kind: 'component',
      name: 'seo',
      label: 'The seo',
      component: 'page.seo',
      repeatable: false,
      fields: [value('title', 'text', 'string')],
    },
    {
      kind: 'component',
      name: 'parts',
      label: 'The parts',
      component: 'page.part',
      repeatable: true,
      fields: [
        value('heading', 'text', 'string'),
        {
          kind: 'component',
          name: 'items',
          label: 'The items',
          component: 'page.item',
          repeatable: true,
          fields: [value('text', 'text', 'string')],
        },
      ],
    },
    {
      kind: 'zone',
      name: 'zone',
      label: 'The zone',
      components: [
        { uid: 'page.quote', fields: [value('quote', 'text', 'string')] },
        { uid: 'page.box', fields: [value('box', 'integer')] },
      ],
    },
    { kind: 'link', name: 'author', label: 'The author', target: AUTHOR, multiple: false },
    { kind: 'link', name: 'picture', label: 'The picture', target: FILE, multiple: false },
    value('updatedAt', 'datetime'),
  ],
};

export const authorType: ExportType = {
  uid: AUTHOR,
  name: 'author',
  displayName: 'Author',
  grants: null,
  fields: [value('name', 'text', 'string')],
};

export const libraryType: ExportType = {
  uid: FILE,
  name: 'plugin.upload.file',
  displayName: 'File',
  grants: null,
  fields: [
    value('name', 'text', 'string'),
    value('hash', 'text', 'string'),
    value('ext', 'text', 'string'),
    value('mime', 'text', 'string'),
    { kind: 'link', name: 'folder', label: 'The folder', target: FOLDER, multiple: false },
  ],
};

export async function openSampleSite(): Promise<SampleSite> {
  const db = knex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    pool: { min: 1, max: 1 },
    useNullAsDefault: true,
  });
  await createTables(db);
  const bytes = new Map<string, Buffer>();
  return {
    db,
    plan,
    media: {
      size: async ({ hash }) => bytes.get(hash)?.length ?? null,
      read: async ({ hash }) => Readable.from([bytes.get(hash)!], { objectMode: false }),
    },
    close: () => db.destroy(),
    addPage: (page) => addPage(db, page),
    async addFile(name, content, folder) {
      const [stem, ext] = [name.replace(/\.\w+$/, ''), name.slice(name.lastIndexOf('.'))];
      const hash = `${stem}_0123456789`;
      if (content) bytes.set(hash, content);
      const document_id = `file-${stem}`;
      const url = `/uploads/${hash}${ext}`;
      await db('files').insert({
        document_id,
        name,
        hash,
        ext,
        mime: 'text/plain',
        url,
        folder_id: folder ?? null,
      });
      return document_id;
    },
  };
}

async function createTables(db: Knex): Promise<void> {
  const keys = ['document_id', 'locale', 'published_at', 'updated_at'];
  const tables: Record<string, string[]> = {
    authors: [...keys, 'name'],
    pages: [...keys, 'title', 'summary', 'views', 'big', 'price', 'shown', 'data'],
    files: [...keys, 'name', 'hash', 'ext', 'mime', 'url', 'folder_id'],
    folders: [...keys, 'name'],
    seos: ['title'],
    parts: ['heading'],
    items: ['text'],
    quotes: ['quote'],
    boxes: ['box'],
    pages_cmps: ['entity_id', 'cmp_id', 'component_type', 'field', 'order'],
    parts_cmps: ['entity_id', 'cmp_id', 'component_type', 'field', 'order'],
    pages_author_lnk: ['page_id', 'author_id', 'page_ord'],
    files_related: ['file_id', 'related_id', 'related_type', 'field', 'order'],
  };
  for (const [table, columns] of Object.entries(tables)) {
    await db.schema.createTable(table, (made) => {
      made.increments();
      // Columns without a type keep what is put into them.
      for (const name of columns) made.specificType(name, '');
    });
  }
  await db('authors').insert([
    { document_id: 'author-ada', name: 'Ada' },
    { document_id: 'author-bob', name: '=2+2' },
  ]);
  await db('folders').insert({ document_id: 'folder-a', name: 'Walks: 2026' });
}

async function addPage(db: Knex, page: Page): Promise<number> {
  const {
    documentId,
    locale = null,
    published = false,
    data,
    author,
    seo,
    parts,
    zone,
    picture,
    ...own
  } = page;
  const [row] = (await db('pages')
    .insert({
      document_id: documentId,
      locale,
      published_at: published ? STAMP : null,
      updated_at: STAMP,
      data: data === undefined ? null : JSON.stringify(data),
      ...own,
    })
    .returning('id')) as [{ id: number }];
  const put = async (
    owner: string,
    entity: number,
    field: string,
    order: number,
    uid: string,
    table: string,
    values: object,
  ) => {
    const [part] = (await db(table).insert(values).returning('id')) as [{ id: number }];
    await db(owner).insert({ entity_id: entity, cmp_id: part.id, component_type: uid, field, order });
    return part.id;
  };
  if (seo) await put('pages_cmps', row.id, 'seo', 1, 'page.seo', 'seos', seo);
  for (const [at, { heading, items = [] }] of (parts ?? []).entries()) {
    const id = await put('pages_cmps', row.id, 'parts', at + 1, 'page.part', 'parts', { heading });
    for (const [order, item] of items.entries())
      await put('parts_cmps', id, 'items', order + 1, 'page.item', 'items', item);
  }
  for (const [at, part] of (zone ?? []).entries()) {
    const [uid, table] = 'quote' in part ? ['page.quote', 'quotes'] : ['page.box', 'boxes'];
    await put('pages_cmps', row.id, 'zone', at + 1, uid!, table!, part);
  }
  if (author) await db('pages_author_lnk').insert({ page_id: row.id, author_id: author, page_ord: row.id });
  if (picture) {
    const file = (await db('files').where({ document_id: picture }).first()) as { id: number };
    await db('files_related').insert({
      file_id: file.id,
      related_id: row.id,
      related_type: PAGE,
      field: 'picture',
      order: 1,
    });
  }
  return row.id;
}

export function requestFor(format: ExportFormat, more: Partial<ExportRequest> = {}): ExportRequest {
  return {
    head: {
      id: 'exportexportexport01',
      project: 'site',
      createdAt: '2026-01-02T03:04:05.678Z',
      strapi: '5.54.0',
      plugin: '0.1.0',
      options: { format: format.kind },
    },
    format,
    types: [pageType],
    targets: {},
    filter: {},
    populate: 0,
    assets: 'none',
    library: libraryType,
    annexes: [],
    missing: [],
    ...more,
  };
}

export interface Exported extends ExportResult {
  extension: string;
  bytes: Buffer;
}

export async function exportWhole(source: ExportSource, request: ExportRequest): Promise<Exported> {
  const made = await makeExport(source, request);
  const parts: Buffer[] = [];
  for await (const part of made.content) parts.push(part);
  return { extension: made.extension, bytes: Buffer.concat(parts), ...made.result() };
}
