import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Core } from '@strapi/strapi';

import type { DatabaseClient } from '../../core/snapshot/read-plan';
import { privateDirectory } from '../repository/private-directory';
import { SCRATCH_PREFIX } from './scratch-name';

/** Where scratch files lie. */
export function scratchFolder(strapi: Core.Strapi): string {
  return join(privateDirectory(strapi), 'tmp');
}

export async function scratchFiles(strapi: Core.Strapi): Promise<string[]> {
  const files = await readdir(scratchFolder(strapi)).catch(() => []);
  const names = files.filter((file) => file.startsWith(SCRATCH_PREFIX)).map((file) => file.split('.')[0]!);
  return [...new Set(names)];
}

/** Of any site on this server; none on SQLite. */
export async function scratchSchemas(strapi: Core.Strapi): Promise<string[]> {
  const client = strapi.db.dialect.client as DatabaseClient;
  if (client === 'sqlite') return [];
  const like = `${SCRATCH_PREFIX.replaceAll('_', '!_')}%`;
  const [table, column] =
    client === 'postgres'
      ? ['pg_catalog.pg_namespace', 'nspname']
      : ['information_schema.schemata', 'schema_name'];
  const rows = (await strapi.db
    .connection(table)
    .select({ name: column })
    .whereRaw("?? like ? escape '!'", [column, like])) as { name: string }[];
  return rows.map((row) => row.name);
}

/** Whether there is any scratch place, be it a running drill's or a dead one's. */
export async function hasScratchPlaces(strapi: Core.Strapi): Promise<boolean> {
  const [files, schemas] = [await scratchFiles(strapi), await scratchSchemas(strapi)];
  return files.length + schemas.length > 0;
}
