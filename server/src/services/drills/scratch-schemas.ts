import type { Core } from '@strapi/strapi';

import type { ScratchPlace } from '../../core/drill/scratch-place';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { openHostDatabase } from './open-host-database';
import type { HostConnection } from './open-host-database';
import { SCRATCH_PREFIX } from './scratch-name';

type ServerClient = 'postgres' | 'mysql';

/** A schema beside the site's own on Postgres, a database of its own on MySQL. */
export async function openScratchSchema(
  strapi: Core.Strapi,
  client: ServerClient,
  name: string,
): Promise<ScratchPlace> {
  await create(strapi, client, name);
  try {
    const database = await openHostDatabase(strapi, connectionTo(strapi, client, name));
    return {
      kind: client,
      db: database.connection,
      plan: { ...compileReadPlan(strapi), databaseSchema: client === 'postgres' ? name : null },
      async drop() {
        await database.destroy();
        await dropScratchSchema(strapi, name);
      },
    };
  } catch (error) {
    await dropScratchSchema(strapi, name);
    throw error;
  }
}

export async function dropScratchSchema(strapi: Core.Strapi, name: string): Promise<void> {
  const live = strapi.db.connection;
  if (strapi.db.dialect.client === 'postgres') await live.raw('drop schema if exists ?? cascade', [name]);
  else await live.raw('drop database if exists ??', [name]);
}

/** Whether the database said that its user may not do that. */
export function isGrantMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return ['42501', 'ER_DBACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_ERROR'].includes(String(code));
}

/** What has the site's own user make scratch places, to be typed by an administrator of the database. */
export async function missingGrant(strapi: Core.Strapi, client: ServerClient): Promise<string> {
  const live = strapi.db.connection;
  if (client === 'postgres') {
    const { rows } = (await live.raw('select current_user as name, current_database() as base')) as {
      rows: { name: string; base: string }[];
    };
    return live.raw('grant create on database ?? to ??', [rows[0]!.base, rows[0]!.name]).toQuery();
  }
  const [[row]] = (await live.raw('select current_user() as name')) as [[{ name: string }]];
  const [user, host] = row.name.split('@');
  return `grant all privileges on \`${SCRATCH_PREFIX.replaceAll('_', '\\_')}%\`.* to '${user}'@'${host}'`;
}

async function create(strapi: Core.Strapi, client: ServerClient, name: string): Promise<void> {
  const live = strapi.db.connection;
  if (client === 'postgres') {
    await live.raw('create schema ??', [name]);
    return;
  }
  const [[site]] = (await live.raw(
    'select @@character_set_database as charset, @@collation_database as collation',
  )) as [[{ charset: string; collation: string }]];
  await live.raw(`create database ?? character set ${site.charset} collate ${site.collation}`, [name]);
}

/** As the site connects, but to another place; with a pool of its own, since Strapi hangs its own set-up on the site's. */
function connectionTo(strapi: Core.Strapi, client: ServerClient, name: string): HostConnection {
  const { connection } = (strapi.db.config as { connection: HostConnection }).connection;
  const elsewhere = (settings: object) => ({
    ...settings,
    ...(client === 'postgres' ? { schema: name } : { database: name }),
  });
  const there =
    typeof connection === 'function' ? async () => elsewhere(await connection()) : elsewhere(connection);
  return { client, connection: there, pool: { min: 0, max: 2 } };
}
