import { setTimeout } from 'node:timers/promises';

import request from 'supertest';

import type { Export } from '../../shared/contracts/exports';
import type { Job } from '../../shared/contracts/jobs';
import type { DatabaseServer } from '../databases/database-server';
import { postgres } from '../databases/postgres';
import { adminWith, superAdmin } from '../site/admins';
import { startInstance } from '../zoo/instance';
import type { Instance } from '../zoo/instance';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { bootZoo, newFolder } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const LEAF = 'api::leaf.leaf';
const TARGET = 'api::target.target';
const SETTINGS = { leaseSeconds: 1.2, pollSeconds: 0.1, backOffSeconds: 0.1, concurrency: 2 };

const reason = postgres.whySkip();
(reason ? describe.skip : describe)(
  `Exports of two processes on one Postgres${reason ? ` (${reason})` : ''}`,
  () => {
    let app: ZooApp;
    let database: DatabaseServer;
    /** Takes requests only. */
    let site: ZooSite;
    let worker: Instance | null = null;
    let boss: string;

    beforeAll(async () => {
      app = createZooApp();
      database = await postgres.start();
      const place = { server: database, database: await database.createDatabase() };
      const environment = { KEEPSAKE_ROLE: 'web', KEEPSAKE_JOBS: JSON.stringify(SETTINGS) };
      site = await bootZoo(app.folder, newFolder(), place, environment);
      site.strapi.server.mount();
      const config = site.strapi.config.get<object>('plugin::keepsake');
      site.strapi.config.set('plugin::keepsake', { ...config, limits: { exportsAtOnce: 10 } });
      boss = await superAdmin(site);
      for (const uid of [LEAF, TARGET]) {
        const documents = site.strapi.documents(uid as never) as unknown as {
          create(request: object): Promise<unknown>;
        };
        for (let number = 0; number < 20; number += 1)
          await documents.create({ data: { name: `entry ${number}` } });
      }
    });

    afterEach(async () => {
      await worker?.kill();
      worker = null;
    });

    afterAll(async () => {
      await site?.close();
      await database?.stop();
      app?.remove();
    });

    const startWorker = async () => (worker = await startInstance(site, { KEEPSAKE_ROLE: 'worker' }));

    async function queue(data: object, token = boss): Promise<{ jobId: string; exportId: string }> {
      const answer = await request(site.server)
        .post('/keepsake/exports')
        .set('Authorization', `Bearer ${token}`)
        .send({ data });
      expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
      const { documentId, exportId, state } = (answer.body as { data: Job & { exportId: string } }).data;
      expect(state).toBe('queued');
      return { jobId: documentId, exportId };
    }

    async function ended(jobId: string): Promise<Job> {
      for (;;) {
        const job = await site.service('jobs').find(jobId);
        if (job.state !== 'queued' && job.state !== 'running') return job;
        await setTimeout(50);
      }
    }

    async function found(exportId: string): Promise<Export> {
      const row = await site.strapi.db
        .query('plugin::keepsake.export')
        .findOne({ where: { documentId: exportId } });
      return row as Export;
    }

    it('are queued by one and made by the other, once', async () => {
      const queued = [];
      for (let number = 0; number < 8; number += 1)
        queued.push(await queue({ format: number % 2 ? 'csv' : 'json', contentTypes: [LEAF] }));
      await startWorker();
      for (const { jobId, exportId } of queued) {
        expect(await ended(jobId)).toMatchObject({ state: 'succeeded', attempt: 1, right: 'export' });
        expect(await found(exportId)).toMatchObject({ state: 'succeeded', jobId, documents: 20 });
      }
      const { text } = await request(site.server)
        .get(`/keepsake/exports/${queued[0]!.exportId}/file`)
        .set('Authorization', `Bearer ${boss}`);
      expect((JSON.parse(text) as { content: Record<string, unknown[]> }).content[LEAF]).toHaveLength(20);
    });

    it('hold what who asked may read when they are made, and nothing for who may export no more', async () => {
      const reading = (subject: string) => ({
        action: 'plugin::content-manager.explorer.read',
        subject,
        conditions: [],
        properties: { fields: ['name'] },
      });
      const token = await adminWith(site, ['plugin::keepsake.export'], [reading(LEAF), reading(TARGET)]);
      const permissions = site.strapi.db.query('admin::permission');
      const role = (await site.strapi.db.query('admin::role').findOne({
        where: { name: { $startsWith: 'role plugin::keepsake.export' } },
        populate: ['users'],
      })) as {
        id: number;
        users: { id: number }[];
      };
      const all = await queue({ format: 'json' }, token);
      const named = await queue({ format: 'json', contentTypes: [TARGET] }, token);
      await permissions.deleteMany({ where: { subject: TARGET, role: role.id } as never });
      const w = await startWorker();
      expect(await ended(all.jobId)).toMatchObject({ state: 'succeeded' });
      expect(await found(all.exportId)).toMatchObject({ documents: 20 });
      expect(await ended(named.jobId)).toMatchObject({ state: 'failed', error: { code: 'forbidden' } });
      expect(await found(named.exportId)).toMatchObject({ state: 'failed', error: { code: 'forbidden' } });
      await w.kill();

      const late = await queue({ format: 'json' }, token);
      await site.strapi.db
        .query('admin::user')
        .update({ where: { id: role.users[0]!.id }, data: { isActive: false } });
      await startWorker();
      expect(await ended(late.jobId)).toMatchObject({
        state: 'failed',
        error: { code: 'forbidden', message: expect.stringMatching(/may not make exports/) as unknown },
      });
      expect(await found(late.exportId)).toMatchObject({ state: 'failed', documents: 0 });
    });

    it('leave nothing when they are cancelled before they began, and can be run again', async () => {
      const { jobId, exportId } = await queue({ format: 'json', contentTypes: [LEAF] });
      await site.service('jobs').cancel(jobId);
      expect(await found(exportId)).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
      const again = await request(site.server)
        .post(`/keepsake/jobs/${jobId}/retry`)
        .set('Authorization', `Bearer ${boss}`);
      expect(again.status).toBe(202);
      await startWorker();
      expect(await ended(jobId)).toMatchObject({ state: 'succeeded', error: null });
      expect(await found(exportId)).toMatchObject({ state: 'succeeded', error: null, documents: 20 });
    });
  },
);
