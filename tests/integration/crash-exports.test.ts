import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { Export, ExportOptions } from '../../shared/contracts/exports';
import type { Job } from '../../shared/contracts/jobs';
import { COMMAND_LINE } from '../../server/src/services/exports/asker';
import { superAdmin } from '../site/admins';
import { bootSite, openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';

const ARTICLE = 'api::article.article';
/** Enough for several pieces of 4 MiB, and nothing that a ZIP could make small. */
const TEXT_BYTES = 24 * 1024 * 1024;

const executablePath = process.env.CHROMIUM_PATH;
const PDF: ExportOptions = { format: 'pdf', contentTypes: [ARTICLE], fields: ['title', 'excerpt'] };

const FORMATS: [string, ExportOptions & { projects?: string[] }][] = [
  ['JSON', { format: 'json' }],
  ['NDJSON', { format: 'json', customSettings: { lines: true } }],
  ['CSV', { format: 'csv', contentTypes: [ARTICLE] }],
  ['CSV of several files', { format: 'csv', customSettings: { repeatables: 'files' } }],
  ['ZIP', { format: 'zip' }],
  ['ZIP of several projects', { format: 'json', contentTypes: [ARTICLE], projects: ['site', 'acme'] }],
  ...(executablePath ? [['PDF', PDF] as [string, ExportOptions]] : []),
];

describe('A process that is killed in the middle of an export', () => {
  let site: Site | null = null;
  let template: string;
  let admin: string;
  let articles: number;

  beforeAll(async () => {
    const first = await openSite();
    await superAdmin(first);
    const found = (await first.strapi.db
      .query('admin::user')
      .findOne({ where: { email: 'super@example.com' } })) as { id: number };
    admin = String(found.id);
    await first.service('projects').ensure([{ slug: 'acme', name: 'Acme' }]);
    const table = () => first.strapi.db.connection('articles');
    const rows = (await table().select('id')) as { id: number }[];
    for (const { id } of rows) {
      const body = randomBytes(Math.ceil((TEXT_BYTES * 3) / 4 / rows.length)).toString('base64');
      await table().where({ id }).update({ body });
    }
    articles = await first.strapi.db.query(ARTICLE as never).count({ where: { publishedAt: null } } as never);
    await first.close({ keep: true });
    template = first.folder;
  }, 300_000);

  afterEach(async () => {
    await site?.close();
    site = null;
  });

  afterAll(() => rmSync(template, { recursive: true, force: true }));

  it.each(FORMATS)(
    'has it made again after the restart, whole (%s)',
    async (name, options) => {
      const folder = mkdtempSync(join(tmpdir(), 'keepsake-crash-export-'));
      cpSync(template, folder, { recursive: true });
      const killed = spawnSync(
        process.execPath,
        [
          join(__dirname, '..', 'site', 'export-until.cjs'),
          admin,
          // A PDF of texts is one piece: it is killed while the browser prints.
          name === 'PDF' ? 'read' : '2',
          JSON.stringify(options),
        ],
        { encoding: 'utf8', env: { ...process.env, ...siteEnvironment(folder), KEEPSAKE_PDF: pdf } },
      );
      expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', expect.any(String)]);
      const dead = pieces(folder);
      expect(dead.length).toBeGreaterThanOrEqual(name === 'PDF' ? 0 : 2);

      site = await bootSite(folder, { KEEPSAKE_PDF: pdf });
      const made = await ended(site);
      expect(made).toMatchObject({ state: 'succeeded', error: null, problems: [] });
      const job = await endedJob(site, made.jobId!);
      expect(job).toMatchObject({ state: 'succeeded', attempt: 2, right: 'export' });
      const kept = pieces(folder);
      expect(kept.filter((one) => dead.includes(one))).toEqual([]);
      expect(kept.length).toBe(Math.ceil(made.bytes / (4 * 1024 * 1024)));

      const path = join(folder, made.fileName!);
      writeFileSync(path, await bytesOf(site, made));
      expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(made.checksum);
      expect([name, articlesIn(path, made.fileName!)]).toEqual([name, articles]);
    },
    180_000,
  );

  const pdf = JSON.stringify({ executablePath });
  const pieces = (folder: string) =>
    readdirSync(join(folder, 'keepsake', 'storage')).filter((name) => name.includes('-export-'));

  async function ended(at: Site): Promise<Export> {
    for (;;) {
      const { exports } = await at.service('exports').list(COMMAND_LINE, 1, 10);
      expect(exports).toHaveLength(1);
      if (exports[0]!.state !== 'running') return exports[0]!;
      await setTimeout(100);
    }
  }

  /** A job ends a moment after its export. */
  async function endedJob(at: Site, id: string): Promise<Job> {
    for (;;) {
      const job = await at.service('jobs').find(id);
      if (job.state !== 'running') return job;
      await setTimeout(20);
    }
  }

  async function bytesOf(at: Site, { documentId, bytes }: Export): Promise<Buffer> {
    const opened = await at.service('exports').open(documentId, COMMAND_LINE);
    const parts: Buffer[] = [];
    for await (const part of opened.read(0, bytes)) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }
});

/** As counted by programs that no one here wrote. */
function articlesIn(path: string, fileName: string): number {
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1e9 });
  const rows = (csv: string) =>
    Number(
      run(
        'python3',
        '-c',
        `import csv, io, sys, zipfile
csv.field_size_limit(10**9)
source = ${csv}
print(sum(1 for _ in csv.DictReader(source, strict=True)))`,
        path,
      ),
    );
  if (fileName.endsWith('.pdf')) {
    expect(run('pdfinfo', path)).toMatch(/^Pages: +[1-9]/m);
    // Each entry ends with its documentId.
    return [...run('pdftotext', path, '-').matchAll(/\b[a-z0-9]{24}\b/g)].length;
  }
  if (fileName.endsWith('.json')) return Number(run('jq', `.content["${ARTICLE}"] | length`, path));
  if (fileName.endsWith('.ndjson'))
    return Number(run('jq', '-n', `[inputs | select(.contentType == "${ARTICLE}")] | length`, path));
  if (fileName.endsWith('.csv')) return rows("open(sys.argv[1], encoding='utf-8', newline='')");
  expect(run('unzip', '-t', path)).toMatch(/No errors detected/);
  const names = run('unzip', '-Z1', path).split('\n');
  if (names.includes('acme/acme.json')) {
    writeFileSync(`${path}.json`, run('unzip', '-p', path, 'acme/acme.json'));
    return articlesIn(`${path}.json`, 'acme.json');
  }
  if (names.includes('article.csv'))
    return rows("io.TextIOWrapper(zipfile.ZipFile(sys.argv[1]).open('article.csv'), 'utf-8', newline='')");
  return (JSON.parse(run('unzip', '-p', path, 'content/api.article.article.json')) as unknown[]).length;
}
