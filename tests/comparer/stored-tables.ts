import type { Knex } from 'knex';
import type { Catalog, Table } from './catalog';
import { morphColumns } from './morph-columns';
import { readCatalog } from './read-catalog';
import { idText, readRows, type RawRow } from './read-rows';
import { isComparedSetting, sortTables, type Tables } from './scope';
import type { SqlClient } from './site-image';
import { readStoredSettings, type StoredSettings } from './stored-settings';
import type { UsedIds } from './uid-tables';

/** Everything read from the database, nothing interpreted yet but what kind of table each is. */
export interface StoredTables {
  catalog: Catalog;
  kinds: Tables;
  rows: Map<string, RawRow[]>;
  /** Row ids by table, of tables whose rows others can refer to. */
  ids: Map<string, Set<string>>;
  /** See `morphColumns`, by table. */
  morphs: Map<string, string[]>;
  settings: StoredSettings;
}

/** @throws where there is no content type at all: two empty databases would look alike for the wrong reason */
export async function readStoredTables(knex: Knex, client: SqlClient): Promise<StoredTables> {
  const catalog = await readCatalog(knex, client);
  const kinds = sortTables(catalog);
  if (kinds.documents.length === 0)
    throw new Error('No table has a document_id: this is no database of Strapi 5.');

  const rows = new Map<string, RawRow[]>();
  for (const table of readTables(kinds)) rows.set(table.name, await readRows(knex, client, table));

  const coreStore = rows.get('strapi_core_store_settings') ?? [];
  rows.set(
    'strapi_core_store_settings',
    coreStore.filter((row) => isComparedSetting(String(row['key']))),
  );

  const referable = [...kinds.documents, ...kinds.others.filter(({ name }) => !name.startsWith('strapi_'))];
  return {
    catalog,
    kinds,
    rows,
    ids: new Map(
      referable.map(({ name }) => [name, new Set((rows.get(name) ?? []).map((row) => idText(row['id'])))]),
    ),
    morphs: new Map(
      kinds.documents.map((table) => [table.name, morphColumns(table, rows.get(table.name) ?? [])]),
    ),
    settings: readStoredSettings(coreStore),
  };
}

/** Every uid that a row names as the type of another, with the ids it names. */
export function usedIds({ kinds, rows, morphs }: StoredTables): UsedIds {
  const used: UsedIds = new Map();
  const note = (table: string, typeColumn: string, idColumn: string): void => {
    for (const row of rows.get(table) ?? []) {
      const uid = row[typeColumn];
      if (typeof uid === 'string') used.set(uid, (used.get(uid) ?? new Set()).add(idText(row[idColumn])));
    }
  };

  for (const { name } of kinds.componentJoins) note(name, 'component_type', 'cmp_id');
  for (const { table, subject } of kinds.morphJoins) note(table.name, `${subject}_type`, `${subject}_id`);
  for (const [table, attributes] of morphs) {
    for (const attribute of attributes) note(table, `${attribute}_type`, `${attribute}_id`);
  }
  return used;
}

function readTables(kinds: Tables): Table[] {
  const morphs = kinds.morphJoins.map(({ table }) => table);
  return [...kinds.documents, ...kinds.componentJoins, ...kinds.linkJoins, ...morphs, ...kinds.others];
}
