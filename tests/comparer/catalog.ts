/** The database's own account of its tables, by name in alphabetical order. */
export type Catalog = Map<string, Table>;

export interface Table {
  name: string;
  columns: Column[];
  /** Referenced table by column. */
  foreignKeys: Map<string, string>;
  /** Column by index name, of indexes over one column. */
  indexes: Map<string, string>;
}

export interface Column {
  name: string;
  kind: ColumnKind;
}

export type ColumnKind =
  | 'text'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'datetime'
  | 'date'
  | 'time'
  | 'json'
  | 'binary';

/** The table's entry, made where it is not there yet. */
export function tableIn(catalog: Catalog, name: string): Table {
  const table = catalog.get(name) ?? { name, columns: [], foreignKeys: new Map(), indexes: new Map() };
  catalog.set(name, table);
  return table;
}

export function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}
