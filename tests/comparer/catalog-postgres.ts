import type { Knex } from 'knex';
import { tableIn, type Catalog, type ColumnKind } from './catalog';

/** Tables of the schema that comes first in the connection's search path, as Strapi's own do. */
export async function readPostgresCatalog(knex: Knex): Promise<Catalog> {
  const columns: { rows: { table: string; name: string; type: string }[] } = await knex.raw(`
    select c.table_name as "table", c.column_name as name, c.data_type as type
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
     order by c.table_name, c.ordinal_position`);

  // Not information_schema: there a foreign key is known by its name alone, which Postgres lets two tables share.
  const keys: { rows: { table: string; column: string; referenced: string }[] } = await knex.raw(`
    select owner.relname as "table", a.attname as "column", target.relname as referenced
      from pg_constraint k
      join pg_class owner on owner.oid = k.conrelid
      join pg_class target on target.oid = k.confrelid
      join pg_namespace n on n.oid = owner.relnamespace
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype = 'f' and array_length(k.conkey, 1) = 1 and n.nspname = current_schema()`);

  const indexes: { rows: { table: string; index: string; column: string }[] } = await knex.raw(`
    select owner.relname as "table", i.relname as "index", a.attname as "column"
      from pg_index x
      join pg_class owner on owner.oid = x.indrelid
      join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = owner.relnamespace
      join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
     where x.indnatts = 1 and n.nspname = current_schema()`);

  const catalog: Catalog = new Map();
  for (const { table, name, type } of columns.rows) {
    tableIn(catalog, table).columns.push({ name, kind: kindOf(type) });
  }
  for (const { table, column, referenced } of keys.rows)
    catalog.get(table)?.foreignKeys.set(column, referenced);
  for (const { table, index, column } of indexes.rows) catalog.get(table)?.indexes.set(index, column);
  return catalog;
}

function kindOf(type: string): ColumnKind {
  if (type === 'boolean' || type === 'date' || type === 'bigint') return type;
  if (type.startsWith('timestamp')) return 'datetime';
  if (type.startsWith('time')) return 'time';
  if (type === 'json' || type === 'jsonb') return 'json';
  if (type === 'integer' || type === 'smallint') return 'integer';
  if (type === 'numeric') return 'decimal';
  if (type === 'double precision' || type === 'real') return 'float';
  if (type === 'bytea') return 'binary';
  return 'text';
}
