import {
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import request from 'supertest';

import type { RestoreSelection } from '../../shared/contracts/restores';
import { COMMAND_LINE, type Importer } from '../../server/src/services/imports/importer';
import type { RestoreOutcome } from '../../server/src/services/restores/restore-service';
import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import { listedZip } from '../files/raw-zip';
import { adminWith } from '../site/admins';
import { documents } from '../site/documents';
import { backUp } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const IDENTICAL = formatDifferences([], 20);

describe('An import', () => {
  let site: Site;
  let folder: string;
  let archive: string;
  let zip: string;
  let untouched: SiteImage;

  beforeAll(async () => {
    site = await openSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-import-'));
    untouched = await site.capture();
    const { documentId } = await backUp(site);
    archive = join(folder, 'site.keepsake');
    zip = join(folder, 'site.zip');
    for (const [path, format] of [
      [archive, 'keepsake'],
      [zip, 'zip'],
    ] as const) {
      const file = await site.service('files').read(documentId, format, { showsPrivate: false });
      await pipeline(file.content, createWriteStream(path));
    }
  });

  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const noSecret = () => Promise.reject(new Error('asked for a secret'));

  async function planOf(path: string, selection: RestoreSelection, importer: Importer = COMMAND_LINE) {
    const opened = await site.service('imports').open(path, importer, noSecret);
    try {
      return await opened.plan(selection);
    } finally {
      await opened.close();
    }
  }

  async function importFile(
    path: string,
    selection: RestoreSelection,
    importer: Importer = COMMAND_LINE,
  ): Promise<RestoreOutcome> {
    const opened = await site.service('imports').open(path, importer, noSecret);
    try {
      const request = { selection, fingerprint: null, safety: false, preserveIds: false, startedBy: null };
      return await (
        await opened.start(request)
      ).done;
    } finally {
      await opened.close();
    }
  }

  const differences = async () => formatDifferences(compareSites(untouched, await site.capture()), 20);

  const firstArticle = async () => {
    const [article] = await documents(site, 'api::article.article').findMany({
      locale: 'en',
      status: 'published',
      sort: 'title',
      limit: 1,
      populate: { cover: true, author: true },
    });
    return article! as Record<string, unknown> & { documentId: string; cover: { documentId: string } | null };
  };

  describe('of an archive of this site', () => {
    it('is a restore: rows, links and files come back as they were', async () => {
      const article = await firstArticle();
      await documents(site, 'api::article.article').delete({ documentId: article.documentId, locale: '*' });
      const [file] = (await site.strapi.db.connection('files').limit(1)) as { hash: string; ext: string }[];
      unlinkSync(join(site.uploads, `${file!.hash}${file!.ext}`));
      const plan = await planOf(archive, { mode: 'mirror' });
      expect(plan).toMatchObject({ trust: 'own', blockers: [] });
      expect(plan.counts.create).toBeGreaterThan(0);
      expect(plan.counts.files).toBe(1);
      expect((await importFile(archive, { mode: 'mirror' })).problems).toEqual([]);
      expect(await differences()).toBe(IDENTICAL);
    });

    it('takes the options of a restore, and changes nothing when nothing is missing', async () => {
      const { plan } = await importFile(archive, { mode: 'overwrite', contentTypes: ['api::author.author'] });
      expect(plan.counts).toMatchObject({ create: 0, update: 0, files: 0 });
      expect(await differences()).toBe(IDENTICAL);
    });
  });

  describe('of a readable ZIP', () => {
    it('brings back a deleted document through Strapi, with its picture, its links and its versions', async () => {
      const article = await firstArticle();
      const articles = documents(site, 'api::article.article');
      await articles.delete({ documentId: article.documentId, locale: '*' });
      const cover = await site.strapi.db
        .query('plugin::upload.file')
        .findOne({ where: { documentId: article.cover!.documentId } });
      await site.strapi.plugin('upload').service('upload').remove(cover);
      const selection: RestoreSelection = { mode: 'skip' };
      const plan = await planOf(zip, selection);
      expect(plan).toMatchObject({ trust: 'foreign', blockers: [] });
      expect(plan.items.map(({ documentId }) => documentId)).toContain(article.documentId);
      await importFile(zip, selection);
      for (const status of ['published', 'draft'] as const) {
        const back = await articles.findOne({
          documentId: article.documentId,
          locale: 'en',
          status,
          populate: { cover: true, author: true },
        } as never);
        expect(back).toMatchObject({
          title: article.title,
          slug: article.slug,
          author: { documentId: (article.author as { documentId: string }).documentId },
          cover: { documentId: article.cover!.documentId },
        });
      }
      expect((await planOf(zip, selection)).counts).toMatchObject({ create: 0, files: 0 });
    });

    it('keeps what the file does not say: private fields stay as they are live', async () => {
      const authors = documents(site, 'api::author.author');
      const [author] = await authors.findMany({ sort: 'name', limit: 1 });
      const [name] = Object.entries(
        (site.strapi.getModel('api::author.author' as never) as { attributes: Attributes }).attributes,
      ).find(([, attribute]) => attribute.private && attribute.type !== 'relation')!;
      const data = { name: 'Changed since', [name]: 'kept@example.com' };
      await authors.update({ documentId: author!.documentId, data });
      const { plan } = await importFile(zip, {
        mode: 'overwrite',
        contentTypes: ['api::author.author'],
        documentIds: [author!.documentId],
      });
      expect(plan.counts.update).toBeGreaterThan(0);
      expect(await authors.findOne({ documentId: author!.documentId })).toMatchObject({
        name: author!.name,
        [name]: 'kept@example.com',
      });
    });

    it('changes nothing at all when one record is refused', async () => {
      const path = join(folder, 'invalid.zip');
      const record = (documentId: string, fields: object) => ({
        contentType: 'api::author.author',
        documentId,
        locale: null,
        status: null,
        fields,
      });
      const good = record('goodgoodgoodgoodgoodgood', { name: 'Somebody', slug: 'somebody' });
      const bad = record('badbadbadbadbadbadbadbad', { name: { not: 'a text' }, slug: 'nobody' });
      writeFileSync(path, listedZip({ 'content/api.author.author.json': JSON.stringify([good, bad]) }));
      const now = await site.capture();
      expect((await planOf(path, { mode: 'skip' })).blockers).toMatchObject([{ code: 'record_invalid' }]);
      await expect(importFile(path, { mode: 'skip' })).rejects.toMatchObject({ code: 'record_invalid' });
      expect(formatDifferences(compareSites(now, await site.capture()), 20)).toBe(IDENTICAL);
    });
  });

  describe('of a file with something planted', () => {
    const GUARDED = [
      'admin_users',
      'admin_roles',
      'admin_permissions',
      'strapi_api_tokens',
      'up_users',
      'up_roles',
      'up_permissions',
      'strapi_webhooks',
      'strapi_core_store_settings',
    ];
    const planted = (contentType: string, fields: object) => ({
      contentType,
      documentId: 'plantedplantedplantedxx1',
      locale: null,
      status: null,
      fields,
    });
    const PLANTS: [string, object][] = [
      [
        'admin::user',
        {
          email: 'evil@example.com',
          password: 'x',
          isActive: true,
          roles: [{ type: 'admin::role', documentId: 'x' }],
        },
      ],
      ['admin::role', { name: 'Evil', code: 'strapi-super-admin' }],
      ['admin::permission', { action: 'admin::users.create' }],
      ['admin::api-token', { name: 'evil', type: 'full-access', accessKey: 'x' }],
      ['plugin::users-permissions.user', { username: 'evil', email: 'evil@example.com', password: 'x' }],
      ['plugin::users-permissions.role', { name: 'evil', type: 'evil' }],
      ['plugin::users-permissions.permission', { action: 'api::article.article.delete' }],
      ['plugin::keepsake.job', { type: 'restore', state: 'running' }],
      [
        'strapi::webhook',
        { name: 'evil', url: 'http://127.0.0.1/', events: ['entry.create'], enabled: true },
      ],
      ['strapi::core-store', { key: 'plugin_users-permissions_advanced', value: '{"allow_register":true}' }],
    ];

    const guarded = async () => {
      const rows: Record<string, unknown> = {};
      for (const table of GUARDED) rows[table] = await site.strapi.db.connection(table).orderBy('id');
      return JSON.stringify(rows);
    };

    it.each(PLANTS)('writes no %s, whoever imports it and however it is packed', async (uid, fields) => {
      const before = await guarded();
      const path = join(folder, 'planted');
      const everything = { mode: 'overwrite', users: true, settings: true } as const;
      const editor: Importer = { name: 'Editor', isSuperAdmin: false, ability: await ability(ALL_CONTENT) };
      const asJson = Buffer.from(JSON.stringify([planted(uid, fields)]));
      const name = `content/${uid.replace('::', '.')}.json`;
      for (const bytes of [asJson, listedZip({ [name]: asJson.toString() })]) {
        writeFileSync(path, bytes);
        const { problems } = await importFile(path, everything, editor);
        expect(problems).toMatchObject([{ item: uid }]);
        await importFile(path, { mode: 'overwrite' });
        const mayNever = !uid.startsWith('plugin::users-permissions.');
        if (mayNever) await importFile(path, everything);
        expect(await guarded()).toBe(before);
      }
    });

    it('writes content only where the importer may', async () => {
      const path = join(folder, 'author.json');
      writeFileSync(
        path,
        JSON.stringify([
          planted('api::author.author', { name: 'Planted', slug: 'planted', id: 1, createdBy: 1 }),
        ]),
      );
      const reader: Importer = { name: 'Reader', isSuperAdmin: false, ability: await ability([]) };
      expect((await planOf(path, { mode: 'skip' }, reader)).blockers).toMatchObject([
        { code: 'content_forbidden', item: 'api::author.author' },
      ]);
      await expect(importFile(path, { mode: 'skip' }, reader)).rejects.toMatchObject({
        code: 'content_forbidden',
      });
      const writer: Importer = { name: 'Writer', isSuperAdmin: false, ability: await ability(ALL_CONTENT) };
      await importFile(path, { mode: 'skip' }, writer);
      const found = await documents(site, 'api::author.author').findMany({ filters: { name: 'Planted' } });
      expect(found).toMatchObject([{ documentId: 'plantedplantedplantedxx1' }]);
      expect(found[0]!.id).not.toBe(1);
    });

    it('takes an archive whose head claims to be of this site for what it is', async () => {
      const forged = Buffer.from(readFileSync(archive));
      forged.writeUInt8(forged.readUInt8(forged.length - 100) ^ 1, forged.length - 100);
      const path = join(folder, 'forged.keepsake');
      writeFileSync(path, forged);
      const asked = site.service('imports').open(path, COMMAND_LINE, noSecret);
      await expect(asked).rejects.toThrow('asked for a secret');
    });
  });

  describe('of an upload', () => {
    it('is refused over HTTP with the field that is wrong, when its secret is', async () => {
      const token = await adminWith(site, ['plugin::keepsake.restore', 'plugin::keepsake.backup']);
      const foreign = Buffer.from(readFileSync(archive));
      // Past the head: as an archive that the keys of another repository sealed.
      foreign.writeUInt8(foreign.readUInt8(foreign.length - 100) ^ 1, foreign.length - 100);
      const path = join(folder, 'foreign.keepsake');
      writeFileSync(path, foreign);
      const needed = await post(token, path, { mode: 'skip' });
      expect(needed).toMatchObject({
        status: 400,
        body: { error: { details: { code: 'file_secret_needed' } } },
      });
      for (const secret of ['not the right passphrase', 'short', 'base64:AAAA']) {
        const { status, body } = await post(token, path, { mode: 'skip', secret });
        expect(status).toBe(400);
        expect(body).toMatchObject({
          data: null,
          error: {
            message: expect.stringMatching(/^data\.secret /) as unknown,
            details: { code: 'file_secret_wrong' },
          },
        });
        expect(JSON.stringify(body)).not.toContain(secret);
      }
      expect(readdirSync(join(site.folder, 'keepsake', 'imports'))).toEqual([]);
    });

    const post = (token: string, path: string, data: object) =>
      request(site.server)
        .post('/keepsake/imports')
        .set('Authorization', `Bearer ${token}`)
        .field('data', JSON.stringify(data))
        .attach('files', path);

    it('is previewed and started over HTTP with the rights of the admin who asks', async () => {
      const article = await firstArticle();
      await documents(site, 'api::article.article').delete({ documentId: article.documentId, locale: '*' });
      const token = await adminWith(site, ['plugin::keepsake.restore', 'plugin::keepsake.read']);
      const foreign = await post(token, zip, { mode: 'skip' });
      expect(foreign.status).toBe(200);
      expect(foreign.body).toMatchObject({
        data: {
          trust: 'foreign',
          blockers: expect.arrayContaining([
            expect.objectContaining({ code: 'content_forbidden' }),
          ]) as unknown,
        },
      });
      const planned = await post(token, archive, { mode: 'skip' });
      expect(planned.body).toMatchObject({ data: { trust: 'own', blockers: [] } });
      const { fingerprint } = (planned.body as { data: { fingerprint: string } }).data;
      const started = await post(token, archive, { mode: 'skip', fingerprint });
      expect(started.status).toBe(202);
      const jobId = (started.body as { data: { documentId: string } }).data.documentId;
      await until(async () => (await site.service('jobs').find(jobId)).state !== 'running');
      expect(await site.service('jobs').find(jobId)).toMatchObject({ state: 'succeeded', error: null });
      expect(await firstArticle()).toMatchObject({ documentId: article.documentId });
      await until(async () => readdirSync(join(site.folder, 'keepsake', 'imports')).length === 0);
    });

    it('is refused with what is wrong with it', async () => {
      const token = await adminWith(site, ['plugin::keepsake.restore']);
      const broken = join(folder, 'broken.keepsake');
      writeFileSync(broken, readFileSync(archive).subarray(0, 5000));
      const cut = await post(token, broken, { mode: 'skip' });
      expect(cut).toMatchObject({ status: 400, body: { error: { details: { code: 'archive_truncated' } } } });
      const hostile = join(folder, 'hostile.zip');
      writeFileSync(
        hostile,
        listedZip({}, (entries) => [...entries, { name: '../evil', content: 'evil' }]),
      );
      const climbing = await post(token, hostile, { mode: 'skip' });
      expect(climbing).toMatchObject({ status: 400, body: { error: { details: { code: 'file_refused' } } } });
      expect(readdirSync(join(site.folder, 'keepsake', 'imports'))).toEqual([]);
    });
  });

  const ALL_CONTENT = ['create', 'read', 'update', 'delete', 'publish'].map((action) => ({
    action: `plugin::content-manager.explorer.${action}`,
    subject: 'api::author.author',
    properties: { fields: ['name', 'slug', 'bio', 'role', 'email'] },
    conditions: [],
  }));

  function ability(permissions: object[]): Promise<unknown> {
    const { engine } = site.strapi.service('admin::permission') as unknown as {
      engine: { generateTokenAbility(permissions: object[], owner: object): Promise<unknown> };
    };
    return engine.generateTokenAbility(permissions, {});
  }
});

type Attributes = Record<string, { private?: boolean; type: string }>;

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not come to that.');
}
