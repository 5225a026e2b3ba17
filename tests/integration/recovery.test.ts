import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import request from 'supertest';

import { adminWith } from '../site/admins';
import { createJsApp } from '../site/js-app';
import type { JsApp } from '../site/js-app';
import { backUp, restore } from '../site/keepsake';
import { bootSite, openSite } from '../site/open-site';
import type { Site } from '../site/open-site';
import { runCli } from '../site/run-cli';
import { runScript } from '../site/run-script';

const root = resolve(__dirname, '..', '..');

describe('A server that is gone', () => {
  const FIRST = 'the passphrase from before the fire';
  const SECOND = 'the passphrase from after the fire';
  let app: JsApp;
  let env: Record<string, string>;

  beforeAll(() => {
    app = createJsApp('resolve');
    writeFileSync(
      join(app.folder, 'config', 'plugins.js'),
      `module.exports = ({ env }) => ({ keepsake: { enabled: true, resolve: ${JSON.stringify(root)},
        config: { encryption: { secrets: env('SECRETS').split(',') } } } });`,
    );
    env = { NODE_ENV: 'production', SECRETS: FIRST };
  });

  afterAll(() => app.remove());

  const keepsake = (...args: string[]) => runCli(app.folder, [...args, '--json'], env);
  const storage = () => join(app.folder, '.keepsake', 'storage');
  const objects = () => readdirSync(storage()).sort();
  const write = (title: string) =>
    runScript(
      app.folder,
      `await strapi.documents('api::note.note').create({ data: { title: ${JSON.stringify(title)}, pages: 1 } });`,
      env,
    );
  const titles = () =>
    runScript(
      app.folder,
      `return (await strapi.documents('api::note.note').findMany({ sort: 'title' })).map(({ title }) => title);`,
      env,
    );
  const writeAndBackUp = async (title: string) =>
    String(
      await runScript(
        app.folder,
        `await strapi.documents('api::note.note').create({ data: { title: ${JSON.stringify(title)}, pages: 1 } });
        const { done } = await strapi.plugin('keepsake').service('backups').start({ project: 'site', kind: 'manual', author: null });
        return (await done).backup.documentId;`,
        env,
      ),
    );
  const rootsByAge = () =>
    objects()
      .filter((name) => name.includes('root'))
      .sort((a, b) => statSync(join(storage(), a)).mtimeMs - statSync(join(storage(), b)).mtimeMs);
  const burnDown = () => {
    for (const file of readdirSync(app.folder))
      if (file.startsWith('data.db')) rmSync(join(app.folder, file));
  };

  it('comes back from the storage and the secret alone, with one command and a restore', async () => {
    await write('one');
    const first = await keepsake('backup', '--note', 'the first');
    expect(first).toMatchObject({ code: 0 });
    await write('two');
    const second = await keepsake('backup');
    burnDown();

    const recovered = await keepsake('recover');
    expect(recovered).toMatchObject({ code: 0 });
    expect(recovered.json).toMatchObject({
      ok: true,
      mode: 'adopt',
      snapshots: 2,
      rebuilt: { backups: 2 },
      backups: [
        { id: second.json.id, state: 'succeeded' },
        { id: first.json.id, note: 'the first' },
      ],
      problems: [],
    });
    expect(await titles()).toEqual([]);
    expect(await keepsake('restore', 'latest', '--yes', '--no-safety')).toMatchObject({ code: 0 });
    expect(await titles()).toEqual(['one', 'two']);
    // It goes on: the next backup builds upon the ones from before, and a second recovery finds nothing to do.
    const next = await keepsake('backup');
    expect(next).toMatchObject({ code: 0 });
    expect(Number(next.json.storedBytes)).toBeLessThan(Number(first.json.storedBytes));
    expect((await keepsake('recover')).json).toMatchObject({
      mode: null,
      rebuilt: { backups: 0, projects: 0 },
    });
  });

  it('comes back without the backup whose manifest is lost and without one root, and names the loss', async () => {
    const before = new Set(objects());
    await write('three');
    const lost = await keepsake('backup');
    const [manifest = ''] = objects()
      .filter((name) => !before.has(name))
      .sort((a, b) => statSync(join(storage(), a)).size - statSync(join(storage(), b)).size);
    rmSync(join(storage(), manifest));
    const [older = ''] = rootsByAge();
    rmSync(join(storage(), older));
    burnDown();

    const recovered = await keepsake('recover');
    expect(recovered).toMatchObject({ code: 3 });
    expect(recovered.json).toMatchObject({
      ok: false,
      state: 'partial',
      problems: [
        { code: 'root_damaged', item: older },
        { code: 'object_missing', item: manifest, message: expect.stringContaining(String(lost.json.id)) },
      ],
    });
    expect(recovered.json.backups).toMatchObject([
      { id: lost.json.id, state: 'failed', error: { code: 'backup_broken' } },
      { state: 'succeeded' },
      { state: 'succeeded' },
      { state: 'succeeded' },
    ]);
    expect(await keepsake('restore', 'latest', '--yes', '--no-safety')).toMatchObject({ code: 0 });
    expect(await titles()).toEqual(['one', 'two']);
    expect(await keepsake('backup')).toMatchObject({ code: 0 });

    // What cannot be read keeps the clean-up from knowing what it needs, until it is deleted.
    expect(await keepsake('maintenance', 'compact')).toMatchObject({
      code: 1,
      json: {
        error: { code: 'object_missing', hint: expect.stringContaining(`delete ${String(lost.json.id)}`) },
      },
    });
    expect(await keepsake('delete', String(lost.json.id), '--yes')).toMatchObject({
      code: 0,
      json: { ok: true, state: 'deleted', was: 'failed' },
    });
    expect(await keepsake('verify')).toMatchObject({ code: 0 });
  });

  it('comes back with the last backup although the root that names it is destroyed', async () => {
    const last = await writeAndBackUp('four');
    const newest = rootsByAge().at(-1) ?? '';
    writeFileSync(join(storage(), newest), 'what is left of a root');
    burnDown();
    const recovered = await keepsake('recover');
    expect(recovered).toMatchObject({ code: 3 });
    expect(recovered.json).toMatchObject({
      problems: [{ code: 'root_damaged', item: newest, message: expect.stringContaining(last) }],
    });
    expect((recovered.json.backups as unknown[])[0]).toMatchObject({ id: last, state: 'succeeded' });
    expect(await keepsake('restore', 'latest', '--yes', '--no-safety')).toMatchObject({ code: 0 });
  });

  it('comes back with the last whole backup when of a newer one a pack is cut short', async () => {
    const before = new Set(objects());
    const torn = await writeAndBackUp('five');
    const [pack = ''] = objects()
      .filter((name) => !before.has(name))
      .sort((a, b) => statSync(join(storage(), b)).size - statSync(join(storage(), a)).size);
    truncateSync(join(storage(), pack), Math.floor(statSync(join(storage(), pack)).size / 2));
    // And what a backup leaves that was killed while it wrote.
    writeFileSync(join(storage(), `${pack}.tmp-0123456789abcdef`), 'half a pack');
    const damage = { code: 'object_truncated', item: pack };
    expect(await keepsake('verify')).toMatchObject({
      code: 1,
      json: { problems: [damage], broken: [{ id: torn, item: pack }] },
    });
    burnDown();
    const recovered = await keepsake('recover');
    expect(recovered).toMatchObject({ code: 3, json: { problems: [damage] } });
    expect((recovered.json.backups as unknown[])[0]).toMatchObject({ id: torn, state: 'partial' });
    expect(await keepsake('restore', 'latest', '--yes', '--no-safety')).toMatchObject({ code: 0 });
    expect(await titles()).toEqual(['four', 'one', 'two']);
    expect(await keepsake('delete', torn, '--yes')).toMatchObject({ code: 0 });
  });

  it('has a kit that says where, which and how, and no secret', async () => {
    const page = join(app.folder, 'kit.html');
    const { json, code } = await keepsake('key', 'kit', '--html', page);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      ok: true,
      storage: { provider: 'private' },
      prefix: 'keepsake',
      repository: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      keys: { locks: [{ kind: 'scrypt' }] },
    });
    expect(readFileSync(page, 'utf8')).toContain(String(json.repository));
    for (const text of [readFileSync(page, 'utf8'), JSON.stringify(json)]) expect(text).not.toContain(FIRST);
  });

  it('changes its secret: the old one then opens nothing, the new one everything', async () => {
    env.SECRETS = `${SECOND},${FIRST}`;
    expect((await keepsake('key', 'rotate')).json).toMatchObject({ ok: true, secrets: 2, generation: 2 });
    env.SECRETS = SECOND;
    expect((await keepsake('key', 'rotate')).json).toMatchObject({ ok: true, secrets: 1, generation: 3 });
    const backup = await keepsake('backup');
    expect(Number(backup.json.storedBytes)).toBeLessThan(Number(backup.json.bytes));
    env.SECRETS = FIRST;
    expect(await keepsake('backup')).toMatchObject({ code: 1, json: { error: { code: 'wrong_secret' } } });
    env.SECRETS = SECOND;
    expect((await keepsake('key', 'rotate', '--all')).json).toMatchObject({ ok: true, generation: 4 });
    const verified = await keepsake('verify', String(backup.json.id), '--sample', '100%');
    expect(verified.json).toMatchObject({ ok: true, sample: 1 });
    expect(await keepsake('verify', '--sample', '0%')).toMatchObject({ code: 2 });
  });

  it('says what a clean-up would free, and changes nothing for it', async () => {
    const before = objects();
    const { json, code } = await keepsake('maintenance', 'compact', '--dry-run');
    expect(code).toBe(0);
    expect(json).toMatchObject({
      dryRun: true,
      objects: 0,
      waiting: { objects: expect.any(Number) as unknown },
    });
    // What the new keys took the place of.
    expect((json.waiting as { objects: number }).objects).toBeGreaterThan(3);
    expect(objects()).toEqual(before);
    expect((await keepsake('maintenance', 'compact')).json).toMatchObject({ objects: 0, dryRun: false });
  });
});

describe('A site', () => {
  let site: Site;

  beforeEach(async () => {
    site = await openSite();
  });

  afterEach(() => site.close());

  const ids = async (of: Site) =>
    (await of.service('backups').all('site')).map(({ documentId }) => documentId);
  const problems = async (of: Site) => (await (await of.service('backups').verify(null, null)).done).problems;

  it('whose database is put back by a week stops, and goes on when told that it is the one', async () => {
    const first = await backUp(site, 'The first');
    const lastWeek = mkdtempSync(join(tmpdir(), 'keepsake-dump-'));
    await site.close({ keep: true });
    cpSync(join(site.folder, 'data.db'), join(lastWeek, 'data.db'));
    site = await bootSite(site.folder);
    const later = [await backUp(site), await backUp(site)];
    await site.close({ keep: true });
    cpSync(join(lastWeek, 'data.db'), join(site.folder, 'data.db'));
    rmSync(lastWeek, { recursive: true });
    site = await bootSite(site.folder);

    expect(await ids(site)).toEqual([first.documentId]);
    await expect(backUp(site)).rejects.toMatchObject({ code: 'repository_unknown_writer' });
    await expect(site.service('backups').remove(first.documentId)).rejects.toMatchObject({
      code: 'repository_unknown_writer',
    });
    expect(await site.service('status').status()).toMatchObject({
      ready: false,
      error: { code: 'repository_unknown_writer', hint: expect.stringMatching(/--adopt/) as unknown },
    });
    await expect(site.service('recovery').recover(null)).rejects.toMatchObject({
      code: 'repository_unknown_writer',
    });

    expect(await site.service('recovery').recover('adopt')).toMatchObject({ mode: 'adopt', backups: 2 });
    const next = await backUp(site);
    const good = (await site.service('backups').all('site')).filter(({ state }) => state === 'succeeded');
    expect(good.map(({ documentId }) => documentId).sort()).toEqual(
      [first, ...later, next].map(({ documentId }) => documentId).sort(),
    );
    expect(await problems(site)).toEqual([]);
    await restore(site, later[1]!.documentId, { mode: 'mirror' });
  });

  it('whose tables and memory were wiped has its list back at the next boot, and is told to adopt', async () => {
    const first = await backUp(site, 'Before the import');
    const { db } = site.strapi;
    await db.connection('keepsake_backups').del();
    await db.connection('keepsake_projects').del();
    site = await site.reboot();
    expect(await site.strapi.db.connection('keepsake_backups').count({ n: '*' })).toEqual([{ n: 1 }]);
    expect(await site.service('backups').find(first.documentId)).toMatchObject({ note: 'Before the import' });

    await site.strapi.db.connection('keepsake_backups').del();
    await site.strapi.db
      .connection('strapi_core_store_settings')
      .where('key', 'like', 'plugin_keepsake%')
      .del();
    site = await site.reboot();
    expect(await ids(site)).toEqual([first.documentId]);
    const token = await adminWith(site, ['plugin::keepsake.settings']);
    const answer = await request(site.server)
      .post('/keepsake/storage/recover')
      .set('Authorization', `Bearer ${token}`)
      .send({});
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ data: { mode: 'adopt', snapshots: 1, backups: 0 } });
    await site.service('backups').remove(first.documentId);
    expect((await site.service('repository').open()).snapshots()).toEqual([]);
  });

  it('and its clone on one storage back up and delete, and neither loses anything', async () => {
    const shared = await backUp(site, 'From before the copy');
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-clone-'));
    await site.close({ keep: true });
    cpSync(join(site.folder, 'data.db'), join(folder, 'data.db'));
    cpSync(join(site.folder, 'public'), join(folder, 'public'), { recursive: true });
    const directory = join(site.folder, 'keepsake');

    let clone = await bootSite(folder, { KEEPSAKE_DIRECTORY: directory });
    const cloned = await backUp(clone, 'Of the clone');
    // A clone starts upon what it was copied with.
    expect(cloned.storedBytes).toBeLessThan(shared.storedBytes / 10);
    await clone.service('backups').remove(shared.documentId);
    expect(await ids(clone)).toEqual([cloned.documentId]);
    await clone.close({ keep: true });

    site = await bootSite(site.folder);
    const own = await backUp(site, 'Of the original');
    expect(await ids(site)).toEqual([own.documentId, shared.documentId]);
    await site.service('backups').remove(shared.documentId);
    await (
      await site.service('maintenance').compact()
    ).done;
    expect(await problems(site)).toEqual([]);
    await site.close({ keep: true });

    clone = await bootSite(folder, { KEEPSAKE_DIRECTORY: directory });
    await backUp(clone);
    await restore(clone, cloned.documentId, { mode: 'mirror' });
    expect(await problems(clone)).toEqual([]);
    await clone.close();
    site = await bootSite(site.folder);
    await restore(site, own.documentId, { mode: 'mirror' });
    const { snapshots } = await site.service('repository').open();
    expect(snapshots().map(({ note }) => note)).toContain('Of the clone');
  });
});
