import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import request from 'supertest';

import { nextVersionNumber } from '../../server/src/services/versions/version-numbers';
import type { DatabaseServer } from '../databases/database-server';
import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
import { superAdmin } from '../site/admins';
import { backUp, restore } from '../site/keepsake';
import { holdRestore } from '../site/restore-held';
import type { HeldRestore } from '../site/restore-held';
import { startInstance } from '../zoo/instance';
import type { Instance } from '../zoo/instance';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const WHOLE = { mode: 'mirror', users: true, settings: true } as const;

for (const kind of [postgres, mariadb]) {
  const reason = kind.whySkip();
  (reason ? describe.skip : describe)(
    `Two servers on one ${kind.name}${reason ? ` (${reason})` : ''}`,
    () => {
      let app: ZooApp;
      let database: DatabaseServer;
      let site: ZooSite;
      let other: Instance;
      let held: HeldRestore | null = null;

      beforeAll(async () => {
        app = createZooApp();
        database = await kind.start();
        site = await openZooSite(app.folder, database);
        site.strapi.server.mount();
        other = await startInstance(site);
      });

      afterEach(async () => {
        held?.letGo();
        await held?.done.catch(() => undefined);
        held = null;
      });

      afterAll(async () => {
        await other?.kill();
        await site?.close();
        await database?.stop();
        app?.remove();
      });

      const leaves = () => site.strapi.db.query('api::leaf.leaf' as never);
      const statusThere = async () => (await fetch(`${other.url}/admin/init`)).status;
      const statusHere = async () => (await request(site.server).get('/admin/init')).status;

      async function backUpThenChange(): Promise<string> {
        await leaves().create({ data: { documentId: `leaf${Date.now()}`, name: 'before' } as never });
        const { documentId } = await backUp(site);
        await leaves().updateMany({ where: {}, data: { name: 'after' } as never });
        return documentId;
      }

      it('are both closed while one restores, and tell its progress all the same', async () => {
        expect([await statusHere(), await statusThere()]).toEqual([200, 200]);
        const bearer = `Bearer ${await superAdmin(site)}`;
        held = await holdRestore(site, await backUpThenChange());
        expect(await statusHere()).toBe(503);
        while ((await statusThere()) !== 503) await setTimeout(50);
        const path = `/keepsake/jobs/${held.jobId}`;
        const here = await request(site.server).get(path).set('Authorization', bearer);
        const there = await fetch(other.url + path, { headers: { Authorization: bearer } });
        expect(here.body).toMatchObject({ data: { documentId: held.jobId, state: 'running' } });
        expect(await there.json()).toMatchObject({ data: { documentId: held.jobId, state: 'running' } });
        expect((await fetch(other.url + path)).status).toBe(401);
        held.letGo();
        await held.done;
        expect(await statusHere()).toBe(200);
        while ((await statusThere()) !== 200) await setTimeout(50);
      });

      it('give each version a number of its own, however many are asked for at once', async () => {
        const module = join(__dirname, '../../dist/server/src/services/versions/version-numbers.js');
        const there =
          other.run(`const { nextVersionNumber } = process.mainModule.require(${JSON.stringify(module)});
          return Promise.all(Array.from({ length: 15 }, () => nextVersionNumber(strapi, 'site')));`);
        const asked = Array.from({ length: 15 }, () => nextVersionNumber(site.strapi, 'site'));
        const numbers = [...(await Promise.all(asked)), ...((await there) as number[])];
        expect(new Set(numbers).size).toBe(30);
        expect(Math.max(...numbers) - Math.min(...numbers)).toBe(29);
      });

      it('see that the one that restores is alive while its transaction runs', async () => {
        const backupId = await backUpThenChange();
        held = await holdRestore(site, backupId);
        const { jobId } = held;
        const heartbeat = () =>
          other.run(`return (await strapi.db.query('plugin::keepsake.job')
          .findOne({ where: { documentId: '${jobId}' } })).heartbeatAt`);
        const first = await heartbeat();
        while ((await heartbeat()) === first) await setTimeout(50);
      });

      it('open again when the one that restores dies', async () => {
        await other.run(`strapi.plugin('keepsake').service('closure').during('a job', () => new Promise(() => {}));
        while (!strapi.plugin('keepsake').service('closure').current()) await new Promise(setImmediate);`);
        while ((await statusHere()) !== 503) await setTimeout(50);
        await other.kill();
        while ((await statusHere()) !== 200) await setTimeout(50);
        other = await startInstance(site);
        expect(await statusThere()).toBe(200);
      });

      it('are open after a boot that finds itself closed by a process that is dead', async () => {
        await site.service('closure').during('a job', async () => {
          await site.strapi.db
            .connection('keepsake_locks')
            .where({ name: 'maintenance' })
            .update({ owner: 'elsewhere:1:x a job', expires_at: Date.now() - 1 });
        });
        const booted = await startInstance(site);
        try {
          expect((await fetch(`${booted.url}/admin/init`)).status).toBe(200);
        } finally {
          await booted.kill();
        }
      });

      it('both call a webhook that was restored, and know the default locale, without a restart', async () => {
        const calls = new Set<string>();
        const hook = await listen((path) => calls.add(path));
        try {
          const { port } = hook.address() as AddressInfo;
          const store = site.strapi.get('webhookStore') as unknown as Webhooks;
          const made = await store.createWebhook({
            name: 'tell',
            url: `http://127.0.0.1:${port}/told`,
            headers: {},
            events: ['entry.create'],
          });
          const locales = site.strapi.plugin('i18n').service('locales') as Locales;
          await locales.create({ code: 'fr', name: 'French' });
          await locales.setDefaultLocale({ code: 'fr' });
          const { documentId } = await backUp(site);
          await store.deleteWebhook(made.id);
          await locales.setDefaultLocale({ code: 'en' });
          const superAdminLocales = () => localesOfSuperAdmin(site);
          await locales.delete({ id: (await locales.findByCode('fr')).id });
          expect(await superAdminLocales()).toEqual(['en']);
          const { problems } = await restore(site, documentId, WHOLE);
          expect(problems).toEqual([]);
          expect(await locales.getDefaultLocale()).toBe('fr');
          expect(await superAdminLocales()).toEqual(['en', 'fr']);
          const getDefault = `return strapi.plugin('i18n').service('locales').getDefaultLocale()`;
          expect(await other.run(getDefault)).toBe('fr');
          await site.strapi.eventHub.emit('entry.create', { from: 'here' });
          while (!calls.has('here')) await setTimeout(50);
          while (!calls.has('there')) {
            await other.run(`await strapi.eventHub.emit('entry.create', { from: 'there' })`);
            await setTimeout(200);
          }
        } finally {
          hook.close();
        }
      });
    },
  );
}

interface Webhooks {
  createWebhook(webhook: object): Promise<{ id: string }>;
  deleteWebhook(id: string): Promise<unknown>;
}

interface Locales {
  create(locale: object): Promise<unknown>;
  delete(where: object): Promise<unknown>;
  findByCode(code: string): Promise<{ id: number }>;
  getDefaultLocale(): Promise<string>;
  setDefaultLocale(locale: { code: string }): Promise<unknown>;
}

async function localesOfSuperAdmin({ strapi }: ZooSite): Promise<string[]> {
  const role = (await strapi.service('admin::role').getSuperAdmin()) as { id: number };
  const permissions = (await strapi.service('admin::permission').findMany({
    where: { role: { id: role.id } },
  })) as { properties: { locales?: string[] } }[];
  return [...new Set(permissions.flatMap(({ properties }) => properties.locales ?? []))].sort();
}

/** Tells `from` of each event that is posted to it. */
async function listen(hear: (from: string) => void): Promise<Server> {
  const server = createServer((incoming, answer) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      hear((JSON.parse(body) as { from: string }).from);
      answer.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
