import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import request from 'supertest';

import type { Export, ExportOptions } from '../../shared/contracts/exports';
import type { Job } from '../../shared/contracts/jobs';
import { COMMAND_LINE as EVERYBODYS } from '../../server/src/services/exports/asker';
import { adminWith, superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import { makeVersion } from '../site/keepsake';
import { openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const CATEGORY = 'api::category.category';
const example = resolve(__dirname, '..', '..', 'example');
const withBrowser = process.env.CHROMIUM_PATH ? describe : describe.skip;

/** What pdftotext writes around letters that run from right to left. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const paragraph = (text: string, more: object = {}) => ({
  type: 'paragraph',
  children: [{ type: 'text', text, ...more }],
});

withBrowser('An export as PDF', () => {
  let site: Site;
  let folder: string;
  let templates: string;
  let boss: string;
  let articleIds: string[];
  let server: Server;
  let address: string;
  const asked: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pdf-test-'));
    templates = join(folder, 'templates');
    mkdirSync(templates);
    site = await openSite({
      KEEPSAKE_PDF: JSON.stringify({ executablePath: process.env.CHROMIUM_PATH, templates }),
    });
    boss = await superAdmin(site);
    const articles = await documents(site, ARTICLE).findMany({ locale: 'en', limit: 4, sort: 'id' });
    articleIds = articles.map(({ documentId }) => documentId);
    server = createServer((incoming, answer) => {
      asked.push(incoming.url ?? '');
      answer.end('from the test server');
    });
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    await new Promise((closed) => server.close(closed));
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (data: object, token = boss) =>
    request(site.server).post('/keepsake/exports').set('Authorization', `Bearer ${token}`).send({ data });
  const get = (path: string, token = boss) =>
    request(site.server).get(`/keepsake${path}`).set('Authorization', `Bearer ${token}`);

  async function started(data: ExportOptions, token = boss) {
    const answer = await post(data, token);
    expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
    return (answer.body as { data: Job & { exportId: string } }).data;
  }

  async function ended(exportId: string, token = boss): Promise<Export> {
    for (;;) {
      const { body } = await get(`/exports/${exportId}`, token);
      const { data } = body as { data: Export };
      if (data.state !== 'running') return data;
      await new Promise((go) => setTimeout(go, 50));
    }
  }

  /** Path of the file of an export that succeeded. */
  async function exported(data: ExportOptions, token = boss): Promise<string> {
    const made = await ended((await started(data, token)).exportId, token);
    expect(made).toMatchObject({ state: 'succeeded', error: null, contentType: 'application/pdf' });
    const { body } = await get(`/exports/${made.documentId}/file`, token)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      });
    const path = join(folder, made.fileName!);
    writeFileSync(path, body as Buffer);
    return path;
  }

  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64e6 });
  const textOf = (path: string) => run('pdftotext', '-layout', path, '-');
  const pagesOf = (path: string) => textOf(path).split('\f').slice(0, -1);
  /** Words only: where lines break and how wide spaces are is the layout's. */
  const flat = (text: string) => text.replace(MARKS, '').replace(/\s+/g, ' ');
  const infoOf = (path: string) =>
    Object.fromEntries(
      run('pdfinfo', path)
        .split('\n')
        .map((line) => /^([^:]+): +(.*)$/.exec(line)?.slice(1) ?? ['', '']),
    ) as Record<string, string>;

  const profiles = () =>
    readdirSync(tmpdir()).filter((name) => name.startsWith(`keepsake-pdf-${process.pid}-`));
  const browsers = () =>
    run('ps', '-eo', 'pid,stat,args')
      .split('\n')
      .filter((line) => line.includes(`keepsake-pdf-${process.pid}-`) && !/^\s*\d+\s+Z/.test(line));

  async function until<Value>(look: () => Value | undefined | Promise<Value | undefined>): Promise<Value> {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error('It did not come about.');
  }

  const nothingLeft = () =>
    until(() => (browsers().length === 0 && profiles().length === 0 ? true : undefined));

  const write = (documentId: string, data: object) =>
    documents(site, ARTICLE).update({ documentId, locale: 'en', data });

  it('has a cover, contents whose page numbers hold, and every kind of field', async () => {
    const [id] = articleIds as [string];
    const author = await documents(site, AUTHOR).findMany({ limit: 1 });
    await write(id, {
      title: 'Orchard, 果樹園, بستان',
      excerpt: 'A sentence for the list.',
      body: [
        { type: 'heading', level: 2, children: [{ type: 'text', text: 'A heading of blocks' }] },
        paragraph('中文段落：磨坊后面的果园。'),
        paragraph('هذا نص عربي من اليمين إلى اليسار'),
        {
          type: 'list',
          format: 'ordered',
          children: [{ type: 'list-item', children: [{ type: 'text', text: 'first item' }] }],
        },
        paragraph('Very bold', { bold: true }),
      ],
      notebook:
        '## A heading of Markdown\n\n- a point of a list\n\n| a | b |\n|---|---|\n| one cell | another |\n',
      publicationDate: '2024-02-29',
      visitedAt: '2024-03-01T09:30:00.000Z',
      archiveNumber: '9007199254740993',
      facts: { oak: 'älter als 300 Jahre', long: 'x'.repeat(200) },
      links: [
        { label: 'County archive', url: 'https://example.com/a' },
        { label: 'Timetable', url: 'https://example.com/b' },
      ],
      seo: { metaTitle: 'For the search', metaDescription: 'What it is about.' },
      author: author[0]!.documentId,
    });
    const path = await exported({
      format: 'pdf',
      contentTypes: [ARTICLE, AUTHOR, CATEGORY],
      locales: ['en'],
      customSettings: { title: 'Reading copy — spring' },
    });
    expect(infoOf(path)).toMatchObject({
      Title: 'Reading copy — spring',
      'Page size': expect.stringMatching(/A4/) as string,
    });
    const pages = pagesOf(path);
    expect(pages).toHaveLength(Number(infoOf(path).Pages));
    expect(flat(pages[0]!)).toMatch(
      /Reading copy — spring .*Article \(\d+\), Author \(\d+\), Category \(\d+\)/,
    );
    expect(pages[0]).not.toMatch(/\n\s*1\s*$/);

    const whole = flat(pages.join(' '));
    for (const text of [
      'A heading of blocks',
      '中文段落：磨坊后面的果园。',
      '1. first item',
      'A heading of Markdown',
      'a point of a list',
      'one cell',
      '29 February 2024',
      '1 March 2024 at 09:30 UTC',
      '9007199254740993',
      'älter als 300 Jahre',
      'County archive',
      'For the search',
      String(author[0]!.name),
    ])
      expect(whole).toContain(text);
    // Letters in the order of reading, not of the page.
    const arabic = run('pdftotext', path, '-');
    expect(arabic.normalize('NFKC').replace(MARKS, '')).toContain('هذا نص عربي من اليمين إلى اليسار');

    // Each line of the contents names the page on which its entry begins, and each page has its number.
    const lines = pages
      .filter((page) => /Contents/.test(page.split('\n').slice(0, 4).join()))
      .flatMap((page) => [...page.matchAll(/^ *(\S.*?) {2,}(\d+)$/gm)])
      .map(([, title, number]) => ({
        title: title!.replace(/ +(English|German)( · .*)?$/, ''),
        number: Number(number),
      }))
      .filter(({ title }) => !/^\d+ \w+ \d+$/.test(title));
    expect(lines.length).toBeGreaterThan(250);
    // Of a title in several scripts, the words in the first: the others may stand on either side of it.
    const begin = (title: string) =>
      flat(title)
        .split(/[\u0600-\uffff]/)[0]!
        .trim();
    const wrong = lines.filter(({ title, number }) => !flat(pages[number - 1] ?? '').includes(begin(title)));
    expect(wrong).toEqual([]);
    for (const [at, page] of pages.entries())
      if (at > 0) expect(page.trimEnd().split('\n').at(-1)).toMatch(new RegExp(` ${at + 1}$`));
  });

  it('shows pictures with what is said of them, or their names alone', async () => {
    const [id] = articleIds as [string];
    const of = { format: 'pdf' as const, contentTypes: [ARTICLE], documentIds: [id], locales: ['en'] };
    const pictures = (path: string) => run('pdfimages', '-list', path).split('\n').length - 3;
    const path = await exported(of);
    expect(pictures(path)).toBeGreaterThan(0);
    const without = await exported({ ...of, customSettings: { pictures: false, toc: false } });
    expect(pictures(without)).toBe(0);
    expect(textOf(without)).toMatch(/\.(jpe?g|png|svg|webp)/);
    expect(textOf(without)).not.toMatch(/Contents/);
  });

  it('is on the paper, in the language and on the templates that were chosen', async () => {
    const style = join(templates, 'style.css');
    const cover = join(templates, 'cover.html');
    writeFileSync(
      cover,
      '<h1>Our own cover: {{title}} <b>{{project}}</b></h1>{{#logo}}<img src="{{logo}}">{{/logo}}',
    );
    writeFileSync(
      style,
      `.entry h2::after { content: " (seen)" } body { background: url(http://${address}/style) }`,
    );
    const path = await exported({
      format: 'pdf',
      contentTypes: [CATEGORY],
      customSettings: {
        title: '<script>x</script>',
        paper: 'A5',
        orientation: 'landscape',
        margin: 12,
        language: 'de',
      },
    });
    expect(infoOf(path)['Page size']).toMatch(/^59\d\S* x 4[12]\d/);
    const text = flat(textOf(path));
    expect(text).toContain('Our own cover: <script>x</script>');
    expect(text).toContain('(seen)');
    expect(text).toMatch(/Inhalt.*\d+ Einträge/);
    expect(asked).toEqual([]);

    writeFileSync(cover, 'one\n{{titel}}');
    const refused = await post({ format: 'pdf' });
    expect([refused.status, refused.text]).toEqual([
      503,
      expect.stringMatching(/cover\.html.*line 2.*\{\{titel\}\}/),
    ]);
    rmSync(cover);
    writeFileSync(join(templates, 'covre.html'), '');
    expect((await post({ format: 'pdf' })).text).toMatch(/covre\.html/);
    rmSync(join(templates, 'covre.html'));
    rmSync(style);
  });

  it('of a hostile entry asks for nothing, runs nothing and shows no file', async () => {
    const [, id] = articleIds as [string, string];
    writeFileSync(join(folder, 'secret.txt'), 'THE-SECRET-OF-THE-DISK', { mode: 0o644 });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300"><image href="http://${address}/svg"/>
      <style>@import url(http://${address}/svg-style)</style><script>fetch("http://${address}/svg-script")</script></svg>`;
    const file = await uploaded(svg);
    const hostile = `<script>fetch('http://${address}/script')</script><iframe src="http://${address}/iframe"></iframe>
<iframe src="file:///etc/passwd"></iframe><img src="http://${address}/img" onerror="fetch('http://${address}/error')">
<img src="file://${folder}/secret.txt"><img src="http://169.254.169.254/latest/meta-data/">
<style>p{background:url(http://${address}/css)}</style><link rel=stylesheet href=http://${address}/link>
</td></table></article></section></body></html><base href="http://${address}/">
<a href="javascript:fetch('http://${address}/js')">click</a>`;
    const markdown = `${hostile}\n\n![x](http://${address}/md.png) ![y](file://${folder}/secret.txt)
[click](javascript:alert(1)) [file](file:///etc/passwd) [safe](https://example.com/kept)
<https://keepsake.invalid/at/1>`;
    await write(id, {
      title: `Hostile ${hostile}`.slice(0, 150),
      excerpt: hostile.slice(0, 390),
      notebook: markdown,
      editorNote: hostile,
      facts: { hostile },
      cover: file,
    });
    // What the editor would refuse, but what a program may have written.
    const body = [
      paragraph(hostile),
      {
        type: 'paragraph',
        children: [
          {
            type: 'link',
            url: `javascript:fetch('http://${address}/b')`,
            children: [{ type: 'text', text: 'link of blocks' }],
          },
        ],
      },
      {
        type: 'image',
        image: {
          url: `http://${address}/blocks.png`,
          hash: '../../../../etc/passwd',
          ext: '',
          mime: 'image/png',
          name: 'pic',
          width: 1,
          height: 1,
          size: 1,
          provider: 'local',
          createdAt: '',
          updatedAt: '',
        },
        children: [{ type: 'text', text: '' }],
      },
    ];
    await site.strapi.db
      .connection('articles')
      .where({ document_id: id })
      .update({ body: JSON.stringify(body) });
    for (const notebook of [markdown, `<p>Rich text</p>${hostile}<p>after it</p>`]) {
      await write(id, { notebook });
      const path = await exported({
        format: 'pdf',
        documentIds: [id],
        contentTypes: [ARTICLE],
        locales: ['en'],
      });
      const text = textOf(path);
      expect(text).toContain('link of blocks');
      expect(text).not.toMatch(/SECRET|root:x|from the test server/);
      const raw = run('python3', '-c', FIND_LINKS, path);
      // What it leads to that looks like a mark of ours is an address like any other.
      expect(raw).not.toMatch(/javascript|file:|keepsake\.invalid\/(?!at\/1')|127\.0\.0\.1/);
    }
    expect(asked).toEqual([]);
    // It would have answered.
    expect(
      await (await fetch(`http://${address}/here`, { headers: { connection: 'close' } })).text(),
    ).toMatch(/test server/);
    asked.length = 0;
  });

  it('holds no field and no entry that the role of who asks cannot read', async () => {
    const [, , id] = articleIds as [string, string, string];
    const author = (await documents(site, AUTHOR).findMany({ limit: 1 }))[0]!;
    await write(id, { title: 'Mine to read', excerpt: 'EXCERPT-NOT-MINE', author: author.documentId });
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
        properties: { fields: ['title', 'author'], locales: ['en'] },
        role: role.id,
      },
    } as never);
    await site.strapi.db
      .connection('articles')
      .where({ document_id: id })
      .update({ created_by_id: role.users[0]!.id });
    const text = flat(textOf(await exported({ format: 'pdf' }, token)));
    expect(text).toContain('Mine to read');
    expect(text).toContain('Article (1)');
    // The author's name is not theirs to read.
    expect(text).toContain(`author ${author.documentId}`);
    expect(text).not.toContain(String(author.name));
    expect(text).not.toMatch(/EXCERPT-NOT-MINE|Hostile/);
  });

  it('is refused with the setting named where that is wrong', async () => {
    for (const [customSettings, expected] of [
      [{ paper: 'A99' }, /customSettings\.paper/],
      [{ orientation: 'upside' }, /customSettings\.orientation/],
      [{ margin: 400 }, /customSettings\.margin/],
      [{ margin: 'wide' }, /customSettings\.margin/],
      [{ title: '' }, /customSettings\.title/],
      [{ toc: 'yes' }, /customSettings\.toc/],
      [{ pictures: 1 }, /customSettings\.pictures/],
      [{ language: 'xx' }, /customSettings\.language/],
      [{ delimiter: ';' }, /customSettings.*delimiter/],
    ] as const) {
      const answer = await post({ format: 'pdf', customSettings });
      expect([customSettings, answer.status, answer.text]).toEqual([
        customSettings,
        400,
        expect.stringMatching(expected),
      ]);
    }
  });

  it('ends with the browser, by name or by a second try, and leaves nothing behind', async () => {
    const { exportId } = await started({ format: 'pdf', contentTypes: [AUTHOR, CATEGORY] });
    const line = await until(() => browsers()[0]);
    process.kill(-Number(/\d+/.exec(line)![0]), 'SIGKILL');
    const made = await ended(exportId);
    if (made.state !== 'succeeded')
      expect(made).toMatchObject({ state: 'failed', error: { code: 'browser_ended' } });
    await nothingLeft();
  });

  it('stops in the middle when it is cancelled, and leaves nothing behind', async () => {
    const { exportId, documentId } = await started({ format: 'pdf' });
    await until(() => browsers()[0]);
    await site.service('jobs').cancel(documentId);
    expect(await ended(exportId)).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
    await nothingLeft();
    expect(readdirSync(site.storage).filter((name) => name.includes(exportId))).toEqual([]);
  });

  it('stands beside those of other projects in one ZIP', async () => {
    await site.service('projects').ensure([{ slug: 'acme', name: 'Acme' }]);
    const answer = await request(site.server)
      .post('/keepsake/exports/bulk')
      .set('Authorization', `Bearer ${boss}`)
      .send({ data: { projects: ['site', 'acme', 'nobody'], format: 'pdf', contentTypes: [CATEGORY] } });
    const made = await ended((answer.body as { data: { exportId: string } }).data.exportId);
    expect(made).toMatchObject({ state: 'partial', problems: [{ item: 'nobody' }] });
    const opened = await site.service('exports').open(made.documentId, EVERYBODYS);
    const parts: Buffer[] = [];
    for await (const part of opened.read(0, made.bytes)) parts.push(part as Buffer);
    const zip = join(folder, 'projects.zip');
    writeFileSync(zip, Buffer.concat(parts));
    run('unzip', '-o', '-q', zip, '-d', join(folder, 'projects'));
    const [category] = await documents(site, CATEGORY).findMany({ locale: 'en', limit: 1 });
    for (const project of ['site', 'acme']) {
      const path = join(folder, 'projects', project, `${project}.pdf`);
      expect(Number(infoOf(path).Pages)).toBeGreaterThan(1);
      expect(flat(textOf(path))).toContain(flat(String(category!.name)));
    }
    await nothingLeft();
  });

  it('has chapters of history and versions where that is wanted', async () => {
    await makeVersion(site, 'Before the print');
    const options = { includeHistory: true, includeVersions: true, contentTypes: [CATEGORY] };
    const pages = pagesOf(await exported({ format: 'pdf', ...options }));
    const contents = flat(pages.find((page) => /Contents/.test(page))!);
    expect(contents).toMatch(/Activity.*Changes of entries.*Versions/);
    const last = flat(pages.slice(-1).join(' '));
    expect(last).toContain('Before the print');
  });

  it('is written by the command line, and not where there is no browser', async () => {
    const path = join(folder, 'by-hand.pdf');
    const keepsake = (env: object, ...args: string[]) =>
      runCli(example, ['export', '--format', 'pdf', '--output', path, ...args, '--json'], {
        ...siteEnvironment(site.folder),
        KEEPSAKE_PDF: JSON.stringify(env),
      });
    const made = await keepsake({}, '--type', CATEGORY, '--set', 'paper=Letter', '--set', 'toc=false');
    expect([made.code, made.json]).toEqual([0, expect.objectContaining({ ok: true, kind: 'pdf' })]);
    expect(infoOf(path)['Page size']).toMatch(/letter/i);
    expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');

    const none = await keepsake({ executablePath: '/nowhere/chromium' });
    expect([none.code, none.json]).toEqual([
      1,
      expect.objectContaining({ error: expect.objectContaining({ code: 'format_unavailable' }) as unknown }),
    ]);
    const few = await keepsake({ limits: { pages: 3 } });
    expect(few.json).toMatchObject({ ok: false, error: { code: 'pdf_too_many_pages' } });
    expect(await nothingLeft()).toBe(true);
  });

  it('is among the formats that can be had', async () => {
    expect((await get('/exports/formats')).body).toMatchObject({
      data: expect.arrayContaining([{ format: 'pdf', available: true, reason: null }]) as unknown,
    });
  });

  async function uploaded(svg: string): Promise<number> {
    const path = join(folder, 'hostile.svg');
    writeFileSync(path, svg);
    const [made] = (await site.strapi
      .plugin('upload')
      .service('upload')
      .upload({
        data: {},
        files: {
          filepath: path,
          originalFilename: 'hostile.svg',
          mimetype: 'image/svg+xml',
          size: svg.length,
        },
      })) as [{ id: number }];
    return made.id;
  }
});

/** Addresses that a PDF leads to, whatever is packed unpacked. */
const FIND_LINKS = `
import re, sys, zlib
data = open(sys.argv[1], 'rb').read()
print(re.findall(rb'/URI\\s*\\(([^)]*)\\)', data))
print(re.findall(rb'/URI\\s*<([^>]*)>', data))
`;
