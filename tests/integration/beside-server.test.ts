import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { createJsApp } from '../site/js-app';
import type { JsApp } from '../site/js-app';
import { runCli } from '../site/run-cli';
import { startInstance } from '../zoo/instance';
import type { Instance } from '../zoo/instance';

const ENVIRONMENT = { NODE_ENV: 'development', KEEPSAKE_SECRET: 'a passphrase beside a server' };

describe('The command line beside a running server on SQLite', () => {
  let app: JsApp;
  let server: Instance;

  beforeAll(async () => {
    app = createJsApp('resolve');
    server = await startInstance({ appFolder: app.folder, environment: ENVIRONMENT });
    await server.run(
      `for (let at = 0; at < 200; at += 1) await strapi.documents('api::note.note').create({ data: { title: 'before' } });`,
    );
    await server.run(`
      strapi.server.router.post('/write', async (ctx) => {
        await strapi.documents('api::memo.memo').create({ data: { title: 'written' } });
        ctx.status = 201;
      });`);
    expect(await keepsake('backup')).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    await server?.kill();
    app?.remove();
  });

  const keepsake = (...args: string[]) => runCli(app.folder, [...args, '--json'], ENVIRONMENT);
  const names = () =>
    server.run(`
      const notes = await strapi.documents('api::note.note').findMany({ limit: 1000 });
      return notes.reduce((counts, { title }) => ({ ...counts, [title]: (counts[title] ?? 0) + 1 }), {});`);
  const change = () =>
    server.run(`
      await strapi.db.query('api::note.note').updateMany({ where: {}, data: { title: 'after' } });
      const [note] = await strapi.documents('api::note.note').findMany({ limit: 1 });
      await strapi.documents('api::note.note').delete({ documentId: note.documentId });`);

  /** Asks the server to write all the time; gives back what it answered, by status. */
  async function whileItIsAsked<T>(
    work: () => Promise<T>,
  ): Promise<{ result: T; answers: Record<number, number> }> {
    const answers: Record<number, number> = {};
    let isOn = true;
    const asking = (async () => {
      while (isOn) {
        const { status } = await fetch(`${server.url}/write`, { method: 'POST' });
        answers[status] = (answers[status] ?? 0) + 1;
        await wait(20);
      }
    })();
    const result = await work().finally(() => (isOn = false));
    await asking;
    const written = { where: { title: 'written' } };
    const kept = await server.run(
      `return strapi.db.query('api::memo.memo').count(${JSON.stringify(written)});`,
    );
    await server.run(`await strapi.db.query('api::memo.memo').deleteMany({ where: { title: 'written' } });`);
    expect(kept).toBe(answers[201]);
    return { result, answers };
  }

  /** It may be closed while it is written, as for a restore of its own; any other refusal is harm. */
  function expectNoHarm(answers: Record<number, number>): void {
    expect(answers[201]).toBeGreaterThan(0);
    expect(Object.keys(answers).filter((status) => !['201', '503'].includes(status))).toEqual([]);
  }

  it('restores while the server works on, which sees it at once and loses no write', async () => {
    await change();
    expect(await names()).toEqual({ after: 199 });
    const { result, answers } = await whileItIsAsked(() =>
      keepsake('restore', 'latest', '--mode', 'mirror', '--only', 'api::note.note', '--yes'),
    );
    expect(result.json).toMatchObject({ ok: true, state: 'succeeded', counts: { create: 1, update: 199 } });
    expect(result.code).toBe(0);
    expect(await names()).toEqual({ before: 200 });
    expectNoHarm(answers);
    while ((await fetch(`${server.url}/admin/init`)).status !== 200) await wait(50);
  });

  it('imports a file just so', async () => {
    const records = Array.from({ length: 50 }, (_, at) => ({
      contentType: 'api::note.note',
      documentId: `imported${at}`,
      locale: null,
      status: null,
      fields: { title: 'imported' },
    }));
    const file = join(app.folder, 'notes.json');
    writeFileSync(file, JSON.stringify(records));
    const foreign = await whileItIsAsked(() => keepsake('import', file, '--yes', '--no-safety'));
    expect(foreign.result.json).toMatchObject({ ok: true, counts: { create: 50 } });
    expectNoHarm(foreign.answers);
    expect(await names()).toEqual({ before: 200, imported: 50 });
  });

  it('refuses clearly while the server itself backs up or restores, and changes nothing', async () => {
    const was = await names();
    await server.run(`
      globalThis.held = new Promise((taken) => {
        globalThis.done = strapi.plugin('keepsake').service('locks').hold(() => new Promise((letGo) => { globalThis.letGo = letGo; taken(); }));
      });
      await globalThis.held;`);
    const file = join(app.folder, 'notes.json');
    expect(await keepsake('import', file, '--mode', 'overwrite', '--yes')).toMatchObject({
      code: 1,
      json: { ok: false, error: { code: 'repository_busy' } },
    });
    await server.run(`globalThis.letGo(); await globalThis.done;`);
    expect(await names()).toEqual(was);
  });
});
