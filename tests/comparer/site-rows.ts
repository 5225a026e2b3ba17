import { createHash } from 'node:crypto';
import type { Table } from './catalog';
import { idText, type RawRow } from './read-rows';
import { rowCells, type CellsInput } from './row-cells';
import { Ordinals } from './row-keys';
import { isComparedTable } from './scope';
import type { SiteRow } from './site-image';
import type { StoredTables } from './stored-tables';

export interface SiteRowsInput {
  stored: StoredTables;
  cells: CellsInput;
  /** Component uid by key. */
  componentUids: Map<string, string>;
  orphans: string[];
}

/** All rows of the site by key, with their cells. */
export function siteRows(input: SiteRowsInput): Map<string, SiteRow> {
  const { kinds, rows } = input.stored;
  const componentTables = new Set(input.cells.uidTables.values());
  const image = new Map<string, SiteRow>();

  for (const table of kinds.documents.filter(({ name }) => isComparedTable(name))) {
    for (const row of rows.get(table.name) ?? []) addDocument(table, row, input, image);
  }
  for (const table of kinds.others) {
    const isComponent = componentTables.has(table.name) || table.name.startsWith('components_');
    const ordinals = new Ordinals();
    for (const row of rows.get(table.name) ?? []) {
      if (isComponent) addComponent(table, row, input, image);
      else addOther(table, row, ordinals, input, image);
    }
  }
  return image;
}

function addDocument(table: Table, row: RawRow, { cells }: SiteRowsInput, image: Map<string, SiteRow>): void {
  for (const key of cells.keys.of(table.name, row['id'])) {
    image.set(key, { table: table.name, cells: rowCells(table, row, cells) });
  }
}

function addComponent(table: Table, row: RawRow, input: SiteRowsInput, image: Map<string, SiteRow>): void {
  const keys = input.cells.keys.of(table.name, row['id']);
  if (keys.length === 0) input.orphans.push(`${table.name} id ${idText(row['id'])}`);

  for (const key of keys) {
    const cells = {
      component_type: input.componentUids.get(key) ?? '',
      ...rowCells(table, row, input.cells),
    };
    // Strapi gives every owner a row of its own; a shared one changes for all of them with the next edit.
    const others = keys.filter((other) => other !== key).join(', ');
    image.set(key, { table: table.name, cells: others ? { ...cells, '(shared with)': others } : cells });
  }
}

/** Rows without a documentId: known ones by their name, any other by what it holds. */
function addOther(
  table: Table,
  row: RawRow,
  ordinals: Ordinals,
  input: SiteRowsInput,
  image: Map<string, SiteRow>,
): void {
  const cells = rowCells(table, row, input.cells);
  image.set(ordinals.of(`${table.name}:${otherName(table.name, row, cells)}`), { table: table.name, cells });
}

function otherName(table: string, row: RawRow, cells: Record<string, string>): string {
  if (table === 'strapi_webhooks') return String(row['name']);
  if (table === 'strapi_core_store_settings') {
    return [row['key'], row['environment'], row['tag']].map((part) => String(part ?? '-')).join(':');
  }
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(cells).sort()))
    .digest('hex')
    .slice(0, 16);
}
