import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import { captureSite } from '../comparer/capture-site';
import type { DatabaseClient, DatabaseConnection, DatabaseServer } from '../databases/database-server';
import type { Site } from '../site/open-site';
import { components, contentTypes } from './schemas';

declare const hostRequire: (path: string) => unknown;

interface Host {
  boot(folder: string, environment: Record<string, string>): Promise<Core.Strapi>;
}

/** The zoo app on a database of its own. Only one at a time: parts of Strapi reach for a global `strapi`. */
export interface ZooSite extends Site {
  client: DatabaseClient;
  appFolder: string;
  /** What it was booted with, for another process on the same database. */
  environment: Record<string, string>;
}

/** Boots the zoo app on a new database of `server`, or on a new SQLite file. */
export async function openZooSite(appFolder: string, server: DatabaseServer | null): Promise<ZooSite> {
  const place = server ? { server, database: await server.createDatabase() } : null;
  return bootZoo(appFolder, newFolder(), place);
}

/** A database of a server, for a site of the zoo. */
export interface Place {
  server: DatabaseServer;
  database: DatabaseConnection;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-zoo-'));
  mkdirSync(join(folder, 'public', 'uploads'), { recursive: true });
  return folder;
}

/** Environment of a site in `folder`; its database is a file there unless it has a place. */
export function zooEnvironment(folder: string, place: Place | null): Record<string, string> {
  const connection = place
    ? { client: place.server.client, connection: place.database, pool: { min: 0, max: 5 } }
    : { client: 'sqlite', connection: { filename: join(folder, 'data.db') }, useNullAsDefault: true };
  return {
    NODE_ENV: 'development',
    STRAPI_TELEMETRY_DISABLED: 'true',
    PUBLIC_DIR: join(folder, 'public'),
    KEEPSAKE_DIRECTORY: join(folder, 'keepsake'),
    KEEPSAKE_ROLE: '',
    KEEPSAKE_JOBS: '{}',
    ZOO_CONNECTION: JSON.stringify(connection),
  };
}

export async function bootZoo(
  appFolder: string,
  folder: string,
  place: Place | null,
  changed: Record<string, string> = {},
): Promise<ZooSite> {
  const environment = { ...zooEnvironment(folder, place), ...changed };
  const client = place?.server.client ?? 'sqlite';
  const { boot } = hostRequire(join(__dirname, 'boot-zoo.cjs')) as Host;
  const strapi = await boot(appFolder, environment);
  const uploads = join(folder, 'public', 'uploads');
  return {
    client,
    appFolder,
    environment,
    strapi,
    // Its content is made up to be odd; what is logged is looked at where the example is opened.
    logged: [],
    folder,
    uploads,
    storage: join(folder, 'keepsake', 'storage'),
    server: strapi.server.httpServer as Server,
    service: (name) => strapi.plugin('keepsake').service(name) as never,
    capture: () =>
      captureSite({ knex: strapi.db.connection, client, uploadsDir: uploads, ...tables(strapi) }),
    async reboot(again = {}) {
      await strapi.destroy();
      return bootZoo(appFolder, folder, place, { ...changed, ...again });
    },
    async close({ keep = false } = {}) {
      await strapi.destroy();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The comparer finds tables by likeness; so many alike want to be named. Their names are Strapi's, where it shortened. */
function tables(strapi: Core.Strapi) {
  const tableOf = (uid: string): [string, string] => [uid, strapi.db.metadata.get(uid).tableName];
  return {
    componentTables: Object.fromEntries(Object.keys(components).map((name) => tableOf(`zoo.${name}`))),
    contentTypeTables: Object.fromEntries(
      Object.keys(contentTypes).map((name) => tableOf(`api::${name}.${name}`)),
    ),
  };
}
