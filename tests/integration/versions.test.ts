import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import request from 'supertest';

import type { Version, VersionDetails } from '../../shared/contracts/versions';
import { superAdmin } from '../site/admins';
import { documents } from '../site/documents';
import { backUp, makeVersion, restore } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const AUTHOR = 'api::author.author';
const FILE = 'plugin::upload.file';

describe('Versions', () => {
  let site: Site;
  let bearer: string;

  beforeAll(async () => {
    site = await openSite();
    bearer = await superAdmin(site);
    // So that what is deleted goes at once.
    site.strapi.config.set('plugin::keepsake.cleanUp', { graceHours: 0 });
  });

  afterAll(() => site.close());

  const call = (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object) =>
    request(site.server)[method](`/keepsake${path}`).set('Authorization', `Bearer ${bearer}`).send(body);

  const detailsOf = async ({ documentId }: Version) =>
    (await call('get', `/versions/${documentId}`)).body as { data: VersionDetails };

  it('are numbered, labelled, renamed, pinned, found and deleted over HTTP', async () => {
    const started = await call('post', '/versions', {
      data: { label: 'Before the relaunch', note: 'Spring' },
    });
    expect(started.status).toBe(202);
    const job = (started.body as { data: { documentId: string; backupId: string } }).data;
    await until(async () => (await site.service('jobs').find(job.documentId)).state === 'succeeded');
    const made = (await detailsOf({ documentId: job.backupId } as Version)).data;
    expect(made).toMatchObject({
      number: 1,
      origin: 'manual',
      label: 'Before the relaunch',
      note: 'Spring',
      pinned: false,
      state: 'succeeded',
      createdBy: expect.stringMatching(/^Ada/) as unknown,
      problemCount: 0,
    });
    expect(made.types.find(({ uid }) => uid === AUTHOR)!.documents).toBeGreaterThan(0);

    const path = `/versions/${made.documentId}`;
    const renamed = await call('patch', path, { data: { label: 'Relaunch', note: null, pinned: true } });
    expect(renamed.body).toMatchObject({ data: { label: 'Relaunch', note: null, pinned: true } });
    const second = await makeVersion(site, 'Another');
    expect(second.number).toBe(2);
    const idsFor = async (query: string) =>
      ((await call('get', `/versions${query}`)).body as { data: Version[] }).data.map(({ number }) => number);
    expect(await idsFor('')).toEqual([2, 1]);
    expect(await idsFor('?search=relaunch')).toEqual([1]);
    expect(await idsFor('?search=%232')).toEqual([2]);
    expect(await idsFor('?pinned=true')).toEqual([1]);
    expect(await idsFor('?origin=auto')).toEqual([]);

    expect((await call('delete', `/versions/${second.documentId}`)).status).toBe(200);
    expect((await call('get', `/versions/${second.documentId}`)).status).toBe(404);
    // A number is not given twice, though the one that had it is gone.
    expect((await makeVersion(site)).number).toBe(3);
  });

  it.each<['post' | 'patch', string, object, RegExp]>([
    ['post', '/versions', { data: { label: 'x'.repeat(121) } }, /data\.label/],
    ['post', '/versions', { data: { note: 'x'.repeat(501) } }, /data\.note/],
    ['post', '/versions', { data: { number: 7 } }, /number/],
    ['patch', '/versions/nosuchid', { data: { pinned: 'yes' } }, /data\.pinned/],
  ])('refuse %s %s with %j by name', async (method, path, body, expected) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(400);
    expect((answer.body as { error: { message: string } }).error.message).toMatch(expected);
  });

  it('store no media, and say which files no backup holds', async () => {
    const files = readdirSync(site.uploads).filter((name) => name !== '.gitkeep').length;
    const alone = await makeVersion(site, 'Before any backup');
    expect(alone.unheldFiles).toBe(files);
    const bytes = readdirSync(site.uploads).reduce(
      (sum, name) => sum + readFileSync(join(site.uploads, name)).length,
      0,
    );
    expect(alone.storedBytes).toBeLessThan(bytes / 10);
    const { data } = await detailsOf(alone);
    expect(data.unheld[0]).toMatchObject({ code: 'media_not_held' });
    const backup = await backUp(site);
    // The backup that was made upon a version has the bytes all the same.
    expect(backup.storedBytes).toBeGreaterThan(bytes / 2);
    expect((await makeVersion(site, 'After one')).unheldFiles).toBe(0);
  });

  it('are not what `latest` means, and can be compared by their id', async () => {
    const version = await makeVersion(site);
    expect((await site.service('backups').find('latest')).documentId).not.toBe(version.documentId);
    const [author] = await documents(site, AUTHOR).findMany({ limit: 1 });
    await documents(site, AUTHOR).update({
      documentId: author!.documentId,
      data: { name: 'Renamed', slug: 'renamed' },
    });
    const answer = await call('post', '/diffs', { data: { before: version.documentId, after: 'live' } });
    expect(answer.body).toMatchObject({
      data: { documents: 1, before: { kind: 'version', number: version.number, id: version.documentId } },
    });
  });

  it('keep the bytes that they reference alive when the backup goes, and bring them back', async () => {
    const backup = await backUp(site);
    const version = await makeVersion(site, 'Keeps the pictures');
    for (const { documentId } of await site.service('backups').all('site'))
      await site.service('backups').remove(documentId);
    for (const { documentId } of await site.service('versions').all('site'))
      if (documentId !== version.documentId) await site.service('versions').remove(documentId);
    const repository = await site.service('repository').openToWrite();
    await repository.compact();
    await repository.compact();
    await site.service('repository').record();
    expect(repository.snapshots().map(({ id }) => id)).toEqual([version.documentId]);
    expect((await repository.verify()).problems).toEqual([]);
    expect(backup.files).toBeGreaterThan(0);

    const before = await site.capture();
    const names = readdirSync(site.uploads).filter((name) => name !== '.gitkeep');
    for (const name of names) rmSync(join(site.uploads, name));
    const [author] = await documents(site, AUTHOR).findMany({ limit: 1 });
    await documents(site, AUTHOR).delete({ documentId: author!.documentId });
    const outcome = await restore(site, version.documentId, { mode: 'mirror' });
    expect(outcome.problems).toEqual([]);
    expect(outcome.plan.counts.files).toBe(names.length);
    const after = await site.capture();
    expect(after.files).toEqual(before.files);
  });

  it('find the bytes of a file in a backup that was made later; what nobody holds is named', async () => {
    const fileName = () => `picture-${randomBytes(4).toString('hex')}`;
    const upload = async (hash: string) => {
      writeFileSync(join(site.uploads, `${hash}.bin`), randomBytes(5000));
      await site.strapi.db.query(FILE).create({
        data: {
          name: `${hash}.bin`,
          hash,
          ext: '.bin',
          mime: 'application/octet-stream',
          size: 5,
          url: `/uploads/${hash}.bin`,
          provider: 'local',
          folderPath: '/',
        },
      });
    };
    const [held, lost] = [fileName(), fileName()];
    await upload(held);
    await upload(lost);
    const version = await makeVersion(site, 'Two new files');
    expect(version.unheldFiles).toBe(2);
    const gone = await site.strapi.db.query(FILE).findOne({ where: { hash: lost } });
    await site.strapi.db.query(FILE).delete({ where: { id: (gone as { id: number }).id } });
    rmSync(join(site.uploads, `${lost}.bin`));
    await backUp(site);
    rmSync(join(site.uploads, `${held}.bin`));
    const { plan, problems } = await restore(site, version.documentId, { mode: 'overwrite' });
    expect(plan.files).toEqual([{ name: `${held}.bin`, state: 'missing' }]);
    expect(readFileSync(join(site.uploads, `${held}.bin`))).toHaveLength(5000);
    expect(problems).toMatchObject([{ code: 'media_not_held', item: `${lost}.bin` }]);
  });

  it('come back into the list of a database that lost it, with number and label', async () => {
    const version = await makeVersion(site, 'Kept in the repository');
    await site.strapi.db.query('plugin::keepsake.version').deleteMany({});
    await site.strapi.db.query('plugin::keepsake.backup').deleteMany({});
    await site.strapi.db.query('plugin::keepsake.project').updateMany({ data: { lastVersion: 0 } as never });
    expect((await site.service('recovery').recover(null)).versions).toBeGreaterThan(1);
    expect(await site.service('versions').find(version.documentId)).toMatchObject({
      number: version.number,
      label: 'Kept in the repository',
      origin: 'manual',
      state: 'succeeded',
      documents: version.documents,
    });
    expect((await makeVersion(site)).number).toBeGreaterThan(version.number);
  });

  it('that nothing could be made of stay in the list with the reason', async () => {
    const locks = site.service('locks');
    await locks.hold(async () => {
      const { done } = await site.service('versions').start({ project: 'site', author: null });
      void done.catch(() => undefined);
      const [{ state }] = (await site.service('versions').all('site')) as [Version];
      expect(state).toBe('running');
      const [job] = (await site.service('jobs').list({ type: 'version' })).jobs;
      await site.service('jobs').cancel(job!.documentId);
      await done.catch(() => undefined);
    });
    const [version] = await site.service('versions').all('site');
    expect(version).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
    const compared = await call('post', '/diffs', { data: { before: version!.documentId, after: 'live' } });
    expect(compared.status).toBe(409);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((go) => setTimeout(go, 50));
}
