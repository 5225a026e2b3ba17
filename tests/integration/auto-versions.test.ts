import request from 'supertest';

import type { Version, VersionDetails } from '../../shared/contracts/versions';
import { superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import type { Documents } from '../site/documents';
import { backUp, makeVersion, restore } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const KEEP = 5;
const SETTINGS = {
  auto: { [ARTICLE]: 'publish', [AUTHOR]: 'change', 'api::nowhere.nowhere': 'change' },
  waitSeconds: 0.2,
  keepAuto: KEEP,
};

describe('Versions that make themselves', () => {
  let site: Site;
  let articles: Documents;
  let authors: Documents;
  let article: string;
  let author: string;

  beforeAll(async () => {
    site = await openSite({ KEEPSAKE_VERSIONS: JSON.stringify(SETTINGS) });
    site.strapi.config.set('plugin::keepsake.cleanUp', { graceHours: 0 });
    articles = documents(site, ARTICLE);
    authors = documents(site, AUTHOR);
    article = (await articles.findMany({ status: 'published', locale: 'en', limit: 1 }))[0]!.documentId;
    author = (await authors.findMany({ limit: 1 }))[0]!.documentId;
    await backUp(site);
  });

  afterAll(() => site.close());

  const made = async () =>
    (await site.service('versions').all('site')).filter(
      ({ origin, state }) => origin === 'auto' && state === 'succeeded',
    );

  /** What was made for `work`, once it is quiet again. */
  async function versionsOf(work: () => Promise<unknown>): Promise<VersionDetails[]> {
    const before = new Set((await made()).map(({ documentId }) => documentId));
    await work();
    await quiet();
    const fresh = (await made()).filter(({ documentId }) => !before.has(documentId));
    return Promise.all(fresh.map(({ documentId }) => site.service('versions').details(documentId)));
  }

  async function quiet(): Promise<void> {
    await pause(300);
    while (site.service('autoVersions').waiting() > 0) await pause(50);
    await site.service('autoVersions').flush();
  }

  /** Entries that are watched; links that others had to a row that goes are lost in theirs. */
  const differing = async ({ documentId }: Version, after = 'live') => {
    const { diff } = await site.service('diffs').compute({ before: documentId, after });
    return diff.items.filter(({ uid, documentId: id }) => uid === AUTHOR || id === article);
  };

  it('are made of the touched document alone, upon the snapshot before', async () => {
    const [version, ...others] = await versionsOf(() =>
      authors.update({ documentId: author, data: { name: 'By a script' } }),
    );
    expect(others).toEqual([]);
    expect(version).toMatchObject({
      origin: 'auto',
      touched: [{ uid: AUTHOR, documentId: author }],
      unheldFiles: 0,
      problems: [],
    });
    expect(version!.storedBytes).toBeLessThan(60_000);
    expect(await differing(version!)).toEqual([]);
    const whole = await makeVersion(site);
    expect(await differing(version!, whole.documentId)).toEqual([]);
    expect(version).toMatchObject({ documents: whole.documents, records: whole.records, files: whole.files });
  });

  it('come of every way to write: REST, the content manager, a query, and deletions', async () => {
    const bearer = await superAdmin(site);
    const manage = (name: string) =>
      request(site.server)
        .put(`/content-manager/collection-types/${AUTHOR}/${author}`)
        .set('Authorization', `Bearer ${bearer}`)
        .send({ name });
    expect(await versionsOf(async () => expect((await manage('By hand')).status).toBe(200))).toHaveLength(1);
    const { accessKey } = (await site.strapi
      .service('admin::api-token')
      .create({ name: 'Writes', description: '', type: 'full-access', lifespan: null })) as {
      accessKey: string;
    };
    const overRest = () =>
      request(site.server)
        .put(`/api/authors/${author}`)
        .set('Authorization', `Bearer ${accessKey}`)
        .send({ data: { name: 'By REST' } });
    expect(await versionsOf(async () => expect((await overRest()).status).toBe(200))).toHaveLength(1);
    const query = site.strapi.db.query(AUTHOR as never);
    const where = { documentId: author } as never;
    expect(
      await versionsOf(() => query.update({ where, data: { name: 'By a query' } as never })),
    ).toHaveLength(1);
    const all = { data: { email: 'all@example.com' } as never, where: { documentId: author } as never };
    const [whole] = await versionsOf(() => query.updateMany(all));
    expect(await differing(whole!)).toEqual([]);
    let documentId = '';
    const [created] = await versionsOf(async () => {
      documentId = (await authors.create({ data: { name: 'New', slug: 'new' } })).documentId;
    });
    expect(created!.touched).toEqual([{ uid: AUTHOR, documentId }]);
    const [deleted] = await versionsOf(() => authors.delete({ documentId }));
    expect(await differing(deleted!)).toEqual([]);
    expect(deleted!.documents).toBe(created!.documents - 1);
  });

  it('are made when an entry is published or taken back, not for its drafts', async () => {
    const change = () =>
      articles.update({ documentId: article, locale: 'en', data: { title: 'Only a draft' } });
    expect(await versionsOf(change)).toEqual([]);
    const [published] = await versionsOf(() => articles.publish({ documentId: article, locale: 'en' }));
    expect(published!.touched).toEqual([{ uid: ARTICLE, documentId: article }]);
    expect(await differing(published!)).toEqual([]);
    expect(await versionsOf(() => articles.unpublish({ documentId: article, locale: 'en' }))).toHaveLength(1);
  });

  it('leave out what was rolled back, and what came to the same', async () => {
    const rolledBack = () =>
      site.strapi.db
        .transaction(async () => {
          await authors.update({ documentId: author, data: { name: 'Never' } });
          throw new Error('rolled back');
        })
        .catch(() => undefined);
    expect(await versionsOf(rolledBack)).toEqual([]);
  });

  it('wait while a backup has the repository, and take all that changed meanwhile together', async () => {
    const versions = await versionsOf(() =>
      site.service('locks').hold(async () => {
        await authors.update({ documentId: author, data: { name: 'During a backup' } });
        await pause(600);
        await authors.update({ documentId: author, data: { name: 'And again' } });
        expect(site.service('autoVersions').waiting()).toBe(1);
      }),
    );
    expect(versions).toHaveLength(1);
    expect(await differing(versions[0]!)).toEqual([]);
  });

  it('go on at 200 writes in a burst: none fails, few versions come of it, and the last one has it all', async () => {
    const all = await authors.findMany({});
    const failures: unknown[] = [];
    const versions = await versionsOf(async () => {
      for (let round = 0; round < 20; round += 1) {
        const writes = all.map(({ documentId }, at) =>
          authors
            .update({ documentId, data: { name: `Round ${round}`, slug: `round-${round}-${at}` } })
            .catch((error: unknown) => failures.push(error)),
        );
        await Promise.all(writes);
        expect(site.service('autoVersions').waiting()).toBeLessThanOrEqual(all.length);
      }
    });
    expect(failures).toEqual([]);
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.length).toBeLessThan(20);
    expect(await differing(versions[0]!)).toEqual([]);
  });

  it('are kept in the number that the settings say, but for those that are pinned', async () => {
    const [oldest] = (await made()).slice(-1);
    await site.service('versions').change(oldest!.documentId, { pinned: true });
    for (let time = 0; time < KEEP + 3; time += 1)
      await versionsOf(() => authors.update({ documentId: author, data: { name: `Time ${time}` } }));
    const kept = await made();
    expect(kept.length).toBeLessThanOrEqual(KEEP + 2);
    expect(kept.map(({ documentId }) => documentId)).toContain(oldest!.documentId);
    const repository = await site.service('repository').open();
    expect((await repository.verify()).problems).toEqual([]);
    const snapshots = new Set(repository.snapshots().map(({ id }) => id));
    expect(kept.every(({ documentId }) => snapshots.has(documentId))).toBe(true);
  });

  it('restore the entry that they were made for', async () => {
    const [version] = await versionsOf(() =>
      authors.update({ documentId: author, data: { name: 'Wanted' } }),
    );
    await versionsOf(() => authors.update({ documentId: author, data: { name: 'Unwanted' } }));
    await restore(site, version!.documentId, { mode: 'overwrite', documentIds: [author] });
    expect(await authors.findOne({ documentId: author })).toMatchObject({ name: 'Wanted' });
  });

  it('are made of the last changes when the server stops', async () => {
    await quiet();
    const before = (await made()).length;
    await authors.update({ documentId: author, data: { name: 'Just before the end' } });
    site = await site.reboot();
    authors = documents(site, AUTHOR);
    const [newest, ...rest] = await made();
    expect(rest.length + 1).toBeGreaterThanOrEqual(Math.min(before, KEEP));
    expect(await differing(newest!)).toEqual([]);
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((go) => setTimeout(go, ms));
}
