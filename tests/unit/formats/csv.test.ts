import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { CSV_DEFAULTS, ROUND_TRIP } from '../../../server/src/core/formats/csv-settings';
import type { CsvSettings } from '../../../server/src/core/formats/csv-settings';
import { readCsv } from '../../../server/src/core/formats/read-csv';
import type { ExportedRecord } from '../../../server/src/core/formats/project-record';
import { authorType, exportWhole, openSampleSite, pageType, requestFor } from './sample-site';
import type { SampleSite } from './sample-site';

const csv = (settings: Partial<CsvSettings> = {}) => ({ kind: 'csv' as const, ...CSV_DEFAULTS, ...settings });

describe('An export as CSV', () => {
  let site: SampleSite;
  let folder: string;

  beforeEach(async () => {
    site = await openSampleSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-csv-'));
  });

  afterEach(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function rowsOf(settings: Partial<CsvSettings> = {}): Promise<Record<string, string>[]> {
    const { bytes } = await exportWhole(site, requestFor(csv(settings)));
    return parse(bytes, { columns: true, bom: true, delimiter: settings.delimiter ?? ',' });
  }

  /** By Python's csv in strict mode. */
  function readByPython(bytes: Buffer, delimiter: string): string[][] {
    const path = join(folder, 'file.csv');
    writeFileSync(path, bytes);
    const code = `import csv, json, sys
rows = csv.reader(open(sys.argv[1], encoding='utf-8', newline=''), delimiter=sys.argv[2], strict=True)
print(json.dumps(list(rows)))`;
    const out = execFileSync('python3', ['-c', code, path, delimiter], { encoding: 'utf8', maxBuffer: 64e6 });
    return JSON.parse(out) as string[][];
  }

  /** By the system's unzip, which checks every sum. */
  function unzip(bytes: Buffer): Map<string, Buffer> {
    const path = join(folder, 'files.zip');
    writeFileSync(path, bytes);
    execFileSync('unzip', ['-tq', path]);
    const names = execFileSync('unzip', ['-Z1', path], { encoding: 'utf8' }).trim().split('\n');
    return new Map(
      names.map((name) => [name, execFileSync('unzip', ['-p', path, name.replace(/[[\]]/g, '\\$&')])]),
    );
  }

  it('has a row per record, columns in the order of the schema, and components in columns', async () => {
    await site.addPage({
      documentId: 'one',
      locale: 'en',
      title: 'A "quoted", title',
      summary: 'two\nlines; here',
      views: 7,
      big: '9007199254740993',
      price: -1.5,
      shown: true,
      data: { a: [1, 'x'] },
      seo: { title: 'Found' },
      parts: [{ heading: 'First' }],
      author: 1,
    });
    await site.addPage({ documentId: 'two', published: true });
    const [one, two] = await rowsOf();
    expect(Object.keys(one!)).toEqual([
      ...['documentId', 'locale', 'status', 'title', 'summary', 'views', 'big', 'price', 'shown', 'data'],
      ...['seo.title', 'parts', 'zone', 'author', 'picture', 'updatedAt'],
    ]);
    expect(one).toEqual({
      documentId: 'one',
      locale: 'en',
      status: 'draft',
      title: 'A "quoted", title',
      summary: 'two\nlines; here',
      views: '7',
      big: '9007199254740993',
      price: '-1.5',
      shown: 'true',
      data: '{"a":[1,"x"]}',
      'seo.title': 'Found',
      parts: '[{"heading":"First","items":[]}]',
      zone: '[]',
      author: 'author-ada',
      picture: '',
      updatedAt: '2026-01-02T03:04:05.678Z',
    });
    expect(two).toMatchObject({ documentId: 'two', locale: '', status: 'published', title: '', price: '' });
  });

  it.each([',', ';', '\t', '|'] as const)(
    'says the same to Python with %j between cells',
    async (delimiter) => {
      await site.addPage({ documentId: 'one', title: 'a,b;c\td|e', summary: '"\r\n"', price: -3 });
      const { bytes } = await exportWhole(site, requestFor(csv({ delimiter, bom: false })));
      const [header, row] = readByPython(bytes, delimiter);
      const cells = Object.fromEntries(header!.map((name, at) => [name, row![at]]));
      expect(cells).toMatchObject({ title: 'a,b;c\td|e', summary: '"\r\n"', price: '-3' });
      // RFC 4180: each line ends by CR LF, the last one too.
      expect(bytes.subarray(-2).toString()).toBe('\r\n');
    },
  );

  it('escapes formulas in texts of every kind, and leaves numbers alone', async () => {
    const cells = ['=HYPERLINK("http://x";"y")', '+1', '@x', '\tx', '\nx', '"=1"', '-2'];
    for (const [at, text] of cells.entries()) {
      await site.addPage({
        documentId: `page-${at}`,
        title: text,
        summary: text,
        price: -2,
        seo: { title: text },
      });
    }
    for (const [at, row] of (await rowsOf()).entries()) {
      const text = cells[at] === '"=1"' ? cells[at] : `'${cells[at]!}`;
      expect(row).toMatchObject({ title: text, summary: text, 'seo.title': text, price: '-2' });
    }
    const [plain] = await rowsOf({ escapeFormulas: false });
    expect(plain!.title).toBe(cells[0]);
  });

  it('escapes what stands in a number’s column and is none', async () => {
    await site.addPage({ documentId: 'one', price: '=1+1' as never, big: '+cmd' as never });
    expect((await rowsOf())[0]).toMatchObject({ price: "'=1+1", big: "'+cmd" });
  });

  it('has a byte order mark and labels where they are wanted', async () => {
    await site.addPage({ documentId: 'one', title: 'x' });
    const { bytes } = await exportWhole(site, requestFor(csv({ bom: true, header: 'labels' })));
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const [header] = parse(bytes, { bom: true });
    expect(header).toEqual(expect.arrayContaining(['documentId', 'The title', 'The seo: The title']));
  });

  it('puts lists into as many columns as the longest needs', async () => {
    await site.addPage({
      documentId: 'one',
      parts: [{ heading: 'a', items: [{ text: '1' }, { text: '2' }] }, { heading: 'b' }],
      zone: [{ quote: 'q' }, { box: 5 }],
    });
    await site.addPage({ documentId: 'two', parts: [{ heading: 'c' }] });
    const [one, two] = await rowsOf({ repeatables: 'columns' });
    expect(one).toMatchObject({
      'parts[1].heading': 'a',
      'parts[1].items[1].text': '1',
      'parts[1].items[2].text': '2',
      'parts[2].heading': 'b',
      'zone[1].__component': 'page.quote',
      'zone[1].page.quote.quote': 'q',
      'zone[1].page.box.box': '',
      'zone[2].page.box.box': '5',
    });
    expect(two).toMatchObject({ 'parts[1].heading': 'c', 'parts[2].heading': '', 'zone[1].__component': '' });
    expect(Object.keys(one!)).not.toContain('parts[2].items[1].text');
  });

  it('puts lists into files of their own, each row with its record and place', async () => {
    await site.addPage({
      documentId: 'one',
      locale: 'en',
      parts: [{ heading: 'a' }, { heading: 'b', items: [{ text: '1' }, { text: '2' }] }],
      zone: [{ box: 5 }],
    });
    const { extension, bytes, counts } = await exportWhole(site, requestFor(csv({ repeatables: 'files' })));
    expect(extension).toBe('zip');
    const files = unzip(bytes);
    const table = (name: string) => parse(files.get(name)!, { columns: true });
    const keys = { documentId: 'one', locale: 'en', status: 'draft' };
    expect(table('page.parts.csv')).toEqual([
      { ...keys, position: '1', heading: 'a' },
      { ...keys, position: '2', heading: 'b' },
    ]);
    expect(table('page.parts.items.csv')).toEqual([
      { ...keys, position: '2.1', text: '1' },
      { ...keys, position: '2.2', text: '2' },
    ]);
    expect(table('page.zone.csv')).toEqual([
      { ...keys, position: '1', __component: 'page.box', 'page.quote.quote': '', 'page.box.box': '5' },
    ]);
    expect(Object.keys(table('page.csv')[0] as object)).not.toContain('parts');
    // Reading the pages again for their lists counts them once.
    expect(counts).toEqual({ documents: 1, records: 1, files: 0 });
  });

  it('goes on in a next file when one is full, and lists all with their sums', async () => {
    for (let at = 0; at < 7; at += 1) await site.addPage({ documentId: `page-${at}` });
    const { extension, bytes } = await exportWhole(site, requestFor(csv({ rowsPerFile: 3 })));
    expect(extension).toBe('zip');
    const files = unzip(bytes);
    expect([...files.keys()]).toEqual(['page.csv', 'page (2).csv', 'page (3).csv', 'manifest.json']);
    const ids = [...files.values()]
      .slice(0, 3)
      .flatMap((file) => parse(file, { columns: true }) as { documentId: string }[])
      .map(({ documentId }) => documentId);
    expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6].map((at) => `page-${at}`));
    const manifest = JSON.parse(files.get('manifest.json')!.toString()) as { files: { bytes: number }[] };
    expect(manifest.files.map((file) => file.bytes)).toEqual(
      [...files.values()].slice(0, 3).map((f) => f.length),
    );
    expect((await exportWhole(site, requestFor(csv({ rowsPerFile: 7 })))).extension).toBe('csv');
  });

  it('has a file per content type, an empty one too', async () => {
    const types = [pageType, authorType];
    const { bytes } = await exportWhole(site, requestFor(csv(), { types }));
    const files = unzip(bytes);
    expect(parse(files.get('page.csv')!, { columns: true })).toEqual([]);
    expect(parse(files.get('author.csv')!, { columns: true })).toMatchObject([
      { name: 'Ada' },
      { name: "'=2+2" },
    ]);
  });

  it('is refused where a list would take more columns than a sheet has', async () => {
    const parts = Array.from({ length: 17_000 }, () => ({ heading: 'x' }));
    await site.addPage({ documentId: 'one', parts: parts.slice(0, 200) });
    await site.db
      .raw(
        `insert into pages_cmps (entity_id, cmp_id, component_type, field, "order")
       select 1, 1, 'page.part', 'parts', value from generate_series(300, 17000)`,
      )
      .catch(async () => {
        const rows = parts.map((_, at) => ({
          entity_id: 1,
          cmp_id: 1,
          component_type: 'page.part',
          field: 'parts',
          order: 300 + at,
        }));
        await site.db.batchInsert('pages_cmps', rows, 500);
      });
    await expect(exportWhole(site, requestFor(csv({ repeatables: 'columns' })))).rejects.toMatchObject({
      code: 'csv_too_wide',
    });
  });

  describe('in the profile roundTrip', () => {
    const format = csv(ROUND_TRIP);

    async function readBack(): Promise<{ before: ExportedRecord[]; after: ExportedRecord[] }> {
      const json = await exportWhole(site, requestFor({ kind: 'ndjson' }));
      const before = json.bytes
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ExportedRecord);
      const { bytes } = await exportWhole(site, requestFor(format));
      const after: ExportedRecord[] = [];
      for await (const record of readCsv(inBits(bytes), pageType)) after.push(record);
      return { before, after };
    }

    it('reads back to the same records: empty texts and none, components that are empty and none', async () => {
      await site.addPage({
        documentId: 'one',
        title: '',
        summary: null,
        views: 0,
        shown: false,
        seo: { title: null },
      });
      await site.addPage({ documentId: 'two', data: '', price: 0.1, big: '-9223372036854775808', author: 2 });
      await site.addPage({
        documentId: 'three',
        locale: 'de',
        published: true,
        data: null,
        zone: [{ quote: '=1' }],
      });
      const { before, after } = await readBack();
      expect(after).toEqual(before);
      expect(before).toHaveLength(3);
    });

    it('reads back whatever text and JSON there is', async () => {
      const text = fc.oneof(
        fc.string({
          unit: fc.constantFrom('=', "'", '"', ',', ';', '\r', '\n', '\t', ' ', 'x', '+', '-', '@'),
        }),
        fc.string({ unit: 'grapheme' }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(text, text, fc.jsonValue()), { minLength: 1 }), async (rows) => {
          await site.db('pages').delete();
          for (const [at, [title, summary, data]] of rows.entries())
            await site.addPage({ documentId: `page-${at}`, title, summary, data, seo: { title } });
          const { before, after } = await readBack();
          expect(after).toEqual(before);
        }),
        { numRuns: 40 },
      );
    });

    it('names the column that no field has', async () => {
      await expect(async () => {
        for await (const _ of readCsv(inBits(Buffer.from('documentId,colour\r\na,red\r\n')), pageType))
          void _;
      }).rejects.toMatchObject({
        code: 'csv_unreadable',
        message: expect.stringContaining('colour') as unknown,
      });
    });
  });
});

async function* inBits(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}
