import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import request from 'supertest';

import type { Export, ExportOptions } from '../../shared/contracts/exports';
import type { Job } from '../../shared/contracts/jobs';
import type { KeepsakeError } from '../../server/src/core/errors';
import type { ExportedRecord } from '../../server/src/core/formats/project-record';
import type { FilesManifest } from '../../server/src/core/files/snapshot-files';
import { adminWith, superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import { makeVersion } from '../site/keepsake';
import { openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';

declare const hostRequire: (path: string) => unknown;

const { KeepsakeError: BuiltError } = hostRequire(join(__dirname, '../../dist/server/src/core/errors')) as {
  KeepsakeError: typeof KeepsakeError;
};

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const FORMULA = '=HYPERLINK("http://example.com";"open")';
const example = resolve(__dirname, '..', '..', 'example');

interface JsonExport {
  format: string;
  schema: Record<string, { fields: Record<string, { type: string }> }>;
  content: Record<string, ExportedRecord[]>;
  checksums: Record<string, { records: number; sha256: string }>;
  counts: { documents: number; records: number; files: number };
}

describe('An export of a site', () => {
  let site: Site;
  let folder: string;
  let boss: string;
  let articleId: string;
  let limited: Promise<{ token: string }> | null = null;

  beforeAll(async () => {
    site = await openSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-exports-'));
    boss = await superAdmin(site);
    const [article] = await documents(site, ARTICLE).findMany({ locale: 'en', limit: 1 });
    articleId = article!.documentId;
    await documents(site, ARTICLE).update({
      documentId: articleId,
      locale: 'en',
      data: {
        excerpt: FORMULA,
        editorNote: 'Nobody outside reads this.',
        seo: { metaTitle: 'For the search', metaDescription: 'What it is about, in a sentence or two.' },
      },
    });
    await documents(site, ARTICLE).publish({ documentId: articleId, locale: 'en' });
  });

  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (data: object, token = boss) =>
    request(site.server).post('/keepsake/exports').set('Authorization', `Bearer ${token}`).send({ data });
  const get = (path: string, token = boss) =>
    request(site.server).get(`/keepsake${path}`).set('Authorization', `Bearer ${token}`);

  async function exported(data: ExportOptions, token = boss): Promise<Export> {
    const answer = await post(data, token);
    expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
    const { exportId, documentId: jobId } = (answer.body as { data: Job & { exportId: string } }).data;
    const found = await ended(exportId, token);
    expect(found).toMatchObject({ jobId, state: 'succeeded', error: null });
    return found;
  }

  async function ended(exportId: string, token: string): Promise<Export> {
    for (;;) {
      const { body } = await get(`/exports/${exportId}`, token);
      const { data: found } = body as { data: Export };
      if (found.state !== 'running') return found;
      await new Promise((go) => setTimeout(go, 50));
    }
  }

  async function download(
    id: string,
    headers: Record<string, string> = {},
    token = boss,
  ): Promise<{ status: number; headers: Record<string, string>; bytes: Buffer }> {
    const {
      status,
      headers: got,
      body,
    } = await get(`/exports/${id}/file`, token).set(headers).buffer(true).parse(asBytes);
    return { status, headers: got as Record<string, string>, bytes: body as Buffer };
  }

  async function fileOf(made: Export, token = boss): Promise<string> {
    const path = join(folder, made.fileName!);
    writeFileSync(path, (await download(made.documentId, {}, token)).bytes);
    return path;
  }

  const jsonOf = async (made: Export, token = boss) =>
    JSON.parse(readFileSync(await fileOf(made, token), 'utf8')) as JsonExport;

  const python = (code: string, ...args: string[]) =>
    execFileSync('python3', ['-c', code, ...args], { encoding: 'utf8', maxBuffer: 64e6 });

  it('as JSON holds what editors see, with sums that hold for it', async () => {
    const made = await exported({ format: 'json' });
    const { bytes } = await download(made.documentId);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(made.checksum);
    expect(bytes.length).toBe(made.bytes);
    const { content, checksums, counts, schema } = await jsonOf(made);
    const count = async (uid: string) =>
      (await site.strapi.db.query(uid as never).findMany({ where: { publishedAt: null } } as never)).length;
    expect(content[ARTICLE]).toHaveLength(await count(ARTICLE));
    expect(content[ARTICLE]!.every(({ status }) => status === 'draft')).toBe(true);
    expect(counts).toEqual({ documents: made.documents, records: made.records, files: 0 });
    expect(Object.keys(content).every((uid) => uid.startsWith('api::'))).toBe(true);
    for (const [uid, { records, sha256 }] of Object.entries(checksums)) {
      const text = content[uid]!.map((record) => `${JSON.stringify(record)}\n`).join('');
      expect([content[uid]!.length, createHash('sha256').update(text).digest('hex')]).toEqual([
        records,
        sha256,
      ]);
    }
    const live = await documents(site, ARTICLE).findOne({
      documentId: articleId,
      locale: 'en',
      populate: { author: true, links: true, seo: true },
    });
    const record = content[ARTICLE]!.find(
      ({ documentId, locale }) => documentId === articleId && locale === 'en',
    )!;
    expect(record.fields).toMatchObject({ title: live!.title, excerpt: FORMULA, body: live!.body });
    expect(record.fields.author).toMatchObject([
      { type: AUTHOR, documentId: (live!.author as { documentId: string }).documentId },
    ]);
    expect(Object.keys(record.fields)).not.toContain('editorNote');
    expect(Object.keys(schema[ARTICLE]!.fields).slice(0, 3)).toEqual(['title', 'slug', 'rubric']);
    // A program that no one here wrote agrees on it.
    const path = join(folder, made.fileName!);
    const jq = execFileSync('jq', ['-r', `.content["${ARTICLE}"] | length`, path], { encoding: 'utf8' });
    expect(Number(jq)).toBe(content[ARTICLE]!.length);
  });

  it('selects by type, document, field, locale and status, and puts entries into links', async () => {
    const { content } = await jsonOf(
      await exported({
        format: 'json',
        contentTypes: [ARTICLE],
        documentIds: [articleId],
        fields: ['title', 'author', 'seo.metaTitle'],
        locales: ['en'],
        status: 'all',
        minify: true,
        customSettings: { populate: 1 },
      }),
    );
    expect(Object.keys(content)).toEqual([ARTICLE]);
    const records = content[ARTICLE]!;
    expect(records.map(({ status }) => status).sort()).toEqual(['draft', 'published']);
    for (const { fields, documentId, locale } of records) {
      expect([documentId, locale]).toEqual([articleId, 'en']);
      expect(Object.keys(fields)).toEqual(['title', 'seo', 'author']);
      expect(Object.keys(fields.seo as object)).toEqual(['metaTitle']);
      expect(fields.author).toMatchObject([
        { type: AUTHOR, fields: { name: expect.any(String) as unknown } },
      ]);
    }
  });

  it('goes on where a download broke off', async () => {
    const made = await exported({ format: 'json', contentTypes: [AUTHOR] });
    const whole = await download(made.documentId);
    expect(whole).toMatchObject({ status: 200, headers: { 'accept-ranges': 'bytes' } });
    expect(whole.headers['content-disposition']).toBe(`attachment; filename="${made.fileName!}"`);
    const etag = whole.headers.etag!;
    const { bytes, length } = { bytes: whole.bytes, length: whole.bytes.length };
    const rest = await download(made.documentId, { Range: 'bytes=100-', 'If-Range': etag });
    expect(rest).toMatchObject({
      status: 206,
      headers: { 'content-range': `bytes 100-${length - 1}/${length}`, 'content-length': `${length - 100}` },
    });
    expect(rest.bytes.equals(bytes.subarray(100))).toBe(true);
    const last = await download(made.documentId, { Range: 'bytes=-7' });
    expect([last.status, last.bytes.equals(bytes.subarray(-7))]).toEqual([206, true]);
    const middle = await download(made.documentId, { Range: 'bytes=5-9' });
    expect([middle.status, middle.bytes.equals(bytes.subarray(5, 10))]).toEqual([206, true]);
    expect(await download(made.documentId, { Range: 'bytes=5-9', 'If-Range': '"other"' })).toMatchObject({
      status: 200,
    });
    expect(await download(made.documentId, { Range: `bytes=${length}-` })).toMatchObject({
      status: 416,
      headers: { 'content-range': `bytes */${length}` },
    });
    const head = await request(site.server)
      .head(`/keepsake/exports/${made.documentId}/file`)
      .set('Authorization', `Bearer ${boss}`);
    expect([head.status, head.headers['content-length']]).toEqual([200, String(length)]);
  });

  it('is downloaded once by a browser that has a ticket', async () => {
    const made = await exported({ format: 'json', contentTypes: [AUTHOR] });
    const { body } = await request(site.server)
      .post(`/keepsake/exports/${made.documentId}/ticket`)
      .set('Authorization', `Bearer ${boss}`);
    const { url } = (body as { data: { url: string } }).data;
    const ask = () => request(site.server).get(url).buffer(true).parse(asBytes);
    expect((await request(site.server).head(url)).status).toBe(200);
    expect((await ask().set('Range', 'bytes=0-9')).status).toBe(206);
    const whole = await ask();
    expect(whole.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(
      createHash('sha256')
        .update(whole.body as Buffer)
        .digest('hex'),
    ).toBe(made.checksum);
    expect((await ask()).status).toBe(410);
  });

  it('as ZIP opens everywhere, has the media in the clear and can be imported', async () => {
    const made = await exported({ format: 'zip', contentTypes: [ARTICLE], documentIds: [articleId] });
    const path = await fileOf(made);
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toMatch(/No errors detected/);
    const list = JSON.parse(
      python(
        `import sys, json, zipfile, hashlib
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({i.filename: [hashlib.sha256(z.read(i)).hexdigest(), i.compress_type] for i in z.infolist()}))`,
        path,
      ),
    ) as Record<string, [string, number]>;
    const manifest = JSON.parse(
      execFileSync('unzip', ['-p', path, 'manifest.json'], { encoding: 'utf8' }),
    ) as FilesManifest;
    expect(manifest.files.length).toBe(Object.keys(list).length - 1);
    for (const file of manifest.files) {
      expect(list[file.path]?.[0]).toBe(file.sha256);
      // Stored, not deflated, are media alone.
      expect(list[file.path]?.[1]).toBe(file.contentType ? 8 : 0);
    }
    const live = await documents(site, ARTICLE).findOne({
      documentId: articleId,
      locale: 'en',
      populate: { cover: true },
    });
    const cover = live!.cover as { hash: string; ext: string };
    const stored = readFileSync(join(site.uploads, `${cover.hash}${cover.ext}`));
    const sums = Object.values(list).map(([sha256]) => sha256);
    expect(sums).toContain(createHash('sha256').update(stored).digest('hex'));
    const library = await site.strapi.db.query('plugin::upload.file' as never).count();
    expect(made.files).toBeLessThan(library);

    const importing = await request(site.server)
      .post('/keepsake/imports')
      .set('Authorization', `Bearer ${boss}`)
      .field('data', JSON.stringify({ mode: 'overwrite' }))
      .attach('files', path);
    expect(importing.status).toBe(200);
    const drafts = manifest.files.find(({ contentType }) => contentType === ARTICLE)!.records;
    expect(importing.body).toMatchObject({
      data: { counts: { create: 0, update: drafts, delete: 0 }, problems: [] },
    });
  });

  it('as CSV has inert cells, and reads as a table', async () => {
    const made = await exported({ format: 'csv', contentTypes: [ARTICLE], locales: ['en'] });
    expect(made.fileName).toMatch(/^site-article-.*\.csv$/);
    const rows = JSON.parse(
      python(
        `import csv, json, sys
print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding='utf-8', newline=''), strict=True))))`,
        await fileOf(made),
      ),
    ) as Record<string, string>[];
    const row = rows.find(({ documentId }) => documentId === articleId)!;
    expect(row.excerpt).toBe(`'${FORMULA}`);
    expect(row).toMatchObject({ locale: 'en', status: 'draft' });
    expect(Object.keys(row)).toEqual(expect.arrayContaining(['seo.metaTitle', 'sections', 'author']));
    expect(rows.every((one) => Object.values(one).every((cell) => typeof cell === 'string'))).toBe(true);

    const several = await exported({
      format: 'csv',
      contentTypes: [ARTICLE, AUTHOR],
      customSettings: { repeatables: 'files', header: 'labels' },
    });
    expect(several.fileName).toMatch(/\.zip$/);
    const names = execFileSync('unzip', ['-Z1', await fileOf(several)], { encoding: 'utf8' });
    expect(names.split('\n')).toEqual(
      expect.arrayContaining(['article.csv', 'article.links.csv', 'article.sections.csv', 'author.csv']),
    );
  });

  it('holds no field and no entry that the role of who asks cannot read', async () => {
    const own = await (limited ??= limitedAdmin());
    const made = await exported({ format: 'json', customSettings: { populate: 2 } }, own.token);
    const { content, schema } = await jsonOf(made, own.token);
    expect(Object.keys(content)).toEqual([ARTICLE]);
    expect(Object.keys(schema[ARTICLE]!.fields)).toEqual(
      expect.arrayContaining(['title', 'author', 'seo', 'createdAt']),
    );
    expect(Object.keys(schema[ARTICLE]!.fields)).not.toContain('excerpt');
    expect(content[ARTICLE]!.map(({ documentId }) => documentId)).toEqual([articleId]);
    const [{ fields }] = content[ARTICLE] as [ExportedRecord];
    expect(Object.keys(fields.seo as object)).toEqual(['metaTitle']);
    // The author's entry is not theirs to read: the link is all there is of it.
    const [author] = fields.author as [Record<string, unknown>];
    expect(Object.keys(author)).not.toContain('fields');
    expect(readFileSync(join(folder, made.fileName!), 'utf8')).not.toContain('HYPERLINK');

    for (const [data, option] of [
      [{ format: 'json', contentTypes: [AUTHOR] }, 'contentTypes'],
      [{ format: 'json', customSettings: { private: true } }, 'customSettings.private'],
    ] as const) {
      const answer = await post(data, own.token);
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining(option)]);
    }
    expect((await post({ format: 'json', fields: ['excerpt'] }, own.token)).status).toBe(400);

    const other = await exported({ format: 'json' });
    expect((await get(`/exports/${other.documentId}`, own.token)).status).toBe(404);
    expect((await download(other.documentId, {}, own.token)).status).toBe(404);
    const listed = (await get('/exports', own.token)).body as { data: Export[] };
    expect(listed.data.map(({ documentId }) => documentId)).toEqual([made.documentId]);
  });

  it('has history and versions where that is wanted, in every format, and only for who may see them', async () => {
    await makeVersion(site, '=1+1');
    const excerpt = 'Changed between two versions';
    await documents(site, ARTICLE).update({ documentId: articleId, locale: 'en', data: { excerpt } });
    const second = await makeVersion(site, 'After');
    const options = { includeHistory: true, includeVersions: true, contentTypes: [ARTICLE] };

    const path = await fileOf(await exported({ format: 'json', ...options }));
    const jq = (filter: string) =>
      JSON.parse(execFileSync('jq', ['-c', filter, path], { encoding: 'utf8', maxBuffer: 64e6 })) as unknown;
    expect(jq('[.versions[] | [.number, .label]]')).toEqual([
      [2, 'After'],
      [1, '=1+1'],
    ]);
    expect(jq('.history.activity | map(.action) | unique')).toEqual(
      expect.arrayContaining(['version.create']),
    );
    expect(jq('.history.changes | map(select(.seenIn.number == 2))')).toEqual([
      expect.objectContaining({
        contentType: ARTICLE,
        documentId: articleId,
        locale: 'en',
        status: 'draft',
        change: 'changed',
        fields: ['excerpt'],
        seenIn: expect.objectContaining({ documentId: second.documentId, kind: 'version' }) as unknown,
      }),
    ]);
    const lines = jq('.versions | map(tojson + "\\n") | add') as string;
    expect(jq('.checksums.versions')).toEqual({
      records: 2,
      sha256: createHash('sha256').update(lines).digest('hex'),
    });

    const zip = await fileOf(await exported({ format: 'zip', includeAssets: false, ...options }));
    execFileSync('unzip', ['-tq', zip]);
    const names = execFileSync('unzip', ['-Z1', zip], { encoding: 'utf8' }).trim().split('\n');
    expect(names).toEqual(
      expect.arrayContaining(['history/activity.json', 'history/changes.json', 'versions.json']),
    );
    const opened = await site
      .service('imports')
      .open(zip, { name: null, isSuperAdmin: true, ability: null }, () => Promise.reject(new Error()));
    expect((await opened.plan({ mode: 'skip' })).types).toMatchObject([{ uid: ARTICLE, create: 0 }]);
    await opened.close();

    const csv = await fileOf(await exported({ format: 'csv', ...options }));
    const tables = `import csv, io, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
read = lambda name: list(csv.DictReader(io.TextIOWrapper(z.open(name), 'utf-8', newline=''), strict=True))
print(json.dumps([read('versions.csv'), read('changes.csv'), len(read('activity.csv'))]))`;
    const [versions, changes, activities] = JSON.parse(python(tables, csv)) as [
      Record<string, string>[],
      Record<string, string>[],
      number,
    ];
    expect(versions.map(({ number, label }) => [number, label])).toEqual([
      ['2', 'After'],
      ['1', "'=1+1"],
    ]);
    expect(changes).toMatchObject([{ documentId: articleId, fields: 'excerpt', 'seenIn.number': '2' }]);
    expect(activities).toBeGreaterThan(0);

    const own = await (limited ??= limitedAdmin());
    const answer = await post({ format: 'json', includeHistory: true, includeVersions: true }, own.token);
    const { exportId } = (answer.body as { data: { exportId: string } }).data;
    const made = await ended(exportId, own.token);
    expect(made.state).toBe('partial');
    expect(made.problems.map(({ code, item }) => [code, item])).toEqual([
      ['not_yours_to_see', 'includeHistory'],
      ['not_yours_to_see', 'includeHistory'],
      ['not_yours_to_see', 'includeVersions'],
    ]);
    const { history, versions: none } = (await jsonOf(made, own.token)) as unknown as Record<string, unknown>;
    expect([history, none]).toEqual([undefined, undefined]);
    expect(readdirSync(join(site.folder, 'keepsake', 'annexes'))).toEqual([]);
  });

  it('says what to do where there is no space for it, and leaves nothing there', async () => {
    const storage = site.service('repository').storage();
    const full = new BuiltError('storage_full', 'There is no space left.', {
      hint: 'Remove old backups.',
    });
    const put = jest.spyOn(storage, 'put').mockRejectedValue(full);
    const answer = await post({ format: 'json', contentTypes: [AUTHOR] });
    const made = await ended((answer.body as { data: { exportId: string } }).data.exportId, boss);
    put.mockRestore();
    expect(made).toMatchObject({
      state: 'failed',
      error: { code: 'storage_full', hint: expect.stringMatching(/Delete exports.*choose less/) as unknown },
    });
  });

  it('is refused with the option named where that is wrong', async () => {
    const cases: [object, RegExp][] = [
      [{}, /format/],
      [{ format: 'exe' }, /format/],
      [{ format: 'json', colour: 'red' }, /colour/],
      [{ format: 'json', includeAssets: 'yes' }, /includeAssets/],
      [{ format: 'json', includeHistory: 'yes' }, /includeHistory/],
      [{ format: 'json', includeHistory: true, customSettings: { lines: true } }, /includeHistory/],
      [{ format: 'json', includeVersions: true, customSettings: { lines: true } }, /includeVersions/],
      [{ format: 'json', template: 'none' }, /^template: /],
      [{ format: 'json', template: 7 }, /template/],
      [{ format: 'json', status: 'old' }, /status/],
      [{ format: 'json', contentTypes: [] }, /contentTypes/],
      [{ format: 'json', contentTypes: ['api::nope.nope'] }, /contentTypes.*api::nope\.nope/],
      [{ format: 'json', contentTypes: ['admin::user'] }, /contentTypes.*admin::user/],
      [{ format: 'json', fields: ['titel'] }, /fields.*titel/],
      [{ format: 'json', fields: ['password'] }, /fields.*password/],
      [{ format: 'json', locales: ['xx'] }, /locales.*xx/],
      [{ format: 'json', documentIds: ['nosuchid'] }, /documentIds.*nosuchid/],
      [{ format: 'json', customSettings: { bom: true } }, /customSettings.*bom/],
      [{ format: 'json', customSettings: { populate: 99 } }, /customSettings\.populate/],
      [{ format: 'csv', customSettings: { delimiter: 'x' } }, /customSettings\.delimiter/],
      [{ format: 'csv', customSettings: { profile: 'roundTrip', links: 'ids' } }, /customSettings\.links/],
      [{ format: 'json', includeAssets: true, customSettings: { lines: true } }, /includeAssets/],
    ];
    for (const [data, expected] of cases) {
      const answer = await post(data);
      const { message } = (answer.body as { error: { message: string } }).error;
      expect([data, answer.status, message]).toEqual([data, 400, expect.stringMatching(expected)]);
    }
  });

  it('lies encrypted in the storage, and goes with what dead jobs left when its time is over', async () => {
    const made = await exported({ format: 'json', contentTypes: [AUTHOR] });
    const pieces = () => readdirSync(site.storage).filter((name) => name.includes('-export-'));
    const rows = site.strapi.db.query('plugin::keepsake.export' as never);
    const { pieceSet } = (await rows.findOne({ where: { documentId: made.documentId } } as never)) as {
      pieceSet: string;
    };
    const ofThis = () => pieces().filter((name) => name.includes(pieceSet));
    expect(ofThis()).toHaveLength(1);
    expect(readFileSync(join(site.storage, ofThis()[0]!)).includes('keepsake export')).toBe(false);
    const half = (await rows.create({
      data: { project: 'site', state: 'running', format: 'csv', jobId: 'nosuchjob', reserved: 16 },
    } as never)) as { documentId: string };
    const halfPiece = join(site.storage, ofThis()[0]!.replace(pieceSet, half.documentId));
    writeFileSync(halfPiece, 'half');
    await rows.update({
      where: { documentId: made.documentId },
      data: { expiresAt: new Date(Date.now() - 1000).toISOString() },
    } as never);
    expect((await download(made.documentId)).status).toBe(410);
    await site.service('exports').cleanUp();
    expect(ofThis()).toEqual([]);
    expect(pieces().filter((name) => name.includes(half.documentId))).toEqual([]);
    expect((await get(`/exports/${made.documentId}`)).status).toBe(404);
    expect((await get(`/exports/${half.documentId}`)).body).toMatchObject({
      data: { state: 'failed', error: { code: 'interrupted' } },
    });
    expect((await download(half.documentId)).status).toBe(409);
  });

  it('is written by the command line to exactly the path that was named', async () => {
    const env = siteEnvironment(site.folder);
    const keepsake = (...args: string[]) => runCli(example, ['export', ...args, '--json'], env);
    const path = join(folder, 'translators.anything');
    const made = await keepsake(
      ...['--format', 'csv', '--output', path, '--type', `${ARTICLE},${AUTHOR}`, '--set', 'delimiter=;'],
    );
    expect([made.code, made.stderr]).toEqual([0, expect.any(String)]);
    const bytes = readFileSync(path);
    expect(made.json).toMatchObject({
      ok: true,
      id: expect.any(String) as unknown,
      project: 'site',
      state: 'succeeded',
      documents: expect.any(Number) as unknown,
      files: 0,
      bytes: bytes.length,
      storedBytes: 0,
      seconds: expect.any(Number) as unknown,
      checksum: createHash('sha256').update(bytes).digest('hex'),
      kind: 'zip',
      problems: [],
    });
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toMatch(/No errors detected/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);

    const wrong = await keepsake('--format', 'json', '--output', path, '--set', 'colour=red');
    expect(wrong).toMatchObject({ code: 2, json: { ok: false, error: { code: 'usage' } } });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  /** May read of articles the title, the author and a part of the SEO, and only of those that they made. */
  async function limitedAdmin(): Promise<{ token: string }> {
    const token = await adminWith(site, ['plugin::keepsake.export', 'plugin::keepsake.download']);
    const role = (await site.strapi.db.query('admin::role').findOne({
      where: { name: 'role plugin::keepsake.export plugin::keepsake.download' },
      populate: ['users'],
    })) as { id: number; users: { id: number }[] };
    await site.strapi.db.query('admin::permission').create({
      data: {
        action: 'plugin::content-manager.explorer.read',
        subject: ARTICLE,
        conditions: ['admin::is-creator'],
        properties: { fields: ['title', 'author', 'seo.metaTitle'], locales: ['en'] },
        role: role.id,
      },
    } as never);
    await site.strapi.db
      .connection('articles')
      .where({ document_id: articleId })
      .update({ created_by_id: role.users[0]!.id });
    return { token };
  }
});

function asBytes(response: request.Response, done: (error: null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}
