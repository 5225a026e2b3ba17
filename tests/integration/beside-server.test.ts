import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { runCli } from '../site/run-cli';
import { startInstance } from '../zoo/instance';
import type { Instance } from '../zoo/instance';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { newFolder, zooEnvironment } from '../zoo/zoo-site';

describe('The command line beside a running server on SQLite', () => {
  let app: ZooApp;
  let folder: string;
  let environment: Record<string, string>;
  let server: Instance;

  beforeAll(async () => {
    app = createZooApp();
    folder = newFolder();
    environment = zooEnvironment(folder, null);
    server = await startInstance({ appFolder: app.folder, environment });
    await server.run(
      `for (let at = 0; at < 200; at += 1) await strapi.documents('api::leaf.leaf').create({ data: { name: 'before' } });`,
    );
    await server.run(`
      strapi.server.router.post('/write', async (ctx) => {
        await strapi.documents('api::target.target').create({ data: { name: 'written' } });
        ctx.status = 201;
      });`);
    expect(await keepsake('backup')).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    await server?.kill();
    app?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const keepsake = (...args: string[]) => runCli(app.folder, [...args, '--json'], environment);
  const names = () =>
    server.run(`
      const leaves = await strapi.documents('api::leaf.leaf').findMany({ limit: 1000 });
      return leaves.reduce((counts, { name }) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {});`);
  const change = () =>
    server.run(`
      await strapi.db.query('api::leaf.leaf').updateMany({ where: {}, data: { name: 'after' } });
      const [leaf] = await strapi.documents('api::leaf.leaf').findMany({ limit: 1 });
      await strapi.documents('api::leaf.leaf').delete({ documentId: leaf.documentId });`);

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
    const written = { where: { name: 'written', publishedAt: null } };
    const kept = await server.run(
      `return strapi.db.query('api::target.target').count(${JSON.stringify(written)});`,
    );
    await server.run(
      `await strapi.db.query('api::target.target').deleteMany({ where: { name: 'written' } });`,
    );
    expect(kept).toBe(answers[201]);
    return { result, answers };
  }

  it('restores while the server works on, which sees it at once and loses no write', async () => {
    await change();
    expect(await names()).toEqual({ after: 199 });
    const { result, answers } = await whileItIsAsked(() =>
      keepsake('restore', 'latest', '--mode', 'mirror', '--only', 'api::leaf.leaf', '--yes'),
    );
    expect(result.json).toMatchObject({ ok: true, state: 'succeeded', counts: { create: 1, update: 199 } });
    expect(result.code).toBe(0);
    expect(await names()).toEqual({ before: 200 });
    // Closed while it is written, as for a restore of its own, and never any other refusal.
    expect(Object.keys(answers).sort()).toEqual(['201', '503']);
    expect((await fetch(`${server.url}/admin/init`)).status).toBe(200);
  });

  it('imports an archive of this site and a file from elsewhere just so', async () => {
    await change();
    const archive = join(folder, 'zoo.keepsake');
    await keepsake('download', 'latest', '--output', archive);
    const own = await whileItIsAsked(() =>
      keepsake('import', archive, '--mode', 'mirror', '--only', 'api::leaf.leaf', '--yes', '--no-safety'),
    );
    expect(own.result.json).toMatchObject({ ok: true, counts: { create: 1, update: 199 } });
    expect(Object.keys(own.answers).sort()).toEqual(['201', '503']);
    const records = Array.from({ length: 50 }, (_, at) => ({
      contentType: 'api::leaf.leaf',
      documentId: `imported${at}`,
      locale: null,
      status: null,
      fields: { name: 'imported' },
    }));
    const file = join(folder, 'leaves.json');
    writeFileSync(file, JSON.stringify(records));
    const foreign = await whileItIsAsked(() => keepsake('import', file, '--yes', '--no-safety'));
    expect(foreign.result.json).toMatchObject({ ok: true, counts: { create: 50 } });
    expect(Object.keys(foreign.answers).sort()).toEqual(['201', '503']);
    expect(await names()).toEqual({ before: 200, imported: 50 });
  });

  it('refuses clearly while the server itself backs up or restores, and changes nothing', async () => {
    const was = await names();
    await server.run(`
      globalThis.held = new Promise((taken) => {
        globalThis.done = strapi.plugin('keepsake').service('locks').hold(() => new Promise((letGo) => { globalThis.letGo = letGo; taken(); }));
      });
      await globalThis.held;`);
    const file = join(folder, 'leaves.json');
    for (const args of [
      ['restore', 'latest', '--mode', 'mirror'],
      ['import', file, '--mode', 'overwrite'],
    ]) {
      const refused = await keepsake(...args, '--yes');
      expect(refused).toMatchObject({ code: 1, json: { ok: false, error: { code: 'repository_busy' } } });
    }
    await server.run(`globalThis.letGo(); await globalThis.done;`);
    expect(await names()).toEqual(was);
  });
});
