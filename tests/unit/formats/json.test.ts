import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ExportedRecord } from '../../../server/src/core/formats/project-record';
import {
  AUTHOR,
  authorType,
  exportWhole,
  libraryType,
  openSampleSite,
  PAGE,
  pageType,
  requestFor,
} from './sample-site';
import type { SampleSite } from './sample-site';

interface Document {
  format: string;
  createdAt: string;
  options: object;
  schema: Record<string, { fields: Record<string, object> }>;
  content: Record<string, ExportedRecord[]>;
  assets?: { path: string; documentId: string; base64: string; bytes: number; sha256: string }[];
  checksums: Record<string, { records: number; sha256: string }>;
  counts: object;
  problems: { code: string; item: string }[];
}

describe('An export as JSON', () => {
  let site: SampleSite;
  let folder: string;

  beforeEach(async () => {
    site = await openSampleSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-json-'));
  });

  afterEach(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const json = async (minify = false, more: Parameters<typeof requestFor>[1] = {}) => {
    const made = await exportWhole(site, requestFor({ kind: 'json', minify }, more));
    return { ...made, text: made.bytes.toString(), document: JSON.parse(made.bytes.toString()) as Document };
  };

  function jq(bytes: Buffer, filter: string): string {
    const path = join(folder, 'file.json');
    writeFileSync(path, bytes);
    return execFileSync('jq', ['-c', filter, path], { encoding: 'utf8' }).trim();
  }

  it('is one document with the schema at its head and the sum of each list at its end', async () => {
    await site.addPage({
      documentId: 'one',
      locale: 'en',
      title: 'Line\nfeed',
      data: { b: 1, a: [] },
      author: 1,
    });
    await site.addPage({ documentId: 'one', locale: 'en', published: true, parts: [{ heading: 'x' }] });
    const { document, text, bytes } = await json(false, { types: [authorType, pageType] });
    expect(Object.keys(document)).toEqual([
      ...[
        'format',
        'id',
        'project',
        'createdAt',
        'strapi',
        'plugin',
        'options',
        'schema',
        'missing',
        'content',
      ],
      ...['checksums', 'counts', 'problems'],
    ]);
    expect(document.format).toBe('keepsake export 1');
    expect(document.schema[PAGE]!.fields).toMatchObject({
      title: { type: 'string' },
      author: { type: 'relation', target: AUTHOR, multiple: false },
      zone: { type: 'dynamiczone', components: { 'page.box': { box: { type: 'integer' } } } },
    });
    expect(document.counts).toEqual({ documents: 3, records: 4, files: 0 });
    const [draft, published] = document.content[PAGE]!;
    expect(draft).toMatchObject({
      contentType: PAGE,
      documentId: 'one',
      locale: 'en',
      status: 'draft',
      fields: {
        title: 'Line\nfeed',
        summary: null,
        data: { a: [], b: 1 },
        seo: null,
        parts: [],
        author: [{ type: AUTHOR, documentId: 'author-ada', inverseOrder: 1 }],
      },
    });
    expect(Object.keys(draft!.fields)).toEqual(pageType.fields.map(({ name }) => name));
    expect(published).toMatchObject({
      status: 'published',
      fields: { parts: [{ heading: 'x', items: [] }] },
    });
    for (const [uid, { records, sha256 }] of Object.entries(document.checksums)) {
      const lines = document.content[uid]!.map((record) => `${JSON.stringify(record)}\n`).join('');
      expect(document.content[uid]).toHaveLength(records);
      expect(createHash('sha256').update(lines).digest('hex')).toBe(sha256);
    }
    expect(text).toContain('\n  "content": {\n    "api::author.author": [\n      {\n        "contentType"');
    expect(jq(bytes, '[.content[][].documentId]')).toBe('["author-ada","author-bob","one","one"]');
  });

  it('says the same in one line when it is minified', async () => {
    await site.addPage({ documentId: 'one', title: 'x' });
    const [wide, small] = [await json(), await json(true)];
    expect(small.document).toEqual(wide.document);
    expect(small.text.trim().split('\n')).toHaveLength(1);
    expect(small.bytes.length).toBeLessThan(wide.bytes.length);
  });

  it('is whole with nothing in it', async () => {
    for (const minify of [true, false]) {
      const { document } = await json(minify);
      expect(document.content).toEqual({ [PAGE]: [] });
    }
  });

  it('has a record per line as NDJSON, which jq reads as it comes', async () => {
    await site.addPage({ documentId: 'one', title: 'a\nb' });
    await site.addPage({ documentId: 'two' });
    const { bytes, extension } = await exportWhole(site, requestFor({ kind: 'ndjson' }));
    expect(extension).toBe('ndjson');
    expect(bytes.toString().trim().split('\n')).toHaveLength(2);
    expect(jq(bytes, '[.contentType, .documentId, .fields.title]').split('\n')).toEqual([
      '["api::page.page","one","a\\nb"]',
      '["api::page.page","two",null]',
    ]);
  });

  it('selects documents, locales and status', async () => {
    for (const documentId of ['one', 'two'])
      for (const locale of ['en', 'de'])
        for (const published of [false, true]) await site.addPage({ documentId, locale, published });
    await site.addPage({ documentId: 'one' });
    const filter = { documentIds: ['one'], locales: ['en'], status: 'published' as const };
    const keys = async (chosen: object) =>
      (await json(true, { filter: chosen })).document.content[PAGE]!.map(
        ({ documentId, locale, status }) => `${documentId} ${locale} ${status}`,
      );
    expect(await keys(filter)).toEqual(['one en published']);
    // What has no locale is in all of them.
    expect(await keys({ documentIds: ['one'], locales: ['de'], status: 'draft' })).toEqual([
      'one de draft',
      'one null draft',
    ]);
    expect(await keys({})).toHaveLength(9);
  });

  it('shows of each row the fields of the rights that name it, and no row that none names', async () => {
    const ids: number[] = [];
    for (const documentId of ['own', 'shared', 'hidden'])
      ids.push(await site.addPage({ documentId, title: 't', summary: 's', seo: { title: 'm' } }));
    const grants = [
      { paths: ['title'], rowIds: [ids[0]!, ids[1]!] },
      { paths: ['summary', 'seo.title'], rowIds: [ids[0]!] },
    ];
    const { document, text } = await json(true, { types: [{ ...pageType, grants }] });
    const records = document.content[PAGE]!;
    expect(records.map(({ documentId }) => documentId)).toEqual(['own', 'shared']);
    expect(records[0]!.fields).toMatchObject({ title: 't', summary: 's', seo: { title: 'm' } });
    expect(Object.keys(records[1]!.fields)).toEqual(['title', 'updatedAt']);
    expect(document.counts).toMatchObject({ documents: 2, records: 2 });
    expect(text).not.toContain('hidden');
  });

  it('reads long lists of rows that rights name', async () => {
    const rows = Array.from({ length: 2500 }, (_, at) => ({ document_id: `page-${at}`, title: `t${at}` }));
    await site.db.batchInsert('pages', rows, 100);
    const rowIds = rows.map((_, at) => at + 1).filter((id) => id % 2 === 0);
    const { document } = await json(true, { types: [{ ...pageType, grants: [{ paths: null, rowIds }] }] });
    expect(document.content[PAGE]).toHaveLength(1250);
    expect(document.counts).toMatchObject({ documents: 1250, records: 1250 });
  });

  it('puts entries into links as deep as is wanted, and only those that may be read', async () => {
    const picture = await site.addFile('tree.txt', Buffer.from('tree'), 1);
    await site.addPage({ documentId: 'one', author: 1, picture });
    await site.addPage({ documentId: 'two', author: 2 });
    const targets = {
      [AUTHOR]: { ...authorType, grants: [{ paths: null, rowIds: [1] }] },
      [libraryType.uid]: libraryType,
    };
    const { document } = await json(true, { populate: 1, targets });
    const [one, two] = document.content[PAGE]!;
    expect(one!.fields).toMatchObject({
      author: [{ documentId: 'author-ada', fields: { name: 'Ada' } }],
      picture: [{ fields: { name: 'tree.txt', folder: [{ documentId: 'folder-a' }] } }],
    });
    expect(two!.fields.author).toEqual([{ type: AUTHOR, documentId: 'author-bob', inverseOrder: 2 }]);
  });

  it('has files with their bytes in base64, those that the records show, and names what is gone', async () => {
    const bytes = Buffer.from('some bytes whose length is no multiple of three…');
    const shown = await site.addFile('shown.txt', bytes, 1);
    await site.addFile('told.txt', Buffer.from('told'));
    await site.addFile('other.txt', Buffer.from('other'));
    const gone = await site.addFile('gone.txt', null);
    await site.addPage({
      documentId: 'one',
      picture: shown,
      summary: '![](/uploads/small_told_0123456789.txt)',
    });
    await site.addPage({ documentId: 'two', picture: gone });
    const { document, problems } = await json(false, { assets: 'linked' });
    expect(document.assets!.map(({ path }) => path)).toEqual([
      'media/Walks_ 2026/shown.txt',
      'media/told.txt',
    ]);
    const [asset] = document.assets!;
    expect(Buffer.from(asset!.base64, 'base64').equals(bytes)).toBe(true);
    expect(asset).toMatchObject({
      documentId: shown,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(document.content[libraryType.uid]!.map(({ file, url }) => [file, url])).toEqual([
      ['media/Walks_ 2026/shown.txt', '/uploads/shown_0123456789.txt'],
      ['media/told.txt', '/uploads/told_0123456789.txt'],
      [null, '/uploads/gone_0123456789.txt'],
    ]);
    expect(problems).toMatchObject([{ code: 'media_missing', item: 'gone_0123456789.txt' }]);
    expect(document.problems).toEqual(problems);
    const all = await json(true, { assets: 'all' });
    expect(all.document.assets).toHaveLength(3);
  });

  it('breaks off when it is cancelled', async () => {
    await site.addPage({ documentId: 'one' });
    const { makeExport } = await import('../../../server/src/core/formats/make-export');
    const cancelled = new AbortController();
    const request = requestFor({ kind: 'json', minify: false });
    const { content } = await makeExport(site, request, { signal: cancelled.signal });
    cancelled.abort(new Error('enough'));
    await expect(async () => {
      for await (const _ of content) void _;
    }).rejects.toThrow('enough');
  });
});
