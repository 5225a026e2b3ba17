import type { Knex } from 'knex';
import { hasColumn, type Column, type Table } from './catalog';
import type { SqlClient } from './site-image';

export type RawRow = Record<string, unknown>;

/** All rows of a table in the order of their ids, with no digit lost to a driver. */
export async function readRows(knex: Knex, client: SqlClient, table: Table): Promise<RawRow[]> {
  const columns = table.columns.map((column) => selection(knex, client, column));
  const rows = knex.select(columns).from(table.name);
  // With its table's name, else Postgres sorts by the selected text instead of the number.
  if (hasColumn(table, 'id')) rows.orderBy(`${table.name}.id`);
  return await rows;
}

function selection(knex: Knex, client: SqlClient, { name, kind }: Column): Knex.Raw {
  if (client === 'postgres') return knex.raw('??::text as ??', [name, name]);
  if (client === 'mysql') return knex.raw('cast(?? as char) as ??', [name, name]);
  // SQLite's driver rounds integers beyond 2^53; all else comes as it is stored, type included.
  return kind === 'bigint' ? knex.raw('cast(?? as text) as ??', [name, name]) : knex.raw('??', [name]);
}

/** A row id as text, whichever way the driver returned it. */
export function idText(value: unknown): string {
  return String(value);
}
