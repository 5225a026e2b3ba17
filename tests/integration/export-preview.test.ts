import request from 'supertest';

import type {
  Export,
  ExportChoices,
  ExportEstimate,
  ExportOptions,
  ExportPreview,
  ExportTablePreview,
  ExportTextPreview,
} from '../../shared/contracts/exports';
import { adminWith, superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const FILE = 'plugin::upload.file';
const FORMULA = '=HYPERLINK("http://example.com")';

describe('Before an export', () => {
  let site: Site;
  let boss: string;
  let limited: string;
  let articleId: string;

  beforeAll(async () => {
    site = await openSite();
    boss = await superAdmin(site);
    const [article] = await documents(site, ARTICLE).findMany({ locale: 'en', limit: 1 });
    articleId = article!.documentId;
    await documents(site, ARTICLE).update({
      documentId: articleId,
      locale: 'en',
      data: { excerpt: FORMULA, editorNote: 'Nobody outside reads this.' },
    });
    limited = await adminWith(
      site,
      ['plugin::keepsake.export'],
      [
        {
          action: 'plugin::content-manager.explorer.read',
          subject: ARTICLE,
          conditions: [],
          properties: { fields: ['title', 'seo.metaTitle'], locales: ['en'] },
        },
      ],
    );
  });

  afterAll(() => site.close());

  const ask = (what: string, data: object, token: string) =>
    request(site.server)
      .post(`/keepsake/exports/${what}`)
      .set('Authorization', `Bearer ${token}`)
      .send({ data });

  async function answered<T>(what: string, data: ExportOptions, token = boss): Promise<T> {
    const answer = await ask(what, data, token);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    return (answer.body as { data: T }).data;
  }
  const estimated = (data: ExportOptions, token = boss) => answered<ExportEstimate>('estimate', data, token);
  const previewed = <Kind extends ExportPreview>(data: ExportOptions, token = boss) =>
    answered<Kind>('preview', data, token);

  async function exported(options: ExportOptions): Promise<Export> {
    const { done } = await site.service('exports').start('site', options, {
      id: '1',
      name: null,
      isSuperAdmin: true,
      seesPrivate: true,
      managesOthers: true,
      sees: { activity: true, versions: true },
      ability: null,
    });
    return (await done).export;
  }

  async function choices(token: string): Promise<ExportChoices> {
    const answer = await request(site.server)
      .get('/keepsake/exports/choices')
      .set('Authorization', `Bearer ${token}`);
    expect(answer.status).toBe(200);
    return (answer.body as { data: ExportChoices }).data;
  }

  it('it is said what there is to choose from', async () => {
    const { contentTypes, locales, private: seesPrivate } = await choices(boss);
    expect(seesPrivate).toBe(true);
    expect(locales.map(({ code }) => code)).toEqual(expect.arrayContaining(['en', 'de']));
    const article = contentTypes.find(({ uid }) => uid === ARTICLE)!;
    const live = await site.strapi.db.connection('articles').countDistinct({ n: 'document_id' }).first();
    expect(article).toMatchObject({ displayName: 'Article', part: 'content', documents: Number(live!.n) });
    expect(article.fields).toEqual(
      expect.arrayContaining([
        { path: 'title', label: 'title', type: 'string' },
        { path: 'seo.metaTitle', label: 'seo: metaTitle', type: 'string' },
        { path: 'sections', label: 'sections', type: 'zone' },
      ]),
    );
    expect(article.fields.map(({ path }) => path)).not.toContain('editorNote');
    expect(contentTypes.map(({ uid, part }) => [uid, part])).toEqual(
      expect.arrayContaining([
        [FILE, 'media'],
        ['plugin::users-permissions.user', 'users'],
      ]),
    );
  });

  it('its numbers are those of the export, and its size and time about so', async () => {
    for (const options of [
      { format: 'json' },
      { format: 'json', minify: true, status: 'all', contentTypes: [ARTICLE] },
      { format: 'csv', contentTypes: [ARTICLE], locales: ['de'] },
      { format: 'zip' },
      { format: 'zip', contentTypes: [ARTICLE], documentIds: [articleId] },
      { format: 'zip', contentTypes: [FILE] },
    ] satisfies ExportOptions[]) {
      const estimate = await estimated(options);
      const made = await exported(options);
      const { documents: docs, records, files } = made;
      expect([options, estimate]).toEqual([
        options,
        expect.objectContaining({ documents: docs, files, records: expect.any(Number) as number }),
      ]);
      expect(estimate.records - files).toBe(records);
      expect(estimate.bytes! / made.bytes).toBeGreaterThan(0.5);
      expect(estimate.bytes! / made.bytes).toBeLessThan(2);
      expect(estimate.seconds).toBeGreaterThan(0);
      expect(estimate.types.reduce((sum, type) => sum + type.documents, 0)).toBe(docs);
    }
  });

  it('its first rows are those of the file: CSV as cells', async () => {
    const { kind, tables, paths } = await previewed<ExportTablePreview>({
      format: 'csv',
      contentTypes: [ARTICLE],
      documentIds: [articleId],
      locales: ['en'],
      customSettings: { delimiter: ';', bom: true },
    });
    expect([kind, paths]).toEqual(['tables', ['article.csv']]);
    const [{ columns, rows }] = tables as [ExportTablePreview['tables'][number]];
    expect(columns.slice(0, 4)).toEqual(['documentId', 'locale', 'status', 'title']);
    expect(rows).toHaveLength(1);
    expect(rows[0]![columns.indexOf('excerpt')]).toBe(`'${FORMULA}`);

    const several = await previewed<ExportTablePreview>({
      format: 'csv',
      contentTypes: [ARTICLE, AUTHOR],
      customSettings: { repeatables: 'files' },
    });
    expect(several.paths).toEqual(
      expect.arrayContaining(['article.csv', 'article.sections.csv', 'article.links.csv', 'author.csv']),
    );
    expect(several.tables.map(({ path }) => path)).toEqual(several.paths.slice(0, -1));
    expect(several.paths.at(-1)).toBe('manifest.json');
    expect(several.tables[0]!.rows).toHaveLength(5);
  });

  it('JSON as its text, lines as lines', async () => {
    const { kind, text } = await previewed<ExportTextPreview>({ format: 'json', contentTypes: [ARTICLE] });
    expect(kind).toBe('text');
    expect(text).toMatch(/^\{\n {2}"format": "keepsake export 1"/);
    const { content } = JSON.parse(`${text}}`) as { content: Record<string, unknown[]> };
    expect(content[ARTICLE]).toHaveLength(10);
    const lines = await previewed<ExportTextPreview>({
      format: 'json',
      contentTypes: [ARTICLE, AUTHOR],
      customSettings: { lines: true, populate: 1 },
    });
    const records = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { contentType: string; fields: { author: object[] } });
    expect(records.map(({ contentType }) => contentType)).toEqual([
      ...Array<string>(5).fill(ARTICLE),
      ...Array<string>(5).fill(AUTHOR),
    ]);
    expect(records[0]!.fields.author[0]).toHaveProperty('fields.name');
  });

  it('ZIP as paths, with the media of the first entries', async () => {
    const { kind, paths } = (await previewed({
      format: 'zip',
      contentTypes: [ARTICLE],
      documentIds: [articleId],
    })) as { kind: string; paths: string[] };
    expect(kind).toBe('files');
    expect([paths[0], paths.at(-1)]).toEqual(['content/api.article.article.json', 'manifest.json']);
    expect(paths.filter((path) => path.startsWith('media/')).length).toBeGreaterThan(0);
  });

  it('shows nobody what they may not read', async () => {
    const { contentTypes, private: seesPrivate } = await choices(limited);
    expect(contentTypes.map(({ uid }) => uid)).toEqual([ARTICLE]);
    expect(contentTypes[0]!.fields.map(({ path }) => path)).not.toContain('excerpt');
    expect(seesPrivate).toBe(false);
    const { tables } = await previewed<ExportTablePreview>({ format: 'csv' }, limited);
    expect(tables.map(({ path }) => path)).toEqual(['article.csv']);
    expect(tables[0]!.columns).toEqual(expect.arrayContaining(['title', 'seo.metaTitle']));
    expect(tables[0]!.columns).not.toContain('excerpt');
    const { types } = await estimated({ format: 'json' }, limited);
    expect(types.map(({ uid }) => uid)).toEqual([ARTICLE]);
    for (const what of ['estimate', 'preview']) {
      const answer = await ask(what, { format: 'json', contentTypes: [AUTHOR] }, limited);
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('contentTypes')]);
    }
  });

  it('refuses options that are none, and names them', async () => {
    const cases: [object, RegExp][] = [
      [{ format: 'exe' }, /format/],
      [{ format: 'json', contentTypes: ['api::nope.nope'] }, /contentTypes.*api::nope\.nope/],
      [{ format: 'json', fields: ['titel'] }, /fields.*titel/],
      [{ format: 'csv', customSettings: { delimiter: 'x' } }, /customSettings\.delimiter/],
      [{ format: 'json', documentIds: ['nosuchid'] }, /documentIds.*nosuchid/],
    ];
    for (const what of ['estimate', 'preview'])
      for (const [data, expected] of cases) {
        const answer = await ask(what, data, boss);
        const { message } = (answer.body as { error: { message: string } }).error;
        expect([data, answer.status, message]).toEqual([data, 400, expect.stringMatching(expected)]);
      }
  });
});
