import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import request from 'supertest';

import type { FilesManifest } from '../../server/src/core/files/snapshot-files';
import type { ReadableRecord } from '../../server/src/core/files/readable-record';
import { adminWith } from '../site/admins';
import { documents } from '../site/documents';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';

const SECRET = 'a passphrase for the archives';
const PASSWORD_HASH = /\$2[aby]\$\d\d\$/;

describe('A backup as a file', () => {
  let site: Site;
  let folder: string;
  let backupId: string;
  let noStrapi: string;
  let downloader: string;

  beforeAll(async () => {
    site = await openSite({ KEEPSAKE_SECRET: SECRET });
    folder = mkdtempSync(join(tmpdir(), 'keepsake-files-'));
    await documents(site, 'plugin::users-permissions.user').create({
      data: {
        username: 'reader',
        email: 'reader@example.com',
        password: 'Not-for-anyone-1',
        provider: 'local',
      },
    });
    backupId = (await backUp(site, 'To take away')).documentId;
    downloader = await adminWith(site, ['plugin::keepsake.download']);
    noStrapi = join(folder, 'no-strapi.cjs');
    writeFileSync(
      noStrapi,
      `const Module = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => {
        if (/^@strapi|^knex/.test(name)) throw new Error('loads ' + name);
        return load(name, ...rest);
      };`,
    );
  });

  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function download(
    format: string,
    token: string,
    more = '',
  ): Promise<{ status: number; path: string }> {
    const answer = await request(site.server)
      .get(`/keepsake/backups/${backupId}/file?format=${format}${more}`)
      .set('Authorization', `Bearer ${token}`)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      });
    const path = join(folder, `download.${format}`);
    writeFileSync(path, answer.body as Buffer);
    if (answer.status === 200) {
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'content-disposition': expect.stringMatching(/^attachment; filename="site-[\dT-]+\.\w+"$/) as unknown,
        'x-content-type-options': 'nosniff',
      });
    }
    return { status: answer.status, path };
  }

  const unpack = (file: string, output: string, env: Record<string, string> = {}) =>
    runCli(folder, ['unpack', file, '--output', output, '--json'], {
      NODE_OPTIONS: `--require ${noStrapi}`,
      KEEPSAKE_SECRET: '',
      ...env,
    });

  function readRecords(root: string, path: string): ReadableRecord[] {
    const text = readFileSync(join(root, path), 'utf8');
    if (path.endsWith('.json')) return JSON.parse(text) as ReadableRecord[];
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ReadableRecord);
  }

  function manifestOf(root: string): FilesManifest {
    return JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as FilesManifest;
  }

  function expectListed(root: string): void {
    const { files } = manifestOf(root);
    const found = (readdirSync(root, { recursive: true, withFileTypes: true }) as Dirent[])
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    expect(found.sort()).toEqual([...files.map(({ path }) => path), 'manifest.json'].sort());
    for (const { path, bytes, sha256 } of files) {
      const content = readFileSync(join(root, path));
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
  }

  describe('of the kind *.keepsake', () => {
    let archive: string;

    beforeAll(async () => {
      ({ path: archive } = await download('keepsake', downloader));
    });

    it('unpacks without Strapi: every record, every file of the library under its name, and their sums', async () => {
      const output = join(folder, 'unpacked');
      const result = await unpack(archive, output, { KEEPSAKE_SECRET: SECRET });
      expect(result).toMatchObject({ code: 0 });
      expect(result.json).toMatchObject({ ok: true, id: backupId, project: 'site', state: 'succeeded' });
      expectListed(output);
      const articles = readRecords(output, 'content/api.article.article.ndjson');
      expect(articles.length).toBe(
        Number((await site.strapi.db.connection('articles').count({ n: '*' }))[0]?.n),
      );
      const [live] = await documents(site, 'api::article.article').findMany({ locale: 'en', limit: 1 });
      const same = articles.find(
        ({ documentId, locale, status }) =>
          documentId === live!.documentId && locale === 'en' && status === 'draft',
      );
      expect(same?.fields).toMatchObject({ title: live!.title, slug: live!.slug });
      const pictures = readRecords(output, 'content/plugin.upload.file.ndjson');
      for (const { file, fields } of pictures) {
        const stored = readFileSync(join(site.uploads, `${String(fields.hash)}${String(fields.ext)}`));
        expect(readFileSync(join(output, file!)).equals(stored)).toBe(true);
      }
      const [user] = readRecords(output, 'content/plugin.users-permissions.user.ndjson');
      expect(String(user?.fields.password)).toMatch(PASSWORD_HASH);
    });

    it('takes the secret from a file, and says what is wrong with another', async () => {
      const secretFile = join(folder, 'secret');
      writeFileSync(secretFile, `${SECRET}\n`);
      const args = ['unpack', archive, '--output', join(folder, 'by-file'), '--secret-file', secretFile];
      expect(await runCli(folder, args, { KEEPSAKE_SECRET: '' })).toMatchObject({ code: 0 });
      const wrong = await unpack(archive, join(folder, 'wrong'), {
        KEEPSAKE_SECRET: 'some other passphrase…',
      });
      expect(wrong).toMatchObject({ code: 1, json: { ok: false, error: { code: 'wrong_secret' } } });
      const none = await unpack(archive, join(folder, 'none'));
      expect(none).toMatchObject({ code: 2, json: { ok: false, error: { code: 'usage' } } });
    });

    it('never writes into a folder that holds something', async () => {
      const output = join(folder, 'mine');
      mkdirSync(output);
      writeFileSync(join(output, 'mine.txt'), 'mine');
      const result = await unpack(archive, output, { KEEPSAKE_SECRET: SECRET });
      expect(result).toMatchObject({ code: 1, json: { error: { code: 'folder_not_empty' } } });
      expect(readdirSync(output)).toEqual(['mine.txt']);
    });

    it('leaves nothing behind of one that is damaged or was cut', async () => {
      const whole = readFileSync(archive);
      const damaged = Buffer.from(whole);
      const middle = Math.floor(whole.length / 2);
      damaged.writeUInt8(damaged.readUInt8(middle) ^ 1, middle);
      for (const bytes of [damaged, whole.subarray(0, middle)]) {
        const path = join(folder, 'broken.keepsake');
        writeFileSync(path, bytes);
        const result = await unpack(path, join(folder, 'broken'), { KEEPSAKE_SECRET: SECRET });
        expect(result.code).toBe(1);
        expect(() => readdirSync(join(folder, 'broken'))).toThrow('ENOENT');
      }
    });
  });

  describe('for who has a ticket', () => {
    const logged: string[] = [];

    beforeAll(() => {
      const { log } = site.strapi;
      const http = log.http.bind(log);
      log.http = ((line: string) => {
        logged.push(line);
        return http(line);
      }) as typeof log.http;
    });

    async function ticket(token: string, data: object): Promise<request.Response> {
      return request(site.server)
        .post(`/keepsake/backups/${backupId}/ticket`)
        .set('Authorization', `Bearer ${token}`)
        .send({ data });
    }

    async function address(data: object = { format: 'zip' }, token = downloader): Promise<string> {
      const { status, body } = await ticket(token, data);
      expect(status).toBe(200);
      return (body as { data: { url: string } }).data.url;
    }

    const rows = () =>
      site.strapi.db.query('plugin::keepsake.ticket' as never) as unknown as {
        updateMany(query: object): Promise<unknown>;
        findMany(query: object): Promise<Record<string, unknown>[]>;
      };

    const codeOf = ({ body }: request.Response) =>
      (body as { error: { details: { code: string } } }).error.details.code;

    it('is the same file, once, with no login and no trace of the ticket in the log', async () => {
      const url = await address();
      expect((await request(site.server).head(url)).status).toBe(200);
      const answer = await request(site.server).get(url).buffer(true);
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'content-disposition': expect.stringMatching(/^attachment; filename="site-[\dT-]+\.zip"$/) as unknown,
      });
      const again = await request(site.server).get(url);
      expect([again.status, codeOf(again)]).toEqual([410, 'ticket_used']);
      const token = url.split('/').at(-1)!;
      expect(logged.filter((line) => line.includes('/keepsake/downloads/ticket')).length).toBe(3);
      expect(logged.join('\n')).not.toContain(token);
      expect(JSON.stringify(await rows().findMany({}))).not.toContain(token);
    });

    it('may be asked for again after it broke off, but not for ever', async () => {
      const url = await address({ format: 'keepsake' });
      await new Promise<void>((resolve) => {
        const asking = request(site.server)
          .get(url)
          .buffer(false)
          .parse((response: unknown) => {
            const incoming = response as IncomingMessage;
            incoming.once('data', () => incoming.destroy());
          });
        asking.end(() => resolve());
      });
      const later = new Date(Date.now() - 14 * 60_000).toISOString();
      await rows().updateMany({
        where: { closedAt: null, startedAt: { $notNull: true } },
        data: { startedAt: later },
      });
      expect((await request(site.server).head(url)).status).toBe(200);
      const tooLate = new Date(Date.now() - 16 * 60_000).toISOString();
      await rows().updateMany({
        where: { closedAt: null, startedAt: { $notNull: true } },
        data: { startedAt: tooLate },
      });
      const ended = await request(site.server).get(url);
      expect([ended.status, codeOf(ended)]).toEqual([410, 'ticket_used']);
    });

    it('expires, and goes with the right of who asked for it', async () => {
      const asker = await adminWith(site, ['plugin::keepsake.download', 'plugin::keepsake.read']);
      const url = await address({ format: 'zip' }, asker);
      const roles = site.strapi.service('admin::role');
      const role = (await site.strapi.db
        .query('admin::role')
        .findOne({ where: { name: 'role plugin::keepsake.download plugin::keepsake.read' } })) as {
        id: number;
      };
      await roles.assignPermissions(role.id, [
        { action: 'plugin::keepsake.read', subject: null, conditions: [], properties: {} },
      ]);
      const withoutRight = await request(site.server).get(url);
      expect([withoutRight.status, codeOf(withoutRight)]).toEqual([403, 'forbidden']);

      const unused = await address();
      const past = new Date(Date.now() - 1000).toISOString();
      await rows().updateMany({ where: { startedAt: null }, data: { expiresAt: past } });
      const expired = await request(site.server).get(unused);
      expect([expired.status, codeOf(expired)]).toEqual([410, 'ticket_expired']);
    });

    it('is not to be had for private fields without the right, nor with wrong fields', async () => {
      expect((await ticket(downloader, { format: 'zip', private: true })).status).toBe(403);
      const wrong = await ticket(downloader, { format: 'exe' });
      expect(wrong.status).toBe(400);
      expect((wrong.body as { error: { message: string } }).error.message).toMatch(/data\.format/);
    });
  });

  describe('of the readable kind', () => {
    it('has content and media in the clear, each listed with its sum, and unpacks without Strapi', async () => {
      const { status, path } = await download('zip', downloader);
      expect(status).toBe(200);
      const output = join(folder, 'from-zip');
      expect(await unpack(path, output)).toMatchObject({ code: 0, json: { ok: true, id: backupId } });
      expectListed(output);
      const articles = readRecords(output, 'content/api.article.article.json');
      const [live] = await documents(site, 'api::article.article').findMany({ locale: 'en', limit: 1 });
      expect(articles.map(({ documentId }) => documentId)).toContain(live!.documentId);
      for (const { file, fields } of readRecords(output, 'content/plugin.upload.file.json')) {
        const stored = readFileSync(join(site.uploads, `${String(fields.hash)}${String(fields.ext)}`));
        expect(readFileSync(join(output, file!)).equals(stored)).toBe(true);
      }
    });

    it('has no users without the right to see settings, and with it no password and no key', async () => {
      expect((await download('zip', downloader, '&private=true')).status).toBe(403);
      const { path } = await download('zip', downloader);
      const plain = join(folder, 'plain');
      await unpack(path, plain);
      expect(readdirSync(join(plain, 'content')).join()).not.toMatch(/user|role|permission|store|webhook/);
      expect(manifestOf(plain).missing.map(({ item }) => item)).toEqual(
        expect.arrayContaining(['plugin::users-permissions.user', 'strapi::core-store']),
      );

      const seeing = await adminWith(site, ['plugin::keepsake.download', 'plugin::keepsake.settings']);
      const all = join(folder, 'with-private');
      await unpack((await download('zip', seeing, '&private=true')).path, all);
      const users = readRecords(all, 'content/plugin.users-permissions.user.json');
      const user = users.find(({ fields }) => fields.email === 'reader@example.com');
      expect(user?.fields).toMatchObject({ username: 'reader' });
      expect(Object.keys(user?.fields ?? {})).not.toContain('password');
      const { missing } = manifestOf(all);
      expect(missing.map(({ item }) => item)).toEqual(
        expect.arrayContaining([
          'plugin::users-permissions.user.password',
          'strapi::core-store',
          'strapi::webhook',
        ]),
      );
      for (const root of [plain, all]) {
        for (const name of readdirSync(join(root, 'content')))
          expect(readFileSync(join(root, 'content', name), 'utf8')).not.toMatch(PASSWORD_HASH);
      }
    });

    it('leaves private fields out, and tells an empty field from one that was left out', async () => {
      const { path } = await download('zip', downloader);
      const output = join(folder, 'no-private');
      await unpack(path, output);
      const model = site.strapi.getModel('api::article.article' as never) as {
        attributes: Record<string, { private?: boolean }>;
      };
      const hidden = Object.entries(model.attributes).filter(([, { private: is }]) => is);
      for (const { fields } of readRecords(output, 'content/api.article.article.json')) {
        for (const [name] of hidden) expect(Object.keys(fields)).not.toContain(name);
        expect(Object.keys(fields)).toEqual(expect.arrayContaining(['title', 'excerpt', 'publishedAt']));
      }
      const pictures = readRecords(output, 'content/plugin.upload.file.json');
      expect(pictures.some(({ fields }) => Object.values(fields).includes(null))).toBe(true);
    });
  });
});
