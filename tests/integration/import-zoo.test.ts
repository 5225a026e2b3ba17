import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { RestoreSelection } from '../../shared/contracts/restores';
import { FILE_LIMITS } from '../../server/src/core/files/file-limits';
import { readJsonValues } from '../../server/src/core/files/json-values';
import type { ReadableLink, ReadableRecord } from '../../server/src/core/files/readable-record';
import { openReadableZip } from '../../server/src/core/files/read-zip';
import { COMMAND_LINE as EXPORTER } from '../../server/src/services/exports/asker';
import { COMMAND_LINE } from '../../server/src/services/imports/importer';
import { documents } from '../site/documents';
import { backUp } from '../site/keepsake';
import { wipeZoo } from '../zoo/damage-zoo';
import { fillZoo } from '../zoo/fill-zoo';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { LONG_FIELD } from '../zoo/schemas';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

describe('An import of a readable ZIP of the zoo', () => {
  let app: ZooApp;
  let site: ZooSite;
  let folder: string;
  let zip: string;
  let before: Map<string, unknown>;

  beforeAll(async () => {
    app = createZooApp();
    site = await openZooSite(app.folder, null);
    await fillZoo(site.strapi);
    folder = mkdtempSync(join(tmpdir(), 'keepsake-import-zoo-'));
    zip = join(folder, 'zoo.zip');
    await writeZip(zip);
    before = await recordsOf(zip);
  });

  afterAll(async () => {
    await site?.close();
    app?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function writeZip(path: string): Promise<void> {
    const { documentId } = await backUp(site);
    const file = await site.service('files').read(documentId, 'zip', { showsPrivate: true });
    await pipeline(file.content, createWriteStream(path));
  }

  async function importFile(path: string, selection: RestoreSelection) {
    const opened = await site.service('imports').open(path, COMMAND_LINE, () => Promise.reject(new Error()));
    try {
      const request = { selection, fingerprint: null, safety: false, preserveIds: false, startedBy: null };
      return await (
        await opened.start(request)
      ).done;
    } finally {
      await opened.close();
    }
  }

  /** A file that somebody wrote by hand. */
  function jsonFile(...records: Partial<ReadableRecord>[]): string {
    const path = join(folder, 'records.json');
    writeFileSync(path, JSON.stringify(records.map((record) => ({ locale: null, status: null, ...record }))));
    return path;
  }

  async function sayAgain(): Promise<Map<string, unknown>> {
    const path = join(folder, 'again.zip');
    rmSync(path, { force: true });
    await writeZip(path);
    return recordsOf(path);
  }

  const rows = (uid: string, where: object = {}) =>
    site.strapi.db.query(uid as never).findMany({ where, orderBy: { id: 'asc' } } as never) as Promise<Row[]>;

  it('brings back into an empty site all that the file says: folders, every kind of relation, both versions', async () => {
    const locales = await rows('plugin::i18n.locale');
    await wipeZoo(site);
    for (const { code, name } of locales)
      await site.strapi.db.query('plugin::i18n.locale').create({ data: { code, name } as never });
    const { problems } = await importFile(zip, { mode: 'mirror', users: true, settings: true });
    expect(problems).toEqual([]);
    const after = await sayAgain();
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [key, record] of before) expect([key, after.get(key)]).toEqual([key, record]);
  });

  it('takes a single table by its columns, changes what its cells say, and refuses by name what is none', async () => {
    const table = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const [plain] = await rows('api::plain.plain', { slug: { $notNull: true } });
    const { documentId } = plain!;
    const semicolons = `documentId;line;yes;picture\r\n${documentId};"'=SUM(A1)";TRUE;\r\n`;
    const one = table('any-name.csv', semicolons);
    const only = { contentTypes: ['api::plain.plain'] };
    const { plan } = await importFile(one, { mode: 'overwrite', ...only });
    expect(plan.counts).toMatchObject({ create: 0, update: 1, delete: 0 });
    const [now] = await rows('api::plain.plain', { documentId });
    expect(now).toMatchObject({
      line: '=SUM(A1)',
      yes: true,
      slug: plain!.slug,
      paragraph: plain!.paragraph,
    });

    // One that was exported to be read back says it itself.
    const said = table('whatever.csv', '');
    const settings = { profile: 'roundTrip', delimiter: '|' };
    const options = { format: 'csv', ...only, customSettings: settings };
    const { done } = await site.service('exports').startFile('site', options, said, EXPORTER);
    await done;
    const again = await importFile(said, { mode: 'overwrite' });
    expect(again.plan.types).toMatchObject([{ uid: 'api::plain.plain', create: 0, delete: 0 }]);

    await expect(importFile(one, { mode: 'overwrite' })).rejects.toMatchObject({
      code: 'csv_type_unknown',
      hint: expect.stringContaining('--only') as unknown,
    });
    await expect(
      importFile(table('no-id.csv', 'line,yes\r\na,true\r\n'), only as never),
    ).rejects.toMatchObject({
      code: 'csv_column_missing',
      item: 'documentId',
    });
    const wrong: [string, RegExp][] = [
      ['documentId,lien\r\na,b\r\n', /no field for its column "lien"/],
      ['documentId,whole\r\na,seven\r\n', /record 2 has no number in "whole"/],
      ['documentId,yes\r\na,perhaps\r\n', /record 2 has something else in "yes"/],
      [`documentId,anything\r\na,"${'['.repeat(200)}"\r\n`, /record 2 has something else in "anything"/],
      ['documentId,line,line\r\na,b,c\r\n', /column "line" twice/],
      ['documentId,line\r\na\r\n', /record 2 cannot be read/],
    ];
    for (const [text, message] of wrong)
      await expect(
        importFile(table('wrong.csv', text), { mode: 'overwrite', ...only }),
      ).rejects.toMatchObject({
        code: 'csv_unreadable',
        message: expect.stringMatching(message) as unknown,
      });
    expect(await rows('api::plain.plain', { documentId })).toMatchObject([{ line: '=SUM(A1)' }]);
  });

  it('writes chosen fields of what is published, and the draft stays as it is', async () => {
    const scalars = documents(site, 'api::scalar.scalar');
    const [published] = await rows('api::scalar.scalar', { publishedAt: { $notNull: true }, locale: 'en' });
    const { documentId } = published!;
    const at = { documentId, locale: 'en' };
    await scalars.update({ ...at, data: { line: 'now', paragraph: 'now' } });
    await scalars.publish(at);
    await scalars.update({ ...at, data: { line: 'draft', paragraph: 'draft' } });
    const record = { contentType: 'api::scalar.scalar', ...at, status: 'published' as const };
    const path = jsonFile({ ...record, fields: { line: 'from the file', paragraph: 'from the file' } });
    const { plan } = await importFile(path, { mode: 'overwrite', fields: ['line'] });
    expect(plan.counts).toMatchObject({ create: 0, update: 1 });
    const versions = await rows('api::scalar.scalar', at);
    expect(
      versions.map(({ publishedAt, line, paragraph }) => [publishedAt !== null, line, paragraph]),
    ).toEqual(
      expect.arrayContaining([
        [false, 'draft', 'draft'],
        [true, 'from the file', 'now'],
      ]),
    );
    await expect(importFile(path, { mode: 'overwrite', fields: ['lien'] })).rejects.toMatchObject({
      code: 'field_unknown',
    });
  });

  it('stops at a unique value that another entry has, leaves it out, or takes the next free one, as asked', async () => {
    const [taken] = await rows('api::plain.plain', { slug: { $notNull: true } });
    const path = jsonFile(
      { contentType: 'api::plain.plain', documentId: 'clashing1', fields: { slug: taken!.slug } },
      { contentType: 'api::plain.plain', documentId: 'clashing2', fields: { slug: taken!.slug } },
      { contentType: 'api::plain.plain', documentId: 'clashing3', fields: { slug: 'nobody-has-it' } },
    );
    const there = async () =>
      (await rows('api::plain.plain', { documentId: { $startsWith: 'clashing' } })).map(({ slug }) => slug);
    await expect(importFile(path, { mode: 'skip' })).rejects.toMatchObject({ code: 'unique_clash' });
    expect(await there()).toEqual([]);
    const renamed = await importFile(path, { mode: 'skip', onConflict: 'rename' });
    expect(renamed.problems.map(({ code }) => code)).toEqual([
      'unique_clash_renamed',
      'unique_clash_renamed',
    ]);
    expect(await there()).toEqual([`${taken!.slug}-2`, `${taken!.slug}-3`, 'nobody-has-it']);
    await site.strapi.db
      .query('api::plain.plain' as never)
      .deleteMany({ where: { documentId: { $startsWith: 'clashing' } } } as never);
    const skipped = await importFile(path, { mode: 'skip', onConflict: 'skip' });
    expect(skipped.problems.map(({ code }) => code)).toEqual([
      'unique_clash_skipped',
      'unique_clash_skipped',
    ]);
    expect(await there()).toEqual(['nobody-has-it']);
  });

  it('gives an entry that comes back the links that others had to it, where that is asked', async () => {
    const [target] = await rows('api::target.target', { publishedAt: null });
    const { documentId } = target!;
    const pointing = async () =>
      [...(await sayAgain())].filter(
        ([key, record]) => key.startsWith('api::hub.hub') && JSON.stringify(record).includes(documentId),
      );
    const was = await pointing();
    expect(was.length).toBeGreaterThan(1);
    await documents(site, 'api::target.target').delete({ documentId });
    expect(await pointing()).toEqual([]);
    const { plan } = await importFile(zip, { mode: 'skip', documentIds: [documentId], withInverse: true });
    expect(plan.counts.links).toBeGreaterThan(1);
    const drafts = (all: [string, unknown][]) => all.filter(([key]) => key.endsWith('draft'));
    expect(sorted(drafts(await pointing()))).toEqual(sorted(drafts(was)));
  });

  it('writes into the one entry of a single type, whatever documentId it has in the file', async () => {
    const [{ documentId }] = (await rows('api::lonely.lonely')) as [Row];
    const record = { contentType: 'api::lonely.lonely', documentId: 'fromelsewhere' };
    await importFile(jsonFile({ ...record, fields: { title: 'from elsewhere' } }), { mode: 'mirror' });
    expect(await rows('api::lonely.lonely')).toMatchObject([{ documentId, title: 'from elsewhere' }]);
  });

  it('takes a role for the one that is there, and puts files into a folder of the same name', async () => {
    const [role] = await rows('plugin::users-permissions.role', { type: 'authenticated' });
    const user = { contentType: 'plugin::users-permissions.user', documentId: 'someoneelse' };
    const link = (type: string, documentId: string) => [{ type, documentId }];
    const path = jsonFile(
      {
        contentType: 'plugin::users-permissions.role',
        documentId: 'theirrole',
        fields: { name: 'Theirs', type: 'authenticated' },
      },
      {
        ...user,
        fields: {
          username: 'someone',
          email: 'someone@example.com',
          role: link('plugin::users-permissions.role', 'theirrole'),
        },
      },
      {
        contentType: 'plugin::upload.folder',
        documentId: 'theirfolder',
        fields: { name: 'inside', parent: link('plugin::upload.folder', 'theirouter') },
      },
      { contentType: 'plugin::upload.folder', documentId: 'theirouter', fields: { name: 'outside' } },
      { contentType: 'plugin::upload.folder', documentId: 'slashes', fields: { name: 'a/b' } },
    );
    const first = await importFile(path, { mode: 'skip', users: true, settings: true });
    expect(first.problems).toMatchObject([{ code: 'folder_refused', item: 'slashes' }]);
    expect(await rows('plugin::users-permissions.role', { type: 'authenticated' })).toHaveLength(1);
    const made = await site.strapi.db
      .query('plugin::users-permissions.user')
      .findOne({ where: { documentId: 'someoneelse' }, populate: ['role'] });
    expect(made).toMatchObject({ password: null, role: { documentId: role!.documentId } });
    const folders = () => rows('plugin::upload.folder', { documentId: { $startsWith: 'their' } });
    expect(await folders()).toMatchObject([{ name: 'outside' }, { name: 'inside' }]);
    // The same under other documentIds: nothing is made twice.
    const again = jsonFile({
      contentType: 'plugin::upload.folder',
      documentId: 'another',
      fields: { name: 'outside' },
    });
    expect((await importFile(again, { mode: 'skip' })).plan.counts.create).toBe(0);
    expect(await folders()).toHaveLength(2);
  });

  it('sets no password and no token from a file, and says so', async () => {
    const someone = await site.strapi.db
      .query('plugin::users-permissions.user')
      .create({ data: { username: 'there', email: 'there@example.com', provider: 'local' } as never });
    const path = jsonFile({
      contentType: 'plugin::users-permissions.user',
      documentId: someone.documentId,
      fields: {
        username: 'there',
        email: 'there@example.com',
        password: 'planted planted',
        resetPasswordToken: 'planted',
        confirmationToken: 'planted',
      },
    });
    const { problems } = await importFile(path, { mode: 'overwrite', users: true });
    expect(problems.map(({ code, item }) => [code, item.split('.').at(-1)])).toEqual([
      ['secret_left_out', 'password'],
      ['secret_left_out', 'resetPasswordToken'],
      ['secret_left_out', 'confirmationToken'],
    ]);
    expect(await rows('plugin::users-permissions.user', { email: 'there@example.com' })).toMatchObject([
      { password: null, resetPasswordToken: null, confirmationToken: null },
    ]);
  });

  it('refuses when content moved after it was compared, and changes nothing', async () => {
    const [plain] = await rows('api::plain.plain');
    const path = jsonFile({
      contentType: 'api::plain.plain',
      documentId: plain!.documentId,
      fields: { line: 'from the file' },
    });
    const closure = site.service('closure');
    const { during } = closure;
    jest.spyOn(closure, 'during').mockImplementationOnce(async (job, work) => {
      await documents(site, 'api::plain.plain').update({
        documentId: plain!.documentId,
        data: { line: 'edited meanwhile' },
      });
      return during(job, work);
    });
    await expect(importFile(path, { mode: 'overwrite' })).rejects.toMatchObject({ code: 'plan_stale' });
    expect(await rows('api::plain.plain', { documentId: plain!.documentId })).toMatchObject([
      { line: 'edited meanwhile' },
    ]);
  });

  it('links nothing to admins', async () => {
    const admin = await site.strapi.db
      .query('admin::user')
      .create({ data: { email: 'admin@example.com', isActive: true } as never });
    const path = jsonFile({
      contentType: 'api::hub.hub',
      documentId: 'pointing',
      status: 'draft',
      fields: {
        name: 'pointing',
        subject: [{ type: 'admin::user', documentId: admin.documentId }],
        subjects: [{ type: 'admin::user', documentId: admin.documentId }],
      },
    });
    const { problems } = await importFile(path, { mode: 'skip' });
    expect(problems.map(({ code }) => code)).toEqual(['link_dangling']);
    const [hub] = (await site.strapi.db.query('api::hub.hub' as never).findMany({
      where: { documentId: 'pointing' },
      populate: ['subject', 'subjects'],
    } as never)) as unknown as Row[];
    expect(hub).toMatchObject({ name: 'pointing', subject: null, subjects: [] });
  });

  it('brings back from tables all that JSON says, and texts that spreadsheets would run as they were', async () => {
    const scalars = documents(site, 'api::scalar.scalar');
    for (const text of HOSTILE) {
      const texts = { line: text, paragraph: text, rich: text, hidden: text, tint: text, [LONG_FIELD]: text };
      const page = [{ type: 'paragraph', children: [{ type: 'text', text }] }];
      const data = { ...texts, anything: text, page };
      const { documentId } = await scalars.create({ locale: 'en', data });
      await scalars.publish({ documentId, locale: 'en' });
    }
    const said = content(await sayAgain());
    const path = join(folder, 'zoo-tables.zip');
    const contentTypes = [...new Set([...said.keys()].map((key) => key.split(' ')[0]!))];
    const { done } = await site.service('exports').startFile(
      'site',
      {
        format: 'csv',
        status: 'all',
        includeAssets: true,
        contentTypes: [...contentTypes, 'plugin::users-permissions.user'],
        customSettings: { profile: 'roundTrip', private: true },
      },
      path,
      EXPORTER,
    );
    expect((await done).problems).toEqual([]);
    const inTables = execFileSync('python3', ['-c', CELLS, path], { encoding: 'utf8', maxBuffer: 64e6 });
    const cells = JSON.parse(inTables) as string[];
    expect(cells.length).toBeGreaterThan(500);
    expect(cells.filter((cell) => /^[\s]*[=+\-@\t\r\n]/.test(cell) && !/^-?\d/.test(cell))).toEqual([]);

    const locales = await rows('plugin::i18n.locale');
    await wipeZoo(site);
    for (const { code, name } of locales)
      await site.strapi.db.query('plugin::i18n.locale').create({ data: { code, name } as never });
    await importFile(path, { mode: 'mirror', users: true });
    const after = content(await sayAgain());
    expect([...after.keys()].sort()).toEqual([...said.keys()].sort());
    for (const [key, record] of said) expect([key, after.get(key)]).toEqual([key, record]);
  });
});

const HOSTILE = [
  '=HYPERLINK("http://127.0.0.1/","here")',
  '+1',
  '-2+3',
  '@x',
  '\tindented',
  '\nbelow',
  '"quoted", and; more',
  "'=1",
  '＝1',
];

/** Every cell below a header, by Python's zipfile and csv. */
const CELLS = `import csv, io, json, sys, zipfile
csv.field_size_limit(10**9)
files = zipfile.ZipFile(sys.argv[1])
cells = []
for name in files.namelist():
    if name.endswith('.csv'):
        rows = list(csv.reader(io.TextIOWrapper(files.open(name), 'utf-8', newline=''), strict=True))
        cells += [cell for row in rows[1:] for cell in row]
print(json.dumps(cells))`;

function content(records: Map<string, unknown>): Map<string, unknown> {
  return new Map([...records].filter(([key]) => key.startsWith('api::')));
}

interface Row {
  documentId: string;
  [attribute: string]: unknown;
}

function sorted(records: [string, unknown][]): unknown {
  return records.map(([key, record]) => [key, JSON.stringify(record).split('').sort().join('')]).sort();
}

/**
 * What each record says, but for what Strapi keeps itself: times, order numbers, and a file's stored form. A bare `true`
 * in JSON comes back from SQLite as 1.
 */
async function recordsOf(path: string): Promise<Map<string, unknown>> {
  const zip = await openReadableZip(path);
  const records = new Map<string, unknown>();
  for (const file of zip.manifest.files) {
    if (file.contentType === undefined) continue;
    for await (const value of readJsonValues(zip.read(file), FILE_LIMITS)) {
      const { contentType, documentId, locale, status, fields } = value as ReadableRecord;
      if (contentType === 'plugin::i18n.locale') continue;
      records.set([contentType, documentId, locale, status].join(' '), said(contentType, fields));
    }
  }
  zip.close();
  return records;
}

const KEPT_BY_STRAPI = ['createdAt', 'updatedAt', 'publishedAt'];
const OF_THE_STORED_FILE = ['hash', 'formats', 'size', 'provider', 'provider_metadata', 'url'];

function said(uid: string, fields: Record<string, unknown>): unknown {
  const left = uid === 'plugin::upload.file' ? [...KEPT_BY_STRAPI, ...OF_THE_STORED_FILE] : KEPT_BY_STRAPI;
  return withoutNumbers(Object.fromEntries(Object.entries(fields).filter(([name]) => !left.includes(name))));
}

function withoutNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNumbers);
  if (value === true) return 1;
  if (typeof value !== 'object' || value === null) return value;
  const { order: _, inverseOrder: __, field: ___, ...rest } = value as ReadableLink & Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, withoutNumbers(one)]));
}
