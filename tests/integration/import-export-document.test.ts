import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { RestoreSelection } from '../../shared/contracts/restores';
import { COMMAND_LINE } from '../../server/src/services/imports/importer';
import { documents } from '../site/documents';
import { openSite, siteEnvironment } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';

const example = resolve(__dirname, '..', '..', 'example');
const ARTICLE = 'api::article.article';

describe('An export as one JSON document', () => {
  let site: Site;
  let folder: string;
  let path: string;

  beforeAll(async () => {
    site = await openSite();
    folder = mkdtempSync(join(tmpdir(), 'keepsake-document-'));
    path = join(folder, 'site.json');
    const { code, stdout } = await exportTo(path);
    if (code !== 0) throw new Error(stdout);
  });

  afterAll(async () => {
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const exportTo = (output: string) =>
    runCli(
      example,
      ['export', '--format', 'json', '--status', 'all', '--assets', '--output', output, '--json'],
      siteEnvironment(site.folder),
    );

  const open = (file = path) =>
    site.service('imports').open(file, COMMAND_LINE, () => Promise.reject(new Error('asked for a secret')));

  async function importIt(selection: RestoreSelection) {
    const opened = await open();
    try {
      const request = { selection, fingerprint: null, safety: false, preserveIds: false, startedBy: null };
      return await (
        await opened.start(request)
      ).done;
    } finally {
      await opened.close();
    }
  }

  const titles = async () => {
    const found = await documents(site, ARTICLE).findMany({ locale: 'en', sort: 'title', limit: 500 });
    return found.map(({ title }) => String(title));
  };

  it('is looked at without a change, and says that nothing vouches for it', async () => {
    const before = await titles();
    const opened = await open();
    const plan = await opened.plan({ mode: 'overwrite' });
    await opened.close();
    expect(plan).toMatchObject({ trust: 'foreign', blockers: [], counts: { create: 0, delete: 0 } });
    expect(plan.types.find(({ uid }) => uid === ARTICLE)).toBeDefined();
    expect(await titles()).toEqual(before);
  });

  it('brings entries and library files back that are gone', async () => {
    const before = await titles();
    const [article] = await documents(site, ARTICLE).findMany({ locale: 'en', sort: 'title', limit: 1 });
    await documents(site, ARTICLE).delete({ documentId: article!.documentId as string, locale: '*' });
    // Of pictures Strapi makes bytes of its own.
    const [file] = (await site.strapi.db
      .connection('files')
      .where({ ext: '.pdf' })
      .limit(1)) as LibraryFile[];
    const original = join(site.uploads, `${file!.hash}${file!.ext}`);
    const bytes = readFileSync(original);
    await site.strapi.db.query('plugin::upload.file').delete({ where: { id: file!.id } });
    unlinkSync(original);

    const { problems } = await importIt({ mode: 'skip' });
    expect(problems.filter(({ code }) => code !== 'link_target_missing')).toEqual([]);
    expect(await titles()).toEqual(before);
    const [back] = (await site.strapi.db
      .connection('files')
      .where({ document_id: file!.document_id })) as LibraryFile[];
    expect(back).toMatchObject({ name: file!.name });
    expect(readFileSync(join(site.uploads, `${back!.hash}${back!.ext}`))).toEqual(bytes);
  });

  it('is refused by name when it was cut off, or a file in it was changed', async () => {
    const whole = readFileSync(path, 'utf8');
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, whole.slice(0, -200));
    await expect(open(broken)).rejects.toMatchObject({
      code: 'file_refused',
      message: expect.stringMatching(/ends too early/) as unknown,
    });
    writeFileSync(broken, whole.replace('"api::article.article": [', '"api::author.author": ['));
    const opened = await open(broken);
    await expect(opened.plan({ mode: 'skip' })).rejects.toMatchObject({ code: 'file_refused' });
    await opened.close();
  });
});

interface LibraryFile {
  id: number;
  document_id: string;
  name: string;
  hash: string;
  ext: string;
}
