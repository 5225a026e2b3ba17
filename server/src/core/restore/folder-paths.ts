import type { Knex } from 'knex';

import { FILE_UID, FOLDER_UID } from '../media/media-of-record';
import type { LinkPlan, ReadPlan } from '../snapshot/read-plan';
import type { Tables } from './tables';

/**
 * Strapi keeps each folder's place twice: as a link to its parent and as `path`, made of `pathId`s. The link is what
 * a record holds; the path is computed from it, and with it the `folderPath` of every file.
 */
export async function recomputeFolderPaths(tables: Tables, plan: ReadPlan): Promise<void> {
  const parents = joinTable(plan, FOLDER_UID, 'parent');
  const homes = joinTable(plan, FILE_UID, 'folder');
  const folderTable = plan.targets[FOLDER_UID]?.table;
  const fileTable = plan.targets[FILE_UID]?.table;
  if (!parents || !homes || !folderTable || !fileTable) return;
  const folders = (await tables.on(folderTable).select('id', 'path_id', 'path')) as FolderRow[];
  const links = (await tables
    .on(parents.table)
    .select({ child: parents.source, parent: parents.target })) as {
    child: number;
    parent: number;
  }[];
  const parentOf = new Map(links.map(({ child, parent }) => [Number(child), Number(parent)]));
  const byId = new Map(folders.map((folder) => [Number(folder.id), folder]));
  const paths = new Map(folders.map(({ id }) => [Number(id), pathOf(Number(id), byId, parentOf)]));
  const moved = folders.filter(({ id, path }) => paths.get(Number(id)) !== path);
  // `path` is unique: what moves steps aside first.
  for (const { id } of moved) await tables.update(folderTable, Number(id), { path: `/moving/${id}` });
  for (const { id } of moved) await tables.update(folderTable, Number(id), { path: paths.get(Number(id)) });
  for (const [id, path] of paths) {
    await tables
      .on(fileTable)
      .whereIn('id', tables.on(homes.table).select(homes.source).where(homes.target, id))
      .where(differs(path))
      .update({ folder_path: path });
  }
  await tables
    .on(fileTable)
    .whereNotIn('id', tables.on(homes.table).select(homes.source).whereNotNull(homes.source))
    .where(differs('/'))
    .update({ folder_path: '/' });
}

/** Ids for the paths of new folders: their own where free, else above all others. */
export async function drawPathIds(
  tables: Tables,
  plan: ReadPlan,
  wanted: (number | null)[],
): Promise<number[]> {
  const folderTable = plan.targets[FOLDER_UID]!.table;
  const rows = (await tables.on(folderTable).select('path_id')) as { path_id: number }[];
  const taken = new Set(rows.map(({ path_id: id }) => Number(id)));
  let highest = Math.max(0, ...taken, ...wanted.map((id) => id ?? 0));
  return wanted.map((id) => {
    const free = id !== null && id > 0 && !taken.has(id) ? id : (highest += 1);
    taken.add(free);
    return free;
  });
}

/** A new row has no path yet, and SQL's null differs from nothing. */
function differs(path: string): (row: Knex.QueryBuilder) => void {
  return (row) => void row.whereNot('folder_path', path).orWhereNull('folder_path');
}

interface FolderRow {
  id: number;
  path_id: number;
  path: string;
}

function pathOf(id: number, byId: Map<number, FolderRow>, parentOf: Map<number, number>): string {
  const steps: string[] = [];
  const seen = new Set<number>();
  // A circle of parents is damage that must not hang the restore.
  for (let at: number | undefined = id; at !== undefined && !seen.has(at); at = parentOf.get(at)) {
    seen.add(at);
    steps.unshift(String(byId.get(at)?.path_id ?? at));
  }
  return `/${steps.join('/')}`;
}

function joinTable(
  plan: ReadPlan,
  uid: string,
  attribute: string,
): Extract<LinkPlan, { kind: 'table' }> | null {
  const link = plan.types.find((type) => type.uid === uid)?.links.find((one) => one.attribute === attribute);
  return link?.kind === 'table' ? link : null;
}
