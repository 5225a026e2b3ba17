import type { Knex } from 'knex';
import request from 'supertest';

import type { DatabaseServer } from '../databases/database-server';
import { postgres } from '../databases/postgres';
import { memberWith, superAdmin } from '../site/admins';
import { endUser, join } from '../site/callers';
import { bootSite, copySeededSite, databaseEnvironment, openSite } from '../site/open-site';
import type { Site } from '../site/open-site';

const USERS = 50;
const PROJECTS_EACH = 20;
const PROJECTS = USERS * PROJECTS_EACH;
const ROWS = 100_000;
/** Of these there is only a page or two for anybody. */
const LARGE = ['keepsake_backups', 'keepsake_versions', 'keepsake_jobs', 'keepsake_activities'];

const slugOf = (project: number) => `client-${project}`;

for (const kind of [null, postgres]) {
  const reason = kind?.whySkip() ?? null;
  (reason ? describe.skip : describe)(
    `Lists of ${ROWS} rows on ${kind?.name ?? 'SQLite'}${reason ? ` (${reason})` : ''}`,
    () => {
      let server: DatabaseServer | null = null;
      let site: Site;
      const bearers: Record<string, string> = {};

      beforeAll(async () => {
        server = kind ? await kind.start() : null;
        site = server
          ? await bootSite(copySeededSite(), databaseEnvironment('postgres', await server.createDatabase()))
          : await openSite();
        await fill(site.strapi.db.connection, server !== null);
        const own = Array.from({ length: PROJECTS_EACH }, (_, at) => slugOf(at * USERS));
        bearers.admin = await memberWith(site, 'an agency', ['plugin::keepsake.read'], own);
        bearers.all = await superAdmin(site);
        const scopes = [
          'projects.find',
          'project-backups.find',
          'project-versions.find',
          'project-jobs.find',
        ];
        const user = await endUser(site, 'client@example.com', scopes);
        for (const slug of own) await join(site, slug, 'user', user.documentId);
        bearers.user = user.bearer;
      });

      afterAll(async () => {
        await site?.close();
        await server?.stop();
      });

      it.each([
        ['admin', '/keepsake/backups'],
        ['admin', `/keepsake/backups?project=${slugOf(50)}&page=3`],
        ['admin', '/keepsake/versions'],
        ['admin', '/keepsake/jobs'],
        ['admin', '/keepsake/activity'],
        ['admin', '/keepsake/projects'],
        ['all', '/keepsake/backups'],
        ['all', '/keepsake/versions'],
        ['all', '/keepsake/jobs'],
        ['all', '/keepsake/activity'],
        ['user', '/api/keepsake/projects'],
        ['user', `/api/keepsake/projects/${slugOf(50)}/backups?pagination[page]=2`],
        ['user', `/api/keepsake/projects/${slugOf(50)}/versions`],
        ['user', `/api/keepsake/projects/${slugOf(50)}/jobs?sort=createdAt:desc`],
      ])('are looked up by an index: %s, %s', async (who, path) => {
        const queries = await queriesOf(async () => {
          const answer = await request(site.server).get(path).set('Authorization', `Bearer ${bearers[who]!}`);
          expect(answer.status).toBe(200);
          expect((answer.body as { data: unknown[] }).data.length).toBeGreaterThan(9);
        });
        const looked = queries.filter(({ sql }) => /keepsake_/.test(sql) && /^select/i.test(sql));
        expect(looked.length).toBeGreaterThan(0);
        for (const query of looked) {
          // Whether there is any is known with the first row.
          if (query.bindings.at(-1) === 1 && !/ where /i.test(query.sql) && !/count\(/i.test(query.sql))
            continue;
          // Where somebody sees everything, how much that is has to be counted.
          if (who === 'all' && /count\(/i.test(query.sql)) continue;
          expect([query.sql, await scannedBy(query)]).toEqual([query.sql, []]);
        }
      });

      async function queriesOf(work: () => Promise<void>): Promise<Query[]> {
        const queries: Query[] = [];
        const note = ({ sql, bindings }: Query) => void queries.push({ sql, bindings });
        site.strapi.db.connection.on('query', note);
        await work();
        site.strapi.db.connection.removeListener('query', note);
        return queries;
      }

      /** The large tables that a query reads from one end to the other. */
      async function scannedBy({ sql, bindings }: Query): Promise<string[]> {
        const knex = site.strapi.db.connection;
        if (!server) {
          const plan = (await knex.raw(`explain query plan ${sql}`, bindings as never)) as {
            detail: string;
          }[];
          const isWhole = ({ detail }: { detail: string }) =>
            /^SCAN /.test(detail) && !/ USING /.test(detail);
          const isLarge = LARGE.some((table) => sql.includes(table));
          return isLarge ? plan.filter(isWhole).map(({ detail }) => detail) : [];
        }
        let position = 0;
        const numbered = sql.replace(/\$\d+|\?/g, () => `$${(position += 1)}`);
        const native = await knex.client.acquireConnection();
        try {
          const { rows } = await native.query(`explain (format json) ${numbered}`, bindings);
          const text = JSON.stringify(rows);
          return LARGE.filter((table) => new RegExp(`Seq Scan[^}]*"Relation Name":"${table}"`).test(text));
        } finally {
          await knex.client.releaseConnection(native);
        }
      }
    },
  );
}

interface Query {
  sql: string;
  bindings: unknown[];
}

async function fill(knex: Knex, isServer: boolean): Promise<void> {
  const day = Date.UTC(2026, 0, 1);
  // As each database keeps a time.
  const at = (row: number) => {
    const time = day + row * 60_000;
    return isServer ? new Date(time).toISOString() : time;
  };
  const dated = (row: number) => ({ document_id: `row${row}`, created_at: at(row), updated_at: at(row) });
  const rows = (count: number, make: (row: number) => object) =>
    Array.from({ length: count }, (_, row) => ({ ...dated(row), ...make(row) }));
  const project = (row: number) => slugOf(row % PROJECTS);
  const state = 'succeeded';
  const insert = (table: string, all: object[]) => knex.batchInsert(table, all, 500);
  await insert(
    'keepsake_projects',
    rows(PROJECTS, (row) => ({ document_id: `project${row}`, slug: slugOf(row), name: `Client ${row}` })),
  );
  await insert(
    'keepsake_backups',
    rows(ROWS, (row) => ({ project: project(row), kind: 'scheduled', state, started_at: at(row) })),
  );
  await insert(
    'keepsake_versions',
    rows(ROWS / 5, (row) => ({
      project: project(row),
      number: row,
      origin: 'auto',
      state,
      started_at: at(row),
    })),
  );
  await insert(
    'keepsake_jobs',
    rows(ROWS / 5, (row) => ({ project: project(row), type: 'backup', state })),
  );
  await insert(
    'keepsake_activities',
    rows(ROWS / 5, (row) => ({
      project: project(row),
      at: at(row),
      action: 'backup.create',
      outcome: state,
      actor_kind: 'schedule',
    })),
  );
  await knex.raw('analyze');
}
