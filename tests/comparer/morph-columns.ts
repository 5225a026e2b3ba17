import { hasColumn, type Table } from './catalog';
import type { RawRow } from './read-rows';

/**
 * Attributes whose polymorphic target is kept in the row itself, as `<attribute>_id` beside `<attribute>_type`: told from
 * an editor's own pair of fields by what the type column holds, which is nothing but uids.
 */
export function morphColumns(table: Table, rows: RawRow[]): string[] {
  return table.columns
    .filter(({ name, kind }) => name.endsWith('_id') && kind === 'integer' && !table.foreignKeys.has(name))
    .map(({ name }) => name.slice(0, -'_id'.length))
    .filter((attribute) => hasColumn(table, `${attribute}_type`) && holdsUids(rows, `${attribute}_type`));
}

function holdsUids(rows: RawRow[], column: string): boolean {
  const types = rows.map((row) => row[column]).filter((type) => type !== null);
  return types.length > 0 && types.every((type) => /^(api|plugin|admin|strapi)::/.test(String(type)));
}
