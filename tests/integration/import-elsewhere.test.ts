import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createJsApp } from '../site/js-app';
import type { JsApp } from '../site/js-app';
import { runCli } from '../site/run-cli';
import { runScript } from '../site/run-script';

const THERE = { NODE_ENV: 'development', KEEPSAKE_SECRET: 'the passphrase of another site' };
const HERE = { NODE_ENV: 'development', KEEPSAKE_SECRET: 'the passphrase of this very site' };

describe('An archive taken to another app by the command line', () => {
  let there: JsApp;
  let here: JsApp;
  let archive: string;
  let secretFile: string;

  beforeAll(async () => {
    there = createJsApp('resolve');
    here = createJsApp('resolve');
    await runScript(
      there.folder,
      `for (const title of ['one', 'two']) await strapi.documents('api::note.note').create({ data: { title, pages: 7 } });`,
      THERE,
    );
    await runCli(there.folder, ['backup', '--json'], THERE);
    archive = join(there.folder, 'notes.keepsake');
    secretFile = join(there.folder, 'its-secret');
    writeFileSync(secretFile, `${THERE.KEEPSAKE_SECRET}\n`);
  });

  afterAll(() => {
    there.remove();
    here.remove();
  });

  const keepsake = (...args: string[]) => runCli(here.folder, [...args, '--json'], HERE);
  const notes = () =>
    runScript(
      here.folder,
      `return (await strapi.documents('api::note.note').findMany({ sort: 'title' })).map(({ title, pages }) => ({ title, pages }));`,
      HERE,
    );

  it('is written as a file that is never overwritten', async () => {
    const args = ['download', 'latest', '--output', archive, '--json'];
    const made = await runCli(there.folder, args, THERE);
    expect(made).toMatchObject({
      code: 0,
      json: { ok: true, format: 'keepsake', bytes: expect.any(Number) as unknown },
    });
    expect(await runCli(there.folder, args, THERE)).toMatchObject({
      code: 2,
      json: { error: { code: 'usage' } },
    });
  });

  it('does not open with the secret of the site that it comes to', async () => {
    expect(await keepsake('import', archive, '--yes')).toMatchObject({
      code: 1,
      json: { error: { code: 'wrong_secret' } },
    });
  });

  it('is previewed without changing anything, imported, and changes nothing the second time', async () => {
    const preview = await keepsake('import', archive, '--secret-file', secretFile, '--dry-run');
    expect(preview).toMatchObject({ code: 0, json: { ok: true, dryRun: true, counts: { create: 2 } } });
    expect(await notes()).toEqual([]);
    const done = await keepsake('import', archive, '--secret-file', secretFile, '--yes');
    expect(done.json).toMatchObject({ ok: true, state: 'succeeded', problems: [], counts: { create: 2 } });
    expect(done.json.safetyBackupId).toEqual(expect.any(String));
    expect(await notes()).toEqual([
      { title: 'one', pages: 7 },
      { title: 'two', pages: 7 },
    ]);
    const again = await keepsake('import', archive, '--secret-file', secretFile, '--yes', '--no-safety');
    expect(again.json).toMatchObject({ counts: { create: 0, update: 0 } });
    rmSync(archive);
  });
});
