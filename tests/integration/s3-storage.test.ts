import request from 'supertest';

import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { compareSites } from '../comparer/compare-sites';
import { documents } from '../site/documents';
import { backUp, restore } from '../site/keepsake';
import { startS3Server } from '../storage/s3-server';
import type { S3Server } from '../storage/s3-server';

const ARTICLE = 'api::article.article';
const SECRET = 'the bucket and this are all that is left';

describe('A repository on S3', () => {
  let s3: S3Server;
  let site: Site;

  const environment = (storage: object = {}) => ({
    KEEPSAKE_SECRET: SECRET,
    KEEPSAKE_STORAGE: JSON.stringify({
      provider: 'aws-s3',
      prefix: 'site-one',
      providerOptions: s3.providerOptions('backups'),
      ...storage,
    }),
  });

  beforeAll(async () => {
    s3 = await startS3Server(['backups']);
    site = await openSite(environment());
  });
  afterAll(async () => {
    await site.close();
    await s3.stop();
  });

  const keys = () => [
    ...new Set(
      s3.proxy.log.filter((line) => line.startsWith('PUT ')).map((line) => line.slice('PUT '.length)),
    ),
  ];

  it('takes a backup, and gives everything back after damage', async () => {
    const before = await site.capture();
    const backup = await backUp(site, 'On S3');
    expect(backup.state).toBe('succeeded');
    await site.strapi.db.connection('articles').update({ title: 'Damaged', excerpt: null });
    await site.strapi.db.connection('categories').delete();
    expect(compareSites(before, await site.capture())).not.toEqual([]);
    await restore(site, backup.documentId, { mode: 'mirror' });
    expect(compareSites(before, await site.capture())).toEqual([]);
    const { problems, objects } = await (await site.service('backups').verify(null, null)).done;
    expect(problems).toEqual([]);
    expect(objects).toBeGreaterThan(3);
  });

  it('shows strangers no plain text, and says that they can look', async () => {
    const articles = await documents(site, ARTICLE).findMany({ locale: 'en', limit: 300 });
    const files = (await site.strapi.db.query('plugin::upload.file').findMany({ limit: 100 })) as {
      hash: string;
    }[];
    const known = [
      ...articles.map(({ title }) => String(title)),
      ...articles.map(({ excerpt }) => String(excerpt ?? '')).filter((text) => text.length > 20),
      ...Object.keys(site.strapi.contentTypes),
      ...files.map(({ hash }) => hash),
      'On S3',
      'documentId',
    ];
    expect(known.length).toBeGreaterThan(400);
    let seen = 0;
    for (const key of keys()) {
      const answer = await fetch(`${s3.proxy.url}${key}`);
      if (answer.status !== 200) continue;
      const bytes = Buffer.from(await answer.arrayBuffer());
      const found = known.filter(
        (text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')),
      );
      expect({ key, found }).toEqual({ key, found: [] });
      expect(key).toMatch(/^\/backups\/site-one\/site-one-[a-z0-9-]+\.bin$/);
      seen += 1;
    }
    expect(seen).toBeGreaterThan(3);
    expect((await site.service('status').status()).storage).toEqual({
      provider: 'aws-s3',
      location: 'backups/site-one',
      isPublic: true,
    });
  });

  it('gives strangers nothing at all where the bucket knows ACLs, though none was configured', async () => {
    s3.proxy.rules.honourAcl = true;
    for (const key of keys()) {
      const { status } = await fetch(`${s3.proxy.url}${key}`);
      expect({ key, status }).toEqual({ key, status: 403 });
    }
    site.service('repository').close();
    expect((await site.service('status').status()).storage.isPublic).toBe(false);
    s3.proxy.rules.honourAcl = false;
  });

  it('is said to be private where the bucket is', async () => {
    s3.proxy.rules.signedOnly = true;
    site.service('repository').close();
    expect((await site.service('status').status()).storage.isPublic).toBe(false);
  });

  it('leaves nothing of its trials behind', () => {
    const deleted = new Set(
      s3.proxy.log.filter((line) => line.startsWith('DELETE ')).map((line) => line.slice('DELETE '.length)),
    );
    const probes = keys().filter((key) => key.includes('/probe-'));
    expect(probes.length).toBeGreaterThan(1);
    expect(probes.filter((key) => !deleted.has(key))).toEqual([]);
  });

  it('says by name that the storage cannot be reached, and goes on when it can', async () => {
    site.service('repository').close();
    await s3.proxy.close();
    const { ready, error, storage } = await site.service('status').status();
    expect({ ready, code: error?.code, isPublic: storage.isPublic }).toEqual({
      ready: false,
      code: 'storage_unreachable',
      isPublic: null,
    });
    await s3.proxy.open();
    expect((await site.service('status').status()).ready).toBe(true);
  });

  it('is found by a site that knows nothing but the bucket and the secret', async () => {
    const image = await site.capture();
    const backup = await backUp(site, 'Before the fire');
    await site.close();
    site = await openSite(environment());
    await site.strapi.db.connection('articles').update({ title: 'Of an older copy' });
    const { backups } = await site.service('backups').list(1, 10);
    expect(backups.map(({ documentId }) => documentId)).toContain(backup.documentId);
    await restore(site, backup.documentId, { mode: 'mirror' });
    expect(compareSites(image, await site.capture())).toEqual([]);
  });
});

describe('A repository in the public folder of the local provider', () => {
  it('works, is ciphertext to those who fetch it, and is said to be public', async () => {
    const site = await openSite({ KEEPSAKE_STORAGE: JSON.stringify({ provider: 'upload' }) });
    try {
      const before = await site.capture();
      const backup = await backUp(site);
      await site.strapi.db.connection('articles').update({ title: 'Damaged' });
      await restore(site, backup.documentId, { mode: 'mirror' });
      const differences = compareSites(before, await site.capture());
      const objects = differences.filter(
        ({ kind, where }) => kind === 'file-extra' && /^keepsake-/.test(where),
      );
      expect(differences).toEqual(objects);
      expect(objects.length).toBeGreaterThan(3);
      for (const { where } of objects) {
        const { status, body } = await request(site.server).get(`/uploads/${where}`).responseType('blob');
        expect(status).toBe(200);
        expect((body as Buffer).includes('documentId')).toBe(false);
      }
      const { storage, ready } = await site.service('status').status();
      expect({ ready, ...storage }).toMatchObject({ ready: true, provider: 'local', isPublic: true });
      expect(storage.location).toBe('public/uploads');
    } finally {
      await site.close();
    }
  });

  it('does not keep the site from booting when there is no such provider', async () => {
    const site = await openSite({ KEEPSAKE_STORAGE: JSON.stringify({ provider: 'nowhere' }) });
    try {
      const { ready, error, storage } = await site.service('status').status();
      expect({ ready, code: error?.code, provider: storage.provider }).toEqual({
        ready: false,
        code: 'storage_provider_unknown',
        provider: 'nowhere',
      });
    } finally {
      await site.close();
    }
  });
});
