import type { Knex } from 'knex';
import type { Catalog } from './catalog';
import { readMysqlCatalog } from './catalog-mysql';
import { readPostgresCatalog } from './catalog-postgres';
import { readSqliteCatalog } from './catalog-sqlite';
import type { SqlClient } from './site-image';

export function readCatalog(knex: Knex, client: SqlClient): Promise<Catalog> {
  if (client === 'sqlite') return readSqliteCatalog(knex);
  if (client === 'postgres') return readPostgresCatalog(knex);
  return readMysqlCatalog(knex);
}
