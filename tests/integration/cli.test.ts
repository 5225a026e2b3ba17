import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { DiffFileContent } from '../../shared/contracts/diffs';
import { createJsApp } from '../site/js-app';
import type { JsApp } from '../site/js-app';
import { copySeededSite, siteEnvironment } from '../site/open-site';
import { runCli } from '../site/run-cli';
import { runScript } from '../site/run-script';

const example = resolve(__dirname, '..', '..', 'example');

describe('The command line in a JavaScript app with the plugin enabled by its folder', () => {
  let app: JsApp;
  let env: Record<string, string>;

  beforeAll(async () => {
    app = createJsApp('resolve');
    env = { NODE_ENV: 'development', KEEPSAKE_SECRET: 'a passphrase for the command line' };
    await runScript(
      app.folder,
      `for (const title of ['one', 'two', 'three']) await strapi.documents('api::note.note').create({ data: { title, pages: 1 } });
      await strapi.documents('api::memo.memo').create({ data: { title: 'memo' } });`,
      env,
    );
  });

  afterAll(() => app.remove());

  const keepsake = (...args: string[]) => runCli(app.folder, [...args, '--json'], env);
  const titles = () =>
    runScript(
      app.folder,
      `return (await strapi.documents('api::note.note').findMany({ sort: 'title' })).map(({ title }) => title);`,
      env,
    );

  it('backs up, lists, shows, restores and verifies', async () => {
    const made = await keepsake('backup', '--note', 'by hand');
    expect(made).toMatchObject({ code: 0 });
    expect(made.json).toMatchObject({
      ok: true,
      id: expect.stringMatching(/^[a-z0-9]{20,}$/) as unknown,
      project: 'site',
      state: 'succeeded',
      note: 'by hand',
      documents: expect.any(Number) as unknown,
      files: 0,
      bytes: expect.any(Number) as unknown,
      storedBytes: expect.any(Number) as unknown,
      seconds: expect.any(Number) as unknown,
      problems: [],
    });
    const id = String(made.json.id);

    const listed = await keepsake('list');
    expect(listed.json).toMatchObject({ ok: true, backups: [{ id, state: 'succeeded' }] });
    const own = expect.any(Number) as unknown;
    expect((await keepsake('list', '--usage')).json).toMatchObject({
      backups: [{ id, ownBytes: own, freedBytes: own }],
      usage: { storedBytes: own, logicalBytes: own, retention: { snapshots: 0, freedBytes: 0 } },
    });

    const shown = await keepsake('show', 'latest');
    expect(shown.json).toMatchObject({ ok: true, id, state: 'succeeded' });
    expect(shown.json.types).toContainEqual({
      uid: 'api::note.note',
      displayName: 'note',
      documents: 3,
      records: 3,
    });

    await runScript(
      app.folder,
      `const notes = strapi.documents('api::note.note');
      const [first, second] = await notes.findMany({ sort: 'title' });
      await notes.delete({ documentId: first.documentId });
      await notes.update({ documentId: second.documentId, data: { title: 'spoiled' } });`,
      env,
    );
    expect(await titles()).toEqual(['spoiled', 'two']);

    const planned = await keepsake('restore', 'latest', '--mode', 'overwrite', '--dry-run');
    expect(planned).toMatchObject({ code: 0 });
    expect(planned.json).toMatchObject({
      ok: true,
      dryRun: true,
      counts: { create: 1, update: 1, delete: 0 },
    });
    expect(await titles()).toEqual(['spoiled', 'two']);

    const file = join(app.folder, 'changes.json');
    const differing = await keepsake('diff', 'latest', 'live', '--output', file);
    expect(differing).toMatchObject({ code: 0 });
    expect(differing.json).toMatchObject({
      ok: true,
      id,
      project: 'site',
      state: 'succeeded',
      before: id,
      after: 'live',
      same: false,
      counts: { added: 0, removed: 1, changed: 1 },
      documents: 2,
      files: null,
      fingerprint: expect.any(String) as unknown,
      seconds: expect.any(Number) as unknown,
      problems: [],
      truncated: false,
    });
    expect(differing.json.items).toMatchObject([{ uid: 'api::note.note' }, { uid: 'api::note.note' }]);
    const { entries, notShown } = JSON.parse(readFileSync(file, 'utf8')) as DiffFileContent;
    expect(notShown).toEqual([]);
    const changed = entries.flatMap(({ records }) => records).find(({ kind }) => kind === 'changed');
    expect(changed!.fields.map(({ field }) => field)).toEqual(expect.arrayContaining(['title']));
    expect(await keepsake('diff', 'latest', 'live', '--output', file)).toMatchObject({ code: 2 });

    const restored = await keepsake('restore', id, '--mode', 'overwrite', '--yes');
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.json).toMatchObject({
      ok: true,
      id,
      state: 'succeeded',
      counts: { create: 1, update: 1 },
      problems: [],
    });
    expect(restored.json.safetyBackupId).toEqual(expect.any(String));
    expect(await titles()).toEqual(['one', 'three', 'two']);

    const told = await runCli(app.folder, ['diff', String(restored.json.safetyBackupId), id], env);
    expect(told).toMatchObject({ code: 0 });
    expect(told.stdout).toMatch(/^ {2}\+1 -0 ~1 records of 2 documents$/m);
    expect(told.stdout).toMatch(/^ {2}\+ api::note\.note \w+ {2}one$/m);
    expect(told.stdout).toMatch(/^ {2}~ api::note\.note \w+ {2}three$/m);
    expect(await keepsake('diff', 'live', id)).toMatchObject({ code: 2, json: { error: { code: 'usage' } } });

    const verified = await keepsake('verify');
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.json).toMatchObject({ ok: true, state: 'succeeded', problems: [] });
  });

  it('restores `latest` twice in a row to the same content, whatever safety backups lie between', async () => {
    const made = await keepsake('backup');
    const before = await titles();
    for (const title of ['first mistake', 'second mistake']) {
      await runScript(
        app.folder,
        `await strapi.documents('api::note.note').create({ data: { title: '${title}' } });`,
        env,
      );
      const restored = await keepsake('restore', 'latest', '--mode', 'mirror', '--yes');
      expect(restored).toMatchObject({ code: 0, json: { ok: true, id: made.json.id } });
      expect(await titles()).toEqual(before);
    }
    const { backups } = (await keepsake('list')).json as { backups: { kind: string }[] };
    expect(backups.slice(0, 3).map(({ kind }) => kind)).toEqual(['safety', 'safety', 'manual']);
  });

  it('writes only the fields that are named, and says how to undo it', async () => {
    const spoil = `const notes = strapi.documents('api::note.note');
      const [first] = await notes.findMany({ sort: 'title' });
      await notes.update({ documentId: first.documentId, data: { title: 'spoiled', pages: 7 } });
      return first.documentId;`;
    const id = (await runScript(app.folder, spoil, env)) as string;
    const part = ['--mode', 'overwrite', '--document', id, '--field', 'title', '--with-inverse'];
    expect((await keepsake('restore', 'latest', ...part, '--dry-run')).json).toMatchObject({
      counts: { update: 1, links: 0 },
    });
    const restored = await runCli(app.folder, ['restore', 'latest', ...part, '--emit-events', '--yes'], env);
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.stdout).toMatch(new RegExp(`--mode mirror --document ${id}$`, 'm'));
    const pages = `return (await strapi.documents('api::note.note').findMany({ sort: 'title' })).map(({ pages }) => pages);`;
    expect(await titles()).toEqual(['one', 'three', 'two']);
    expect(await runScript(app.folder, pages, env)).toEqual([7, 1, 1]);

    const unknown = await keepsake('restore', 'latest', '--field', 'titel', '--dry-run');
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.json).toMatchObject({ ok: false, error: { code: 'field_unknown' } });
  });

  it('takes `latest` as the newest that is no safety backup', async () => {
    const newest = await keepsake('backup');
    const [note] = (await runScript(
      app.folder,
      `return strapi.documents('api::note.note').findMany({ sort: 'title' });`,
      env,
    )) as { documentId: string }[];
    await runScript(
      app.folder,
      `await strapi.documents('api::note.note').delete({ documentId: '${note!.documentId}' });`,
      env,
    );
    await keepsake('restore', 'latest', '--document', note!.documentId, '--yes');
    expect((await keepsake('show', 'latest')).json.id).toBe(newest.json.id);
    expect(await titles()).toEqual(['one', 'three', 'two']);
  });

  it('says what is wrong with a call: exit 2, and JSON all the same', async () => {
    for (const args of [
      ['restore', 'latest', '--mode', 'sideways', '--yes'],
      ['bakcup'],
      ['show'],
      ['backup', '--nope'],
      ['restore', 'latest'],
    ]) {
      const result = await keepsake(...args);
      expect({ args, code: result.code, json: result.json }).toEqual({
        args,
        code: 2,
        json: {
          ok: false,
          error: {
            code: 'usage',
            message: expect.any(String) as unknown,
            hint: expect.any(String) as unknown,
          },
        },
      });
    }
  });

  it('says what is wrong with the rest: exit 1, and what to do', async () => {
    const unknown = await keepsake('restore', 'nosuchbackup', '--yes');
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.json).toMatchObject({
      ok: false,
      error: { code: 'backup_unknown', hint: expect.stringMatching(/List the backups/) as unknown },
    });

    const project = await keepsake('backup', '--project', 'nosuchproject');
    expect(project.json).toMatchObject({ ok: false, error: { code: 'project_unknown' } });

    const type = await keepsake('restore', 'latest', '--only', 'api::nosuch.nosuch', '--yes');
    expect(type.json).toMatchObject({
      ok: false,
      error: { code: 'content_type_unknown', message: expect.stringMatching(/api::nosuch/) as unknown },
    });

    const wrongKey = await runCli(app.folder, ['verify', '--json'], {
      ...env,
      KEEPSAKE_SECRET: 'quite another passphrase',
    });
    expect(wrongKey).toMatchObject({ code: 1 });
    expect(wrongKey.json).toMatchObject({ ok: false, error: { code: 'wrong_secret' } });

    const noKey = await runCli(app.folder, ['backup', '--json'], {
      NODE_ENV: 'production',
      KEEPSAKE_SECRET: '',
    });
    expect(noKey).toMatchObject({ code: 1 });
    expect(noKey.json).toMatchObject({
      ok: false,
      error: { code: 'secret_missing', hint: expect.stringMatching(/KEEPSAKE_SECRET/) as unknown },
    });
    expect(noKey.stdout).not.toContain('passphrase for the command line');
  });

  it('refuses to restore a content type that the site no longer has, and restores the others', async () => {
    const type = join(app.folder, 'src', 'api', 'memo');
    const aside = `${app.folder}-memo`;
    renameSync(type, aside);
    try {
      await runScript(
        app.folder,
        `const notes = strapi.documents('api::note.note');
        const [first] = await notes.findMany({ sort: 'title' });
        await notes.delete({ documentId: first.documentId });`,
        env,
      );
      const refused = await keepsake('restore', 'latest', '--mode', 'mirror', '--yes');
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.json).toMatchObject({
        ok: false,
        error: { code: 'content_type_gone', message: expect.stringMatching(/api::memo\.memo/) as unknown },
      });
      expect(await titles()).toEqual(['three', 'two']);
      expect(await keepsake('restore', 'latest', '--only', 'api::note.note', '--yes')).toMatchObject({
        code: 0,
      });
      expect(await titles()).toEqual(['one', 'three', 'two']);
    } finally {
      renameSync(aside, type);
    }
  });
});

describe('The command line in an app with the plugin installed by name', () => {
  let app: JsApp;

  beforeAll(() => {
    app = createJsApp('name');
  });

  afterAll(() => app.remove());

  it('backs up and verifies', async () => {
    const env = { NODE_ENV: 'development', KEEPSAKE_SECRET: 'a passphrase for the command line' };
    expect(await runCli(app.folder, ['backup', '--json'], env)).toMatchObject({
      code: 0,
      json: { ok: true },
    });
    expect(await runCli(app.folder, ['verify', '--json'], env)).toMatchObject({
      code: 0,
      json: { ok: true },
    });
  });
});

describe('The command line in a TypeScript app', () => {
  let folder: string;

  beforeAll(() => {
    folder = copySeededSite();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('backs up and restores the example', async () => {
    const env = siteEnvironment(folder);
    const made = await runCli(example, ['backup', '--json'], env);
    expect(made).toMatchObject({ code: 0 });
    expect(made.json).toMatchObject({ ok: true, state: 'succeeded' });
    expect(Number(made.json.documents)).toBeGreaterThan(300);
    expect(Number(made.json.files)).toBeGreaterThan(39);
    const [upload] = readdirSync(join(folder, 'public', 'uploads')).filter((name) => name.endsWith('.jpg'));
    rmSync(join(folder, 'public', 'uploads', upload!));
    const restored = await runCli(example, ['restore', 'latest', '--json', '--yes', '--no-safety'], env);
    expect(restored.json).toMatchObject({
      ok: true,
      files: 1,
      changedFiles: [{ name: upload, state: 'missing' }],
    });
    expect(existsSync(join(folder, 'public', 'uploads', upload!))).toBe(true);
  });

  it('makes a partial backup of a site whose file is missing, and says so: exit 3', async () => {
    const env = siteEnvironment(folder);
    const [upload] = readdirSync(join(folder, 'public', 'uploads')).filter((name) => name.endsWith('.jpg'));
    rmSync(join(folder, 'public', 'uploads', upload!));
    const made = await runCli(example, ['backup', '--reread', '--json'], env);
    expect(made).toMatchObject({ code: 3 });
    expect(made.json).toMatchObject({
      ok: false,
      state: 'partial',
      problems: [{ code: 'media_missing', item: upload }],
    });
  });
});

describe('The command line where there is no app', () => {
  it('says so', async () => {
    const result = await runCli(tmpdir(), ['list', '--json']);
    expect(result).toMatchObject({ code: 1 });
    expect(result.json).toMatchObject({ ok: false, error: { code: 'not_a_strapi_app' } });
  });

  it('shows its help', async () => {
    const result = await runCli(tmpdir(), ['--help']);
    expect(result).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/backup[\s\S]*list[\s\S]*show[\s\S]*restore[\s\S]*verify/) as unknown,
    });
    expect(await runCli(tmpdir(), ['restore', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/--dry-run/) as unknown,
    });
  });
});
