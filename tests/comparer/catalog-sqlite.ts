import type { Knex } from 'knex';
import type { Catalog, ColumnKind } from './catalog';

export async function readSqliteCatalog(knex: Knex): Promise<Catalog> {
  const catalog: Catalog = new Map();
  const tables: { name: string }[] = await knex.raw(
    `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
  );

  for (const { name } of tables) {
    const columns: { name: string; type: string }[] = await knex.raw(
      'select name, type from pragma_table_info(?)',
      [name],
    );
    const keys: { from: string; table: string }[] = await knex.raw(
      'select "from", "table" from pragma_foreign_key_list(?)',
      [name],
    );
    const indexes: { index: string; column: string }[] = await knex.raw(
      `select list.name as "index", min(info.name) as "column"
         from pragma_index_list(?) as list, pragma_index_info(list.name) as info
        group by list.name having count(*) = 1`,
      [name],
    );

    catalog.set(name, {
      name,
      columns: columns.map((column) => ({ name: column.name, kind: kindOf(column.type) })),
      foreignKeys: new Map(keys.map((key) => [key.from, key.table])),
      indexes: new Map(indexes.map((index) => [index.index, index.column])),
    });
  }
  return catalog;
}

function kindOf(declared: string): ColumnKind {
  const type = declared.toLowerCase().replace(/\(.*/, '').trim();
  if (type === 'boolean' || type === 'datetime' || type === 'date' || type === 'time') return type;
  if (type === 'json' || type === 'jsonb') return 'json';
  if (type === 'bigint') return 'bigint';
  if (type.includes('int')) return 'integer';
  // Strapi's decimal is declared float here, so the two are one.
  if (['float', 'real', 'double', 'decimal', 'numeric'].includes(type)) return 'float';
  if (type === 'blob') return 'binary';
  return 'text';
}
