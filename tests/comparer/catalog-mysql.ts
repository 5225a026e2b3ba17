import type { Knex } from 'knex';
import { tableIn, type Catalog, type ColumnKind } from './catalog';

interface ColumnRow {
  table: string;
  name: string;
  type: string;
  fullType: string;
}

/** Tables of the database that the connection is in; MySQL and MariaDB. */
export async function readMysqlCatalog(knex: Knex): Promise<Catalog> {
  const columns = await query<ColumnRow>(
    knex,
    `select c.table_name as \`table\`, c.column_name as name, c.data_type as type, c.column_type as fullType
       from information_schema.columns c
       join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = database() and t.table_type = 'BASE TABLE'
      order by c.table_name, c.ordinal_position`,
  );
  const keys = await query<{ table: string; column: string; referenced: string }>(
    knex,
    `select table_name as \`table\`, column_name as \`column\`, referenced_table_name as referenced
       from information_schema.key_column_usage
      where table_schema = database() and referenced_table_name is not null`,
  );
  const indexes = await query<{ table: string; index: string; column: string }>(
    knex,
    `select table_name as \`table\`, index_name as \`index\`, min(column_name) as \`column\`
       from information_schema.statistics
      where table_schema = database()
      group by table_name, index_name having count(*) = 1`,
  );
  const jsonColumns = await readMariaJsonColumns(knex);

  const catalog: Catalog = new Map();
  for (const row of columns) {
    const { table, name } = row;
    tableIn(catalog, table).columns.push({
      name,
      kind: jsonColumns.has(`${table}.${name}`) ? 'json' : kindOf(row),
    });
  }
  for (const { table, column, referenced } of keys) catalog.get(table)?.foreignKeys.set(column, referenced);
  for (const { table, index, column } of indexes) catalog.get(table)?.indexes.set(index, column);
  return catalog;
}

/** MariaDB declares a JSON column as longtext with the check `json_valid(column)`. */
async function readMariaJsonColumns(knex: Knex): Promise<Set<string>> {
  const [version] = await query<{ version: string }>(knex, 'select version() as version');
  if (!version?.version.includes('MariaDB')) return new Set();

  const checks = await query<{ table: string; clause: string }>(
    knex,
    `select table_name as \`table\`, check_clause as clause
       from information_schema.check_constraints
      where constraint_schema = database()`,
  );
  const columns = checks.map(
    ({ table, clause }) => [table, /json_valid\(`([^`]+)`\)/i.exec(clause)?.[1]] as const,
  );
  return new Set(columns.filter(([, column]) => column).map(([table, column]) => `${table}.${column}`));
}

async function query<Row>(knex: Knex, sql: string): Promise<Row[]> {
  const [rows]: Row[][] = await knex.raw(sql);
  return rows ?? [];
}

function kindOf({ type, fullType }: ColumnRow): ColumnKind {
  if (fullType === 'tinyint(1)') return 'boolean';
  if (type === 'json' || type === 'date' || type === 'time' || type === 'bigint') return type;
  if (type === 'datetime' || type === 'timestamp') return 'datetime';
  if (type.endsWith('int')) return 'integer';
  if (type === 'decimal') return 'decimal';
  if (type === 'double' || type === 'float') return 'float';
  if (type.endsWith('blob') || type.endsWith('binary')) return 'binary';
  return 'text';
}
