import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import type { pluginService } from '../../server/src/services/plugin-service';
import { captureSite } from '../comparer/capture-site';
import type { SiteImage } from '../comparer/site-image';
import type { DatabaseClient, DatabaseConnection } from '../databases/database-server';
import { assertNoSecrets } from './secrets';
import { seededTemplate } from './seeded-template';

declare const hostRequire: (path: string) => unknown;

interface Boot {
  boot(environment: Record<string, string>, options: { serveAdminPanel: boolean }): Promise<Booted>;
}

interface Booted {
  strapi: Core.Strapi;
  /** What its logger wrote, line by line. */
  logged: string[];
}

/** A site of the example in a folder of its own, booted with the plugin as it was built into `dist/`. */
export interface Site {
  strapi: Core.Strapi;
  /** Holds `data.db`, `public/` and `keepsake/` (the plugin's private folder). */
  folder: string;
  uploads: string;
  /** Where the repository's objects lie. */
  storage: string;
  server: Server;
  service: <Name extends Parameters<typeof pluginService>[1]>(
    name: Name,
  ) => ReturnType<typeof pluginService<Name>>;
  /** What its logger wrote, line by line. Closing a site fails where a line holds a secret. */
  logged: string[];
  capture(): Promise<SiteImage>;
  /** Boots the same folder again, as after a restart. */
  reboot(env?: Record<string, string>): Promise<Site>;
  /** Ends Strapi; the folder goes too, unless it is to be looked at or booted again. */
  close(options?: { keep?: boolean }): Promise<void>;
}

/** Environment of a site in `folder`; for command lines run beside it. */
export function siteEnvironment(folder: string): Record<string, string> {
  return {
    NODE_ENV: 'development',
    STRAPI_TELEMETRY_DISABLED: 'true',
    DATABASE_CLIENT: 'sqlite',
    DATABASE_FILENAME: join(folder, 'data.db'),
    PUBLIC_DIR: join(folder, 'public'),
    KEEPSAKE_DIRECTORY: join(folder, 'keepsake'),
    KEEPSAKE_ENABLED: 'true',
    KEEPSAKE_SECRET: '',
    KEEPSAKE_ROLE: '',
    KEEPSAKE_STORAGE: '{}',
    KEEPSAKE_VERSIONS: '{}',
    UPLOAD_CONFIG: '{}',
  };
}

/** What has the example use a database of a server instead of a file. */
export function databaseEnvironment(
  client: DatabaseClient,
  { host, port, user, password, database, schema = 'public' }: DatabaseConnection,
): Record<string, string> {
  return {
    DATABASE_CLIENT: client,
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME: database,
    DATABASE_USERNAME: user,
    DATABASE_PASSWORD: password,
    DATABASE_SCHEMA: schema,
  };
}

/** A copy of the seeded example, booted. */
export async function openSite(env: Record<string, string> = {}): Promise<Site> {
  return bootSite(copySeededSite(), env);
}

/** The same without booting it. */
export function copySeededSite(): string {
  const template = seededTemplate();
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-site-'));
  cpSync(template.database, join(folder, 'data.db'));
  cpSync(template.publicDir, join(folder, 'public'), { recursive: true });
  mkdirSync(join(folder, 'public', 'uploads'), { recursive: true });
  return folder;
}

export async function bootSite(
  folder: string,
  env: Record<string, string> = {},
  options: { serveAdminPanel: boolean } = { serveAdminPanel: false },
): Promise<Site> {
  // Node's own `require`: see environment.cjs.
  const { boot } = hostRequire(join(__dirname, 'boot.cjs')) as Boot;
  const { strapi, logged } = await boot({ ...siteEnvironment(folder), ...env }, options);
  const uploads = join(folder, 'public', 'uploads');
  const client = (env.DATABASE_CLIENT ?? 'sqlite') as DatabaseClient;
  return {
    strapi,
    folder,
    uploads,
    storage: join(folder, 'keepsake', 'storage'),
    server: strapi.server.httpServer as Server,
    service: (name) => strapi.plugin('keepsake').service(name) as never,
    capture: () => captureSite({ knex: strapi.db.connection, client, uploadsDir: uploads }),
    logged,
    async reboot(changed = {}) {
      await strapi.destroy();
      assertNoSecrets(logged, { strapi, folder });
      return bootSite(folder, { ...env, ...changed }, options);
    },
    async close({ keep = false } = {}) {
      await strapi.destroy();
      try {
        assertNoSecrets(logged, { strapi, folder });
      } finally {
        if (!keep) rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
