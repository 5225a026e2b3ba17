import { idText, type RawRow } from './read-rows';
import type { RowKeys } from './row-keys';
import type { StoredTables } from './stored-tables';

/** One row of a `*_cmps` table. */
interface Placement {
  uid: string;
  table: string;
  id: string;
  field: string;
}

export interface ComponentKeysInput {
  stored: StoredTables;
  /** Table by uid. */
  uidTables: Map<string, string>;
  /** Holds the keys of all document rows; gets those of the components. */
  keys: RowKeys;
  dangling: string[];
}

/**
 * Gives each component row a key from its place: owner, field, rank. Works from the documents inward, so a component that
 * no document leads to gets no key.
 *
 * @returns uid by key
 */
export function addComponentKeys(input: ComponentKeysInput): Map<string, string> {
  const placements = readPlacements(input);
  const uids = new Map<string, string>();

  const descend = (
    ownerTable: string,
    ownerId: string,
    ownerKey: string,
    path: ReadonlySet<string>,
  ): void => {
    const ranks = new Map<string, number>();
    for (const { uid, table, id, field } of placements.get(ownerTable)?.get(ownerId) ?? []) {
      const rank = (ranks.get(field) ?? 0) + 1;
      ranks.set(field, rank);

      const key = `${ownerKey}.${field}[${rank}]`;
      input.keys.add(table, id, key, input.keys.variantOf(ownerKey));
      uids.set(key, uid);

      const step = `${table} ${id}`;
      // Only a damaged database has a component inside itself; it must not hang the comparer.
      if (path.has(step)) input.dangling.push(`${key}: ${step} contains itself`);
      else descend(table, id, key, new Set([...path, step]));
    }
  };

  for (const { name: table } of input.stored.kinds.documents) {
    for (const id of placements.get(table)?.keys() ?? []) {
      for (const key of input.keys.of(table, id)) descend(table, id, key, new Set());
    }
  }
  return uids;
}

/** Placements by owner table and owner id, in order; those whose component is gone are left out, so ranks have no gaps. */
function readPlacements({
  stored,
  uidTables,
  dangling,
}: ComponentKeysInput): Map<string, Map<string, Placement[]>> {
  const byTable = new Map<string, Map<string, Placement[]>>();

  for (const table of stored.kinds.componentJoins) {
    const ownerTable = table.foreignKeys.get('entity_id') ?? table.name.replace(/_cmps$/, '');
    const byOwner = byTable.get(ownerTable) ?? new Map<string, Placement[]>();
    byTable.set(ownerTable, byOwner);

    for (const row of inOrder(stored.rows.get(table.name) ?? [])) {
      const uid = String(row['component_type']);
      const component = uidTables.get(uid);
      const id = idText(row['cmp_id']);
      if (component === undefined || !stored.ids.get(component)?.has(id)) {
        dangling.push(`${table.name} id ${idText(row['id'])}: ${uid} ${id} is gone`);
        continue;
      }
      const owner = idText(row['entity_id']);
      const placed = byOwner.get(owner) ?? [];
      byOwner.set(owner, placed);
      placed.push({ uid, table: component, id, field: String(row['field']) });
    }
  }
  return byTable;
}

/** By order number; a single component has none. The rows come by id, and the sort keeps that among equals. */
function inOrder(rows: RawRow[]): RawRow[] {
  return [...rows].sort((a, b) => Number(a['order'] ?? 0) - Number(b['order'] ?? 0));
}
