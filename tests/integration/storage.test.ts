import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Backup } from '../../shared/contracts/backups';
import type { Manifest, TreeEntry } from '../../server/src/core/repository/repository';
import { compareSites } from '../comparer/compare-sites';
import { documents } from '../site/documents';
import { backUp, restore } from '../site/keepsake';
import { openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const ARTICLE = 'api::article.article';

describe('What a backup leaves in the storage', () => {
  let site: Site;
  let first: Backup;

  beforeAll(async () => {
    site = await openSite();
    first = await backUp(site, 'The first');
  });

  afterAll(() => site.close());

  const objects = () => readdirSync(site.storage).sort();
  const sizes = () => objects().reduce((sum, name) => sum + statSync(join(site.storage, name)).size, 0);

  async function entriesOf(backupId: string, uid: string): Promise<TreeEntry[]> {
    const repository = await site.service('repository').open();
    const manifest: Manifest = await repository.readManifest(backupId);
    const entries: TreeEntry[] = [];
    const tree = manifest.types.find((type) => type.uid === uid)!.tree;
    for await (const entry of repository.readTree(tree)) entries.push(entry);
    return entries;
  }

  it('says how many bytes it stored', () => {
    // All that is there but the empty root, which was made before.
    expect(first.storedBytes).toBeLessThan(sizes());
    expect(first.storedBytes).toBeGreaterThan(sizes() - 2000);
    expect(first.bytes).toBeGreaterThan(first.storedBytes);
  });

  it('is no plain text: no sentence, no name of a content type, no file name', async () => {
    const articles = await documents(site, ARTICLE).findMany({ locale: 'en', limit: 300 });
    const files = await site.strapi.db.query('plugin::upload.file').findMany({ limit: 100 });
    const known = [
      ...articles.map(({ title }) => String(title)),
      ...articles.map(({ excerpt }) => String(excerpt ?? '')).filter(Boolean),
      ...Object.keys(site.strapi.contentTypes),
      ...files.map(({ hash }: { hash: string }) => hash),
      'The first',
      'documentId',
    ];
    expect(known.length).toBeGreaterThan(400);
    for (const name of objects()) {
      const bytes = readFileSync(join(site.storage, name));
      const found = known.filter(
        (text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')),
      );
      expect({ name, found }).toEqual({ name, found: [] });
    }
  });

  it('opens to nobody but its owner', () => {
    expect(statSync(site.storage).mode & 0o777).toBe(0o700);
    for (const name of objects()) expect(statSync(join(site.storage, name)).mode & 0o077).toBe(0);
  });

  it('grows by less than 1 % when nothing changed', async () => {
    const second = await backUp(site);
    expect(second.storedBytes).toBeLessThan(first.storedBytes / 100);
    expect(second.storedBytes).toBeGreaterThan(0);
  });

  it('grows by one record, its pieces, manifest and root when one article changed', async () => {
    const before = (await backUp(site)).documentId;
    const known = new Set(objects());
    const size = sizes();
    const [article] = await documents(site, ARTICLE).findMany({ locale: 'en', sort: 'title', limit: 1 });
    await site.strapi.db
      .connection('articles')
      .where({ document_id: article!.documentId, locale: 'en' })
      .whereNull('published_at')
      .update({ title: 'Changed in one row' });
    const after = await backUp(site);

    const records = new Map((await entriesOf(before, ARTICLE)).map((entry) => [entry.key, entry]));
    const changed = (await entriesOf(after.documentId, ARTICLE)).filter((entry) => {
      const same = records.get(entry.key);
      return same?.hash !== entry.hash || same.block !== entry.block || same.slot !== entry.slot;
    });
    expect(changed).toHaveLength(1);
    expect(changed[0]!.key).toContain(article!.documentId);

    const fresh = objects().filter((name) => !known.has(name));
    // A pack with the record and its pieces, the catalogue's pack and the manifest; the root takes one of its two names.
    expect(fresh.length).toBeLessThanOrEqual(3);
    expect(sizes() - size).toBeLessThan(first.storedBytes / 100);
  });

  it('is found damaged, by name, wherever one bit is flipped', async () => {
    await expectVerified([]);
    for (const name of objects()) {
      const path = join(site.storage, name);
      const good = readFileSync(path);
      for (const offset of [0, Math.floor(good.length / 3), Math.floor(good.length / 2), good.length - 1]) {
        const bad = Buffer.from(good);
        bad[offset]! ^= 1 << (offset % 8);
        writeFileSync(path, bad);
        site.service('repository').close();
        const { problems } = await (await site.service('backups').verify(null, null)).done;
        expect({ name, offset, named: problems.some(({ item }) => item === name) }).toEqual({
          name,
          offset,
          named: true,
        });
      }
      writeFileSync(path, good);
    }
    site.service('repository').close();
    await expectVerified([]);
  });

  it('is refused by a restore when a bit of a needed object is flipped, and the site stays as it is', async () => {
    await site.strapi.db.connection('articles').update({ excerpt: 'Overwritten everywhere' });
    const damaged = await site.capture();
    const biggest = objects().sort(
      (a, b) => statSync(join(site.storage, b)).size - statSync(join(site.storage, a)).size,
    );
    let refused = 0;
    for (const name of biggest.slice(0, 4)) {
      const path = join(site.storage, name);
      const good = readFileSync(path);
      const bad = Buffer.from(good);
      // Everywhere, so that whichever block the restore reads is hit.
      for (let offset = 40; offset < bad.length; offset += 997) bad[offset]! ^= 4;
      writeFileSync(path, bad);
      site.service('repository').close();
      const outcome = await restore(site, first.documentId, { mode: 'overwrite' }).catch(
        (error: unknown) => error,
      );
      if ((outcome as { code?: string }).code) {
        expect(outcome).toMatchObject({ code: 'object_damaged', item: name });
        refused += 1;
        expect(compareSites(damaged, await site.capture())).toEqual([]);
      }
      writeFileSync(path, good);
      if (refused > 0) break;
    }
    expect(refused).toBe(1);
    site.service('repository').close();
    await restore(site, first.documentId, { mode: 'mirror' });
  });

  it('says which object is missing, and restores nothing from half a backup', async () => {
    await site.strapi.db.connection('articles').update({ excerpt: 'Overwritten again' });
    const damaged = await site.capture();
    const [largest] = objects().sort(
      (a, b) => statSync(join(site.storage, b)).size - statSync(join(site.storage, a)).size,
    );
    const path = join(site.storage, largest!);
    copyFileSync(path, `${site.folder}/aside`);
    rmSync(path);
    site.service('repository').close();
    await expect(restore(site, first.documentId, { mode: 'overwrite' })).rejects.toMatchObject({
      code: 'object_missing',
      item: largest,
      hint: expect.stringMatching(/.+/) as unknown,
    });
    expect(compareSites(damaged, await site.capture())).toEqual([]);
    await expectVerified([{ code: 'object_missing', item: largest! }]);
    copyFileSync(`${site.folder}/aside`, path);
    site.service('repository').close();
    await restore(site, first.documentId, { mode: 'mirror' });
  });

  it('is not built upon once it was found damaged: the next backup is whole again', async () => {
    await backUp(site);
    const [largest] = objects().sort(
      (a, b) => statSync(join(site.storage, b)).size - statSync(join(site.storage, a)).size,
    );
    const path = join(site.storage, largest!);
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(path, bytes);
    const damaged = await (await site.service('backups').verify(null, null)).done;
    expect(damaged.problems).toMatchObject([{ item: largest }]);
    const next = await backUp(site);
    const whole = await (await site.service('backups').verify(next.documentId, null)).done;
    expect(whole.problems).toEqual([]);
    const after = await backUp(site);
    expect(after.storedBytes).toBeLessThan(next.storedBytes / 100);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(path, bytes);
  });

  it('is backed up in full when the last backup cannot be read', async () => {
    await backUp(site);
    const before = new Set(objects());
    await backUp(site);
    // The newest manifest is the smallest new object.
    const [manifest] = objects()
      .filter((name) => !before.has(name))
      .sort((a, b) => statSync(join(site.storage, a)).size - statSync(join(site.storage, b)).size);
    const good = readFileSync(join(site.storage, manifest!));
    rmSync(join(site.storage, manifest!));
    site.service('repository').close();
    const next = await backUp(site);
    const whole = await (await site.service('backups').verify(next.documentId, null)).done;
    expect(whole.problems).toEqual([]);
    writeFileSync(join(site.storage, manifest!), good);
  });

  it('goes when its backup is deleted, and takes nothing of the others along', async () => {
    const only = await backUp(site);
    await site.service('backups').remove(only.documentId);
    await expect(site.service('backups').find(only.documentId)).rejects.toMatchObject({
      code: 'backup_unknown',
    });
    await expectVerified([]);
  });

  it('is refused a backup that would pass its quota, keeps what it has, and takes one that fits', async () => {
    const { storedBytes } = await site.service('status').status();
    const before = objects();
    const settings = (quota: number) => ({ KEEPSAKE_STORAGE: JSON.stringify({ quota }) });
    site = await site.reboot(settings(storedBytes + 5000));
    expect((await site.service('status').status()).quota).toBe(storedBytes + 5000);
    await site.strapi.db.connection('articles').update({ excerpt: 'Something that has to be stored anew' });
    await expect(backUp(site)).rejects.toMatchObject({
      code: 'quota_exceeded',
      message: expect.stringContaining(`${storedBytes} of them are used`) as unknown,
      hint: expect.stringMatching(/storage\.quota/) as unknown,
    });
    expect(objects()).toEqual(before);
    expect((await site.service('backups').list(1, 1)).backups).toMatchObject([
      { state: 'failed', error: { code: 'quota_exceeded' } },
    ]);
    site = await site.reboot(settings(storedBytes + 5_000_000));
    expect((await backUp(site)).state).toBe('succeeded');
    await expectVerified([]);
  });

  async function expectVerified(expected: { code: string; item: string }[]): Promise<void> {
    const { problems, objects: count } = await (await site.service('backups').verify(null, null)).done;
    expect(problems.map(({ code, item }) => ({ code, item }))).toEqual(expected);
    expect(count).toBeGreaterThan(3);
  }
});

const canMount = (() => {
  try {
    execFileSync('mount', ['--version'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

(canMount ? describe : describe.skip)('A storage folder that cannot take a backup', () => {
  let site: Site;
  let mounted = '';

  beforeEach(async () => {
    site = await openSite();
  });

  afterEach(async () => {
    if (mounted) execFileSync('umount', [mounted]);
    mounted = '';
    await site.close();
  });

  function mount(folder: string, options: string): void {
    execFileSync('mkdir', ['-p', folder]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
    mounted = folder;
  }

  function fillUp(file: string): void {
    // Ends with "no space left", which is the point.
    spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=64k', 'count=10000'], { stdio: 'ignore' });
  }

  it('is full: the backup fails by name, and what was there still restores', async () => {
    mount(site.storage, 'size=20M');
    const good = await backUp(site);
    fillUp(join(site.storage, 'filler'));
    await site.strapi.db.connection('articles').update({ excerpt: 'Something that has to be stored anew' });
    await expect(backUp(site)).rejects.toMatchObject({
      code: 'storage_full',
      hint: expect.stringMatching(/space/) as unknown,
    });
    rmSync(join(site.storage, 'filler'));
    const [failed] = (await site.service('backups').list(1, 10)).backups;
    expect(failed).toMatchObject({ state: 'failed' });
    await restore(site, good.documentId, { mode: 'mirror' });
    const again = await backUp(site);
    expect(again.state).toBe('succeeded');
  });

  it('is read-only: the backup fails by name and says what to do', async () => {
    mount(join(site.folder, 'keepsake'), 'size=40M');
    await backUp(site);
    execFileSync('mount', ['-o', 'remount,ro', mounted]);
    await expect(backUp(site)).rejects.toMatchObject({
      code: 'storage_read_only',
      hint: expect.stringMatching(/right/) as unknown,
    });
  });
});
