import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { SiteImage } from '../comparer/site-image';
import { documents } from '../site/documents';
import type { Entry } from '../site/documents';
import { backUp, restore } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the demo runs it as plain JavaScript
const { damage } = require('../../scripts/demo/damage.cjs') as { damage(strapi: unknown): Promise<string[]> };

const IDENTICAL = 'No differences.';

describe('A site that is backed up, damaged and restored', () => {
  let site: Site;
  let before: SiteImage;
  let backupId: string;

  beforeAll(async () => {
    site = await openSite();
    backupId = (await backUp(site)).documentId;
    before = await site.capture();
  });

  afterAll(() => site.close());

  /** What the comparer says, as text: a failing test then shows what differs. */
  async function differences(): Promise<string> {
    return formatDifferences(compareSites(before, await site.capture()), 20);
  }

  it('is unchanged by the backup', async () => {
    const plan = await site
      .service('restores')
      .plan(backupId, { mode: 'mirror', users: true, settings: true });
    expect(plan.counts).toMatchObject({ create: 0, update: 0, delete: 0, files: 0 });
    expect(plan.problems).toEqual([]);
  });

  it('is identical after a restore in mode mirror', async () => {
    await damage(site.strapi);
    expect(compareSites(before, await site.capture()).length).toBeGreaterThan(50);
    const { problems, safetyBackup } = await restore(site, backupId, { mode: 'mirror' }, { safety: true });
    expect(problems).toEqual([]);
    expect(safetyBackup?.state).toBe('succeeded');
    expect(await differences()).toBe(IDENTICAL);
  });

  it('comes back to its damaged state when the safety backup is restored, and to the good one again', async () => {
    await damage(site.strapi);
    const damaged = await site.capture();
    const { safetyBackup } = await restore(site, backupId, { mode: 'mirror' }, { safety: true });
    await restore(site, safetyBackup!.documentId, { mode: 'mirror' });
    const undone = compareSites(damaged, await site.capture());
    // Bytes that were lost before the restore are not lost again.
    expect(
      formatDifferences(
        undone.filter(({ kind }) => kind !== 'file-extra'),
        20,
      ),
    ).toBe(IDENTICAL);
    await restore(site, backupId, { mode: 'mirror' });
    expect(await differences()).toBe(IDENTICAL);
    // The safety backup saw the damaged bytes under rows that say the same: a new backup must not inherit them.
    const fresh = await backUp(site);
    const plan = await site.service('restores').plan(fresh.documentId, { mode: 'mirror' });
    expect(plan.files).toEqual([]);
  });

  it('keeps what was added since in mode overwrite', async () => {
    const added = await documents(site, 'api::author.author').create({
      data: { name: 'A new author', slug: 'a-new-author' },
    });
    await restore(site, backupId, { mode: 'overwrite' });
    expect(
      await documents(site, 'api::author.author').findOne({ documentId: added.documentId }),
    ).not.toBeNull();
    await restore(site, backupId, { mode: 'mirror' });
    expect(await differences()).toBe(IDENTICAL);
  });

  it('only gets back what is missing in mode skip', async () => {
    const articles = documents(site, 'api::article.article');
    const [changed, deleted] = await articles.findMany({
      locale: 'en',
      status: 'published',
      sort: 'title',
      limit: 2,
    });
    await articles.update({
      documentId: changed!.documentId,
      locale: 'en',
      data: { title: 'Changed on purpose' },
    });
    await articles.delete({ documentId: deleted!.documentId, locale: '*' });
    await restore(site, backupId, { mode: 'skip' });
    expect(await articles.findOne({ documentId: changed!.documentId, locale: 'en' })).toMatchObject({
      title: 'Changed on purpose',
    });
    expect(await articles.findOne({ documentId: deleted!.documentId, locale: 'en' })).not.toBeNull();
    await restore(site, backupId, { mode: 'mirror' });
    expect(await differences()).toBe(IDENTICAL);
  });

  it('gets back one document with the pictures it shows, and nothing else', async () => {
    const articles = documents(site, 'api::article.article');
    const [wanted, other] = await articles.findMany({
      locale: 'en',
      status: 'published',
      sort: 'title',
      limit: 2,
      populate: { cover: true },
    });
    const cover = wanted!.cover as { id: number; documentId: string };
    const file = await site.strapi.db.query('plugin::upload.file').findOne({ where: { id: cover.id } });
    await site.strapi.plugin('upload').service('upload').remove(file);
    await articles.delete({ documentId: wanted!.documentId, locale: '*' });
    await articles.update({ documentId: other!.documentId, locale: 'en', data: { title: 'Stays as it is' } });
    const untouched = await site.capture();
    await restore(site, backupId, { mode: 'overwrite', documentIds: [wanted!.documentId] });
    const back = await articles.findOne({
      documentId: wanted!.documentId,
      locale: 'en',
      populate: { cover: true },
    });
    expect(back).toMatchObject({ title: wanted!.title, cover: { documentId: cover.documentId } });
    expect(await articles.findOne({ documentId: other!.documentId, locale: 'en' })).toMatchObject({
      title: 'Stays as it is',
    });
    const gone = compareSites(untouched, await site.capture()).filter(({ kind }) => kind === 'row-missing');
    expect(gone).toEqual([]);
    await restore(site, backupId, { mode: 'mirror' });
    expect(await differences()).toBe(IDENTICAL);
  });

  it('leaves other content types alone when some are chosen', async () => {
    const authors = documents(site, 'api::author.author');
    const articles = documents(site, 'api::article.article');
    const [author] = await authors.findMany({ sort: 'name', limit: 1 });
    const [article] = await articles.findMany({ locale: 'en', sort: 'title', limit: 1 });
    await authors.update({ documentId: author!.documentId, data: { name: 'Renamed author' } });
    await articles.update({
      documentId: article!.documentId,
      locale: 'en',
      data: { title: 'Renamed article' },
    });
    await restore(site, backupId, { mode: 'mirror', contentTypes: ['api::article.article'] });
    expect(await authors.findOne({ documentId: author!.documentId })).toMatchObject({
      name: 'Renamed author',
    });
    expect(await articles.findOne({ documentId: article!.documentId, locale: 'en' })).toMatchObject({
      title: article!.title,
    });
    await restore(site, backupId, { mode: 'mirror' });
    expect(await differences()).toBe(IDENTICAL);
  });

  it('refuses to apply a preview when the content moved since', async () => {
    const articles = documents(site, 'api::article.article');
    const [first, second] = await articles.findMany({ locale: 'en', sort: 'title', limit: 2 });
    await articles.update({
      documentId: first!.documentId,
      locale: 'en',
      data: { title: 'Before the preview' },
    });
    const plan = await site.service('restores').plan(backupId, { mode: 'overwrite' });
    await articles.update({
      documentId: second!.documentId,
      locale: 'en',
      data: { title: 'After the preview' },
    });
    const now = await site.capture();
    await expect(
      restore(site, backupId, { mode: 'overwrite' }, { fingerprint: plan.fingerprint }),
    ).rejects.toMatchObject({ code: 'plan_stale' });
    expect(formatDifferences(compareSites(now, await site.capture()), 20)).toBe(IDENTICAL);
    await restore(site, backupId, { mode: 'mirror' });
    expect(await differences()).toBe(IDENTICAL);
  });

  describe('when a value that must be unique is taken by another entry now', () => {
    let deleted: Entry;
    let slug: string;

    beforeEach(async () => {
      const articles = documents(site, 'api::article.article');
      const found = await articles.findMany({ locale: 'en', status: 'published', sort: 'title', limit: 1 });
      deleted = found[0]!;
      slug = String(deleted.slug);
      await articles.delete({ documentId: deleted.documentId, locale: '*' });
      await articles.create({ locale: 'en', data: { title: 'Took the place', slug } });
    });

    afterEach(async () => {
      await restore(site, backupId, { mode: 'mirror' });
      expect(await differences()).toBe(IDENTICAL);
    });

    const slugsNow = async () => {
      const entries = await documents(site, 'api::article.article').findMany({ locale: 'en', limit: 1000 });
      return entries.filter((entry) => String(entry.slug).startsWith(slug)).map((entry) => entry.slug);
    };

    it('stops, names both, and changes nothing', async () => {
      const plan = await site.service('restores').plan(backupId, { mode: 'skip' });
      expect(plan.blockers).toMatchObject([
        { code: 'unique_clash', message: expect.stringContaining(slug) as unknown },
      ]);
      await expect(restore(site, backupId, { mode: 'skip' })).rejects.toMatchObject({ code: 'unique_clash' });
      expect(await slugsNow()).toEqual([slug]);
    });

    it('leaves the entry out when told to skip, and says so', async () => {
      const { problems } = await restore(site, backupId, { mode: 'skip', onConflict: 'skip' });
      expect(problems).toMatchObject([{ code: 'unique_clash_skipped' }]);
      expect(await slugsNow()).toEqual([slug]);
    });

    it('gives the entry the next free value when told to rename', async () => {
      const { problems } = await restore(site, backupId, { mode: 'skip', onConflict: 'rename' });
      expect(problems).toMatchObject([{ code: 'unique_clash_renamed' }]);
      expect((await slugsNow()).sort()).toEqual([slug, `${slug}-2`]);
    });

    it('has nothing to settle in mode mirror, which removes the other entry', async () => {
      const plan = await site.service('restores').plan(backupId, { mode: 'mirror' });
      expect(plan.blockers).toEqual([]);
    });
  });
});
