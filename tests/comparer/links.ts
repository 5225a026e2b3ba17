import type { Table } from './catalog';
import type { LinkCollector } from './link-collector';
import { idText, type RawRow } from './read-rows';
import type { RowKeys } from './row-keys';
import { isLinkableTable, type MorphJoin } from './scope';

export interface LinksInput {
  keys: RowKeys;
  uidTables: Map<string, string>;
  collector: LinkCollector;
  dangling: string[];
}

/** A `*_lnk` table: the first foreign key is the owning side; `*_ord` columns number either side's links. */
export function collectLinks(table: Table, rows: RawRow[], { keys, collector, dangling }: LinksInput): void {
  const [owner, target] = linkSides(table);
  if (!isLinkableTable(owner.table) || !isLinkableTable(target.table)) return;
  const order = orderColumns(table, owner.column, target.column);

  for (const row of rows) {
    const owners = keys.of(owner.table, row[owner.column]);
    const targets = keys.of(target.table, row[target.column]);
    if (owners.length === 0 || targets.length === 0) {
      dangling.push(`${table.name} id ${idText(row['id'])}: an end is gone`);
      continue;
    }
    for (const from of owners) {
      for (const to of targets) {
        collector.link(table.name, from, to);
        // Within one locale and status of the other side: across them Strapi's numbers mean nothing.
        if (order.owner)
          collector.place(table.name, order.owner, from, keys.variantOf(to), to, row[order.owner]);
        if (order.inverse)
          collector.place(table.name, order.inverse, to, keys.variantOf(from), from, row[order.inverse]);
      }
    }
  }
}

/**
 * A `*_mph` table. Its one `order` column serves two directions: written from the polymorphic attribute itself it numbers
 * that row's links, and `field` repeats the attribute's name; else it numbers what hangs off `field` of the other row
 * (an article's gallery).
 */
export function collectMorphLinks(
  { table, fixed, subject }: MorphJoin,
  rows: RawRow[],
  input: LinksInput,
): void {
  const { keys, uidTables, collector, dangling } = input;
  const fixedTable = table.foreignKeys.get(fixed) ?? '';

  for (const row of rows) {
    const uid = String(row[`${subject}_type`]);
    const subjectTable = uidTables.get(uid);
    if (subjectTable !== undefined && !isLinkableTable(subjectTable)) continue;

    const ends = keys.of(fixedTable, row[fixed]);
    const subjects = subjectTable === undefined ? [] : keys.of(subjectTable, row[`${subject}_id`]);
    if (ends.length === 0 || subjects.length === 0) {
      dangling.push(
        `${table.name} id ${idText(row['id'])}: ${uid} ${idText(row[`${subject}_id`])} or ${fixed} is gone`,
      );
      continue;
    }
    const field = row['field'] === null ? subject : String(row['field']);
    // Media are always numbered by the entry that shows them, even where its field is called `related`.
    const byFixed = field === subject && fixedTable !== 'files';
    for (const end of ends) {
      for (const other of subjects) {
        const [owner, member] = byFixed ? [end, other] : [other, end];
        collector.link(table.name, `${owner}.${field}`, member);
        collector.place(table.name, 'order', `${owner}.${field}`, '', member, row['order']);
      }
    }
  }
}

interface Side {
  column: string;
  table: string;
}

function linkSides(table: Table): [Side, Side] {
  const [owner, target] = table.columns
    .map(({ name }) => ({ column: name, table: table.foreignKeys.get(name) }))
    .filter((side): side is Side => side.table !== undefined);
  if (!owner || !target) throw new Error(`${table.name} does not join two tables.`);
  return [owner, target];
}

/**
 * Which order column numbers which side. Between two types the names tell (`tag_ord` numbers tags); of a type linked to
 * itself only Strapi's index names do (`…_ofk` on the owner's, `…_oifk` on the inverse).
 */
function orderColumns(table: Table, owner: string, target: string): { owner?: string; inverse?: string } {
  const order: { owner?: string; inverse?: string } = {};
  for (const { name } of table.columns.filter((column) => column.name.endsWith('_ord'))) {
    const indexed = [...table.indexes].filter(([, column]) => column === name).map(([index]) => index);
    const subject = name.replace(/_ord$/, '_id');

    if (indexed.some((index) => index.endsWith('_oifk'))) order.inverse = name;
    else if (indexed.some((index) => index.endsWith('_ofk'))) order.owner = name;
    else if (subject === target) order.owner = name;
    else if (subject === owner) order.inverse = name;
    else throw new Error(`${table.name}.${name} orders neither ${owner} nor ${target}.`);
  }
  return order;
}
