import { hasColumn, type Catalog, type Table } from './catalog';

/** Rows of the core store that belong to a site's settings, by the start of their key. */
const comparedSettings = [
  'plugin_content_manager',
  'plugin_i18n',
  // Its metrics are written by Strapi's own clock, whenever it likes, and its folder for the API is a row id.
  'plugin_upload_settings',
  'plugin_upload_view_configuration',
  'plugin_users-permissions',
];

const comparedInternals = new Set(['strapi_core_store_settings', 'strapi_webhooks']);

/** Who made a row is kept beside a record, not in it; who last asked for a new password is never kept. */
const uncomparedColumns = new Set(['id', 'created_by_id', 'updated_by_id']);
const uncomparedUserColumns = new Set(['reset_password_token', 'confirmation_token']);

export function isComparedTable(name: string): boolean {
  if (comparedInternals.has(name)) return true;
  return !/^(admin_|strapi_|keepsake)/.test(name);
}

/** Links to rows that never come back are not expected back; those to admin users are, where the user exists. */
export function isLinkableTable(name: string): boolean {
  return isComparedTable(name) || name.startsWith('admin_');
}

export function isComparedSetting(key: string): boolean {
  return comparedSettings.some((start) => key.startsWith(start)) && !key.includes('plugin::keepsake.');
}

export function isComparedColumn(table: string, column: string): boolean {
  if (uncomparedColumns.has(column)) return false;
  return !(table === 'up_users' && uncomparedUserColumns.has(column));
}

export interface Tables {
  /** Rows with a documentId; those of the admin panel's tables too, since links may end at them. */
  documents: Table[];
  componentJoins: Table[];
  linkJoins: Table[];
  morphJoins: MorphJoin[];
  /** Component tables, settings, webhooks, and whatever else a plugin keeps. */
  others: Table[];
}

/** A polymorphic join table: `<fixed>_id` is a foreign key, `<subject>_id` and `<subject>_type` say any row. */
export interface MorphJoin {
  table: Table;
  fixed: string;
  subject: string;
}

export function sortTables(catalog: Catalog): Tables {
  const tables: Tables = { documents: [], componentJoins: [], linkJoins: [], morphJoins: [], others: [] };

  for (const table of catalog.values()) {
    const isDocument = hasColumn(table, 'document_id');
    if (isDocument && isLinkableTable(table.name)) tables.documents.push(table);
    if (!isDocument && isComparedTable(table.name)) place(table, tables);
  }
  return tables;
}

function place(table: Table, tables: Tables): void {
  const morph = table.name.endsWith('_mph') ? morphJoin(table) : undefined;
  if (morph) tables.morphJoins.push(morph);
  else if (table.name.endsWith('_cmps') && hasColumn(table, 'cmp_id')) tables.componentJoins.push(table);
  else if (table.name.endsWith('_lnk') && table.foreignKeys.size === 2) tables.linkJoins.push(table);
  else tables.others.push(table);
}

function morphJoin(table: Table): MorphJoin | undefined {
  const fixed = [...table.foreignKeys.keys()][0];
  const type = table.columns.find(({ name }) => name.endsWith('_type'))?.name;
  return fixed && type ? { table, fixed, subject: type.slice(0, -'_type'.length) } : undefined;
}
