import { cellText, jsonText } from './cell-text';
import type { Table } from './catalog';
import type { FolderNames } from './folder-names';
import type { RawRow } from './read-rows';
import type { RowKeys } from './row-keys';
import { isComparedColumn } from './scope';
import type { SqlClient } from './site-image';

export interface CellsInput {
  client: SqlClient;
  keys: RowKeys;
  uidTables: Map<string, string>;
  /** See `morphColumns`, by table. */
  morphs: Map<string, string[]>;
  folders: FolderNames;
  dangling: string[];
}

/** All compared cells of a row as canonical text; a reference to another row reads as that row's key. */
export function rowCells(table: Table, row: RawRow, input: CellsInput): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const { name, kind } of table.columns) {
    if (!isComparedColumn(table.name, name)) continue;
    const target = table.foreignKeys.get(name);
    cells[name] =
      special(table.name, name, row, input.folders) ??
      (target === undefined
        ? cellText(row[name], kind, input.client)
        : reference(table.name, row, name, target, input));
  }
  for (const attribute of input.morphs.get(table.name) ?? []) {
    Object.assign(cells, morphCells(table.name, row, attribute, input));
  }
  return cells;
}

function special(table: string, column: string, row: RawRow, folders: FolderNames): string | undefined {
  const value = row[column];
  if (table === 'files' && column === 'folder_path') return folders.path(value);
  if (table === 'upload_folders' && column === 'path') return folders.path(value);
  if (table === 'upload_folders' && column === 'path_id') return folders.pathId(value, row['path']);
  // Declared text, always JSON.
  const isSetting = table === 'strapi_core_store_settings' && column === 'value';
  return isSetting && typeof value === 'string' ? jsonText(value) : undefined;
}

/** A target that is gone counts as none, type included. */
function morphCells(
  table: string,
  row: RawRow,
  attribute: string,
  input: CellsInput,
): Record<string, string> {
  const uid = row[`${attribute}_type`];
  const target = typeof uid === 'string' ? input.uidTables.get(uid) : undefined;
  const key = reference(table, row, `${attribute}_id`, target ?? String(uid), input);
  return { [`${attribute}_id`]: key, [`${attribute}_type`]: key === 'null' ? 'null' : JSON.stringify(uid) };
}

function reference(table: string, row: RawRow, column: string, target: string, input: CellsInput): string {
  const id = row[column];
  if (id === null) return 'null';

  const keys = input.keys.of(target, id);
  if (keys.length > 0) return `-> ${keys.join(', ')}`;
  input.dangling.push(`${table} id ${String(row['id'])}: ${column} ${String(id)} of ${target} is gone`);
  return 'null';
}
