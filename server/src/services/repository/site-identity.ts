import { realpathSync } from 'node:fs';

import type { Core } from '@strapi/strapi';

interface Connection {
  connectionString?: string;
  host?: string;
  port?: number | string;
  database?: string;
  filename?: string;
}

/**
 * What tells this site from a copy of it: its public URL where one is configured, and which database it has. A copied
 * database brings the original's record along; when this text differs from the recorded one, the site is a copy.
 *
 * Not the folder of the app and not the name of the machine: a release that is put in a new folder, or a container that
 * is started anew, is still the same site.
 */
export function siteIdentity(strapi: Core.Strapi): string {
  const url = strapi.config.get<string>('server.url', '') || '';
  return JSON.stringify({ url: /^https?:/.test(url) ? url : '', database: databaseOf(strapi) });
}

function databaseOf(strapi: Core.Strapi): string {
  const { client, connection } = strapi.config.get<{ client: string; connection: Connection }>(
    'database.connection',
  );
  if (connection.filename !== undefined) return `${client}:${whole(connection.filename)}`;
  const {
    host = '',
    port = '',
    database = '',
  } = connection.connectionString ? fromUrl(connection.connectionString) : connection;
  return `${client}://${host}:${port}/${database}`;
}

function whole(filename: string): string {
  try {
    return realpathSync(filename);
  } catch {
    // A database in memory has no file.
    return filename;
  }
}

/** Host, port and database of a connection string; never its user and password. */
function fromUrl(text: string): Connection {
  try {
    const { hostname, port, pathname } = new URL(text);
    return { host: hostname, port, database: pathname.slice(1) };
  } catch {
    return {};
  }
}
