import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Knex } from 'knex';

import type { DrillReport } from '../../shared/contracts/drills';
import { compareSites } from '../comparer/compare-sites';
import { formatDifferences } from '../comparer/format-differences';
import type { DatabaseKind, DatabaseServer } from '../databases/database-server';
import { mariadb } from '../databases/mariadb';
import { postgres } from '../databases/postgres';
import { backUp } from '../site/keepsake';
import { fillZoo } from '../zoo/fill-zoo';
import { startInstance } from '../zoo/instance';
import { addOddRows } from '../zoo/odd-rows';
import { createZooApp } from '../zoo/zoo-app';
import type { ZooApp } from '../zoo/zoo-app';
import { openZooSite } from '../zoo/zoo-site';
import type { ZooSite } from '../zoo/zoo-site';

const MIB = 1024 * 1024;

let app: ZooApp;

beforeAll(() => void (app = createZooApp()));
afterAll(() => app?.remove());

for (const kind of [null, postgres, mariadb] satisfies (DatabaseKind | null)[]) {
  const reason = kind?.whySkip() ?? null;
  const title = `A drill on ${kind?.name ?? 'SQLite'}${reason ? ` (${reason})` : ''}`;
  (reason ? describe.skip : describe)(title, () => {
    let server: DatabaseServer | null = null;
    let site: ZooSite;

    beforeAll(async () => {
      server = (await kind?.start()) ?? null;
      site = await openZooSite(app.folder, server);
      await fillZoo(site.strapi);
      await addOddRows(site.strapi, site.client);
      await uploadRandom(site, 3 * MIB);
    }, 600_000);

    afterAll(async () => {
      await site?.close();
      await server?.stop();
    });

    const backups = () => site.service('backups');

    async function drill(backupId: string): Promise<DrillReport> {
      const { done } = await site.service('drills').start(backupId, null);
      return (await done).report;
    }

    async function scratchPlaces(): Promise<string[]> {
      const folder = join(site.folder, 'keepsake', 'tmp');
      const files = existsSync(folder) ? readdirSync(folder) : [];
      const found = files.filter((file) => file.startsWith('keepsake_drill_'));
      if (site.client === 'sqlite') return found;
      const table = site.client === 'postgres' ? 'pg_catalog.pg_namespace' : 'information_schema.schemata';
      const column = site.client === 'postgres' ? 'nspname' : 'schema_name';
      const rows = (await site.strapi.db
        .connection(table)
        .select({ name: column })
        .where(column, 'like', 'keepsake%drill%')) as { name: string }[];
      return [...found, ...rows.map(({ name }) => name)];
    }

    it('proves a good backup, in a place of the same kind, and leaves nothing of it', async () => {
      const backup = await backUp(site);
      const before = await site.capture();
      const report = await drill(backup.documentId);
      expect(report).toMatchObject({ state: 'passed', place: site.client, differences: [] });
      expect(report).toMatchObject({ records: backup.records, documents: backup.documents });
      expect(report.files).toBeGreaterThan(0);
      expect(report.bytes).toBeGreaterThan(3 * MIB);
      expect(await backups().find(backup.documentId)).toMatchObject({
        state: 'succeeded',
        provenAt: report.at,
      });
      expect((await backups().details(backup.documentId)).drill).toMatchObject({ state: 'passed' });
      expect(await scratchPlaces()).toEqual([]);
      expect(formatDifferences(compareSites(before, await site.capture()))).toBe('No differences.');
    });

    const findsAnother = async () => {
      const { documentId } = await backUp(site);
      const undo = spoilLeaves(site);
      const report = await drill(documentId).finally(undo);
      expect(report.state).toBe('failed');
      expect(report.differences[0]!.message).toMatch(/came back different in name/);
      const marked = await backups().find(documentId);
      expect(marked).toMatchObject({ state: 'partial', provenAt: null, error: { code: 'drill_failed' } });
      expect((await drill(documentId)).state).toBe('passed');
      expect(await backups().find(documentId)).toMatchObject({ state: 'succeeded', error: null });
    };
    // What each database has for triggers is another language.
    if (!kind) it('finds a record that does not come back as it was', findsAnother);

    it('finds a pack that was replaced by an older one, and a media file with one wrong byte', async () => {
      const { documentId: older } = await backUp(site);
      const known = new Set(readdirSync(site.storage));
      await site.strapi.db
        .query('api::leaf.leaf' as never)
        .create({ data: { documentId: `leaf${Date.now()}`, name: 'another' } as never });
      const { documentId } = await backUp(site);
      const { packs } = await (await site.service('repository').open()).verify();
      const undo = keep(site.storage);

      const [fresh] = packs.filter((name) => !known.has(name));
      const [old] = packs.filter((name) => known.has(name));
      cpSync(join(site.storage, old!), join(site.storage, fresh!));
      const replaced = await drill(documentId);
      expect(replaced.state).toBe('failed');
      expect(replaced.differences.map(({ item }) => item)).toContain(fresh);
      expect(await backups().find(documentId)).toMatchObject({
        state: 'partial',
        error: { code: 'backup_broken' },
      });
      expect((await drill(older)).state).toBe('passed');
      undo();

      const media = packs.sort((a, b) => sizeOf(site, b) - sizeOf(site, a))[0]!;
      flipByte(join(site.storage, media));
      const damaged = await drill(older);
      undo();
      expect(damaged).toMatchObject({ state: 'failed', differenceCount: 1 });
      expect(damaged.differences[0]).toMatchObject({ item: media });
      expect(damaged.differences[0]!.message).toMatch(/random\w*\.bin/);
      expect(await backups().find(older)).toMatchObject({ state: 'partial', provenAt: null });
      expect(await scratchPlaces()).toEqual([]);
    });

    const withoutGrant = async () => {
      const { documentId } = await backUp(site);
      const { grant, undo } = await takeGrant(site);
      try {
        expect(await drill(documentId)).toMatchObject({ place: 'sqlite', differences: [], state: 'passed' });
        const load = withoutDriver(site);
        const refused = await drill(documentId).catch((error: unknown) => error);
        load();
        expect(refused).toMatchObject({
          code: 'drill_unavailable',
          hint: expect.stringContaining(`${grant};`) as unknown,
        });
        // What its hint says helps.
        await asOwner(site, grant);
        expect(await drill(documentId)).toMatchObject({ place: 'postgres', state: 'passed' });
      } finally {
        await undo();
      }
      expect(await scratchPlaces()).toEqual([]);
    };
    // Of MariaDB only the grant's words are other ones.
    if (kind === postgres)
      it('is in a file where the grant is missing, and without a driver for that says which', withoutGrant);

    it('stops when it is cancelled, and leaves nothing behind', async () => {
      const { documentId } = await backUp(site);
      const { job, done } = await site.service('drills').start(documentId, null);
      await site.service('jobs').cancel(job.documentId);
      await expect(done).rejects.toMatchObject({ code: 'cancelled' });
      expect(await scratchPlaces()).toEqual([]);
    });

    it('killed in the middle leaves a place that the next boot removes, and only its own', async () => {
      const { documentId } = await backUp(site);
      const foreign = `keepsake_drill_00000000_${(1).toString(36)}_someoneelse`;
      await makePlace(site, foreign);
      const instance = await startInstance(site, { KEEPSAKE_ROLE: 'cli' });
      const drilling = instance.run(
        `const jobs = strapi.plugin('keepsake').service('jobs');
         const { job } = await strapi.plugin('keepsake').service('drills').start('${documentId}', null);
         setInterval(() => {
           if (jobs.running(job.documentId)?.progress?.phase === 'applying') process.kill(process.pid, 'SIGKILL');
         }, 1);`,
      );
      drilling.catch(() => undefined);
      await instance.ended;
      const left = await scratchPlaces();
      expect(left).toHaveLength(2);
      expect(left).toContain(site.client === 'sqlite' ? `${foreign}.db` : foreign);
      site = (await site.reboot()) as ZooSite;
      const now = await scratchPlaces();
      expect(now).toEqual([site.client === 'sqlite' ? `${foreign}.db` : foreign]);
    });
  });
}

function sizeOf(site: ZooSite, name: string): number {
  return statSync(join(site.storage, name)).size;
}

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = bytes[middle]! ^ 1;
  writeFileSync(file, bytes);
}

/** Returns what puts every object back as it is now. */
function keep(storage: string): () => void {
  const objects = readdirSync(storage).map((name) => [name, readFileSync(join(storage, name))] as const);
  return () => {
    for (const [name, bytes] of objects) writeFileSync(join(storage, name), bytes);
  };
}

async function uploadRandom({ strapi }: ZooSite, size: number): Promise<void> {
  const filepath = join(tmpdir(), `keepsake-drill-${randomBytes(4).toString('hex')}.bin`);
  writeFileSync(filepath, randomBytes(size));
  await strapi
    .plugin('upload')
    .service('upload')
    .upload({
      data: { fileInfo: { name: 'random.bin' } },
      files: { filepath, originalFilename: 'random.bin', mimetype: 'application/octet-stream', size },
    });
}

/** From now on what is written to a scratch place on SQLite comes out changed; returns how to end that. */
function spoilLeaves({ strapi }: ZooSite): () => void {
  const db = strapi.db as unknown as { constructor: new (config: object) => ScratchDatabase };
  const Real = db.constructor;
  const table = strapi.db.metadata.get('api::leaf.leaf').tableName;
  db.constructor = class extends Real {
    constructor(config: object) {
      super(config);
      const { builder } = this.schema;
      const create = builder.createSchema.bind(builder);
      builder.createSchema = async (schema) => {
        await create(schema);
        await this.connection.raw(
          `create trigger spoil after insert on ${table} begin update ${table} set name = 'spoilt' where id = new.id; end`,
        );
      };
    }
  };
  return () => void (db.constructor = Real);
}

/** From now on the site is somebody on Postgres who may use its tables and make no schema. */
async function takeGrant({ strapi }: ZooSite): Promise<{ grant: string; undo: () => Promise<void> }> {
  const live = strapi.db.connection;
  const { rows } = (await live.raw('select current_database() as base')) as { rows: [{ base: string }] };
  const [{ base }] = rows;
  const reconnect = async () => {
    await live.destroy();
    live.initialize();
  };
  await live.raw('create role limited');
  for (const what of ['schema public', 'all tables in schema public', 'all sequences in schema public'])
    await live.raw(`grant all on ${what} to limited`);
  await live.raw(`alter role keepsake in database ${base} set role limited`);
  await reconnect();
  return {
    grant: `grant create on database "${base}" to "limited"`,
    async undo() {
      await live.raw(`set role none`);
      await live.raw(`alter role keepsake in database ${base} reset role`);
      await reconnect();
    },
  };
}

async function asOwner({ strapi }: ZooSite, sql: string): Promise<void> {
  await strapi.db.connection.transaction(async (trx) => {
    await trx.raw('set local role none');
    await trx.raw(sql);
  });
}

/** Until what it returns is called, no SQLite file can be opened. */
function withoutDriver({ strapi }: ZooSite): () => void {
  const db = strapi.db as unknown as { constructor: new (config: HostConfig) => ScratchDatabase };
  const Real = db.constructor;
  db.constructor = class extends Real {
    constructor(config: HostConfig) {
      if (config.connection.client === 'sqlite')
        throw Object.assign(new Error("Cannot find module 'better-sqlite3'"), { code: 'MODULE_NOT_FOUND' });
      super(config);
    }
  };
  return () => void (db.constructor = Real);
}

interface HostConfig {
  connection: { client: string };
}

interface ScratchDatabase {
  connection: Knex;
  schema: { builder: { createSchema(schema: object): Promise<void> } };
}

/** A scratch place that is none of ours. */
async function makePlace({ strapi, client, folder }: ZooSite, name: string): Promise<void> {
  if (client === 'sqlite') writeFileSync(join(folder, 'keepsake', 'tmp', `${name}.db`), '');
  else if (client === 'postgres') await strapi.db.connection.raw('create schema ??', [name]);
  else await strapi.db.connection.raw('create database ??', [name]);
}
