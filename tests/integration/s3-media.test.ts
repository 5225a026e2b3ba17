import { compareSites } from '../comparer/compare-sites';
import { backUp, restore } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { startS3Server } from '../storage/s3-server';
import type { S3Server } from '../storage/s3-server';

interface FileRow {
  id: number;
  hash: string;
  ext: string;
  url: string;
  provider: string;
  formats: Record<string, { hash: string; ext: string; url: string }> | null;
}

describe.each([
  ['a public bucket', { ACL: 'public-read' }, false],
  ['a private bucket', { ACL: 'private' }, true],
])('A media library in %s', (_, params, signedOnly) => {
  let s3: S3Server;
  let site: Site;
  let bytes: Map<string, Buffer>;

  const environment = () => ({
    UPLOAD_CONFIG: JSON.stringify({
      provider: 'aws-s3',
      providerOptions: s3.providerOptions('media', { params, rootPath: 'library' }),
    }),
  });
  const uploads = () => site.strapi.plugin('upload').provider as { delete(file: object): Promise<void> };
  const files = async () =>
    (await site.strapi.db.query('plugin::upload.file').findMany({ orderBy: 'id' })) as FileRow[];
  const parts = (rows: FileRow[]) =>
    rows
      .flatMap((row) => [row, ...Object.values(row.formats ?? {})])
      .map(({ hash, ext, url }) => ({ hash, ext, url }));

  /** What the bucket has, by key; read as the provider's owner would. */
  async function stored(): Promise<Map<string, Buffer>> {
    const { signedOnly: before } = s3.proxy.rules;
    s3.proxy.rules.signedOnly = false;
    const found = new Map<string, Buffer>();
    for (const { hash, ext, url } of parts(await files())) {
      const answer = await fetch(url);
      if (answer.status === 200) found.set(`${hash}${ext}`, Buffer.from(await answer.arrayBuffer()));
    }
    s3.proxy.rules.signedOnly = before;
    return found;
  }

  /** Each file of the library is several in the bucket, and is asked for several times. */
  async function keepFew(): Promise<void> {
    const few = (await files()).slice(0, 8).map(({ id }) => id);
    await site.strapi.db.query('plugin::upload.file').deleteMany({ where: { id: { $notIn: few } } });
  }

  beforeAll(async () => {
    s3 = await startS3Server(['media']);
    // The example's library is in its folder; a restore takes it to the bucket.
    site = await openSite();
    await keepFew();
    const backup = await backUp(site, 'From the folder');
    const image = await site.capture();
    await site.strapi.db.query('plugin::upload.file').deleteMany({});
    site = await site.reboot(environment());
    await restore(site, backup.documentId, { mode: 'mirror' });
    s3.proxy.rules.signedOnly = signedOnly;
    const differences = compareSites(image, await site.capture()).filter(
      ({ where }) => !/\.(url|provider|formats|preview_url|provider_metadata)$/.test(where),
    );
    expect(differences).toEqual([]);
  });
  afterAll(async () => {
    await site?.close();
    await s3.stop();
  });

  it('has every file of a backup that was made elsewhere, under addresses of its own', async () => {
    const rows = await files();
    expect(rows.length).toBe(8);
    expect(new Set(rows.map(({ provider }) => provider))).toEqual(new Set(['aws-s3']));
    const names = parts(rows).map(({ hash, ext, url }) => {
      expect(url).toBe(`${s3.proxy.url}/media/library/${hash}${ext}`);
      return `${hash}${ext}`;
    });
    bytes = await stored();
    expect([...bytes.keys()].sort()).toEqual([...new Set(names)].sort());
  });

  it('is backed up, emptied, restored, and has the same bytes', async () => {
    const backup = await backUp(site, 'From the bucket');
    expect(backup).toMatchObject({ state: 'succeeded', problemCount: 0 });
    expect(backup.files).toBe((await files()).length);
    for (const file of parts(await files())) await uploads().delete(file);
    expect(await stored()).toEqual(new Map());
    const urls = parts(await files());
    await restore(site, backup.documentId, { mode: 'mirror' });
    expect(await stored()).toEqual(bytes);
    expect(parts(await files())).toEqual(urls);
    const plan = await site.service('restores').plan(backup.documentId, { mode: 'mirror' });
    expect(plan.counts).toMatchObject({ create: 0, update: 0, delete: 0, files: 0 });
  });

  it('with a missing file makes a partial backup that names it', async () => {
    const [first] = await files();
    await uploads().delete(first!);
    // Bytes of a row that says that nothing changed are taken from the backup before.
    await site.strapi.db.connection('files').where({ id: first!.id }).update({ updated_at: Date.now() });
    const backup = await backUp(site);
    expect(backup.state).toBe('partial');
    const { problems } = await site.service('backups').details(backup.documentId);
    expect(problems).toMatchObject([{ code: 'media_missing', item: `${first!.hash}${first!.ext}` }]);
  });

  it('that cannot be reached fails the backup by name', async () => {
    s3.proxy.fail(({ method }) => method === 'GET', { kind: 'answer', status: 400, code: 'Teapot' }, 9999);
    await site.strapi.db.connection('files').update({ updated_at: Date.now() });
    await expect(backUp(site)).rejects.toMatchObject({
      code: 'storage_failed',
      item: expect.stringMatching(/\.\w+$/) as unknown,
    });
  });
});
