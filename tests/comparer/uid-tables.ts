import type { Catalog, Table } from './catalog';
import type { StoredSettings } from './stored-settings';

/** Every uid that a polymorphic row names, with the row ids it is said to have. */
export type UsedIds = Map<string, Set<string>>;

export interface UidTablesInput {
  catalog: Catalog;
  settings: StoredSettings;
  usedIds: UsedIds;
  /** All row ids of each table that a uid could stand for. */
  tableIds: Map<string, Set<string>>;
  /** Known for certain by the caller; each must exist. */
  given: Record<string, string>;
}

interface Guess {
  uid: string;
  table: string;
  score: number;
}

/**
 * Finds the table of every uid in use. A database never says outright which table a component has, so the witnesses are
 * weighed: what the caller says; what Strapi stored of its content types; then together the content manager's list of
 * attributes, the foreign keys of the table's own join tables (`seo_id` means *seo*), the table's name, and whether the
 * row ids are there.
 *
 * @returns tables by uid; a uid whose table was dropped is not among them
 * @throws where two tables suit a uid equally, or a uid and a filled table are left over: guessing on would hide rows
 */
export function findUidTables(input: UidTablesInput): Map<string, string> {
  const found = new Map<string, string>();
  for (const uid of [...input.usedIds.keys(), ...Object.keys(input.given)]) {
    const table = certainTable(uid, input);
    if (table) found.set(uid, table);
  }

  const taken = new Set(found.values());
  const open = [...input.usedIds.keys()].filter((uid) => !found.has(uid) && !isGone(uid, input.settings));
  const guesses = open.flatMap((uid) => guessesFor(uid, input)).sort((a, b) => b.score - a.score);

  for (const guess of guesses) {
    if (found.has(guess.uid) || taken.has(guess.table)) continue;
    refuseTie(guess, guesses, taken);
    found.set(guess.uid, guess.table);
    taken.add(guess.table);
  }
  refuseLeftovers(open, found, taken, input);
  return found;
}

function certainTable(uid: string, { catalog, settings, given }: UidTablesInput): string | undefined {
  const table = given[uid];
  if (table !== undefined && !catalog.has(table))
    throw new Error(`The table ${table}, given for ${uid}, is not there.`);

  const stored = settings.contentTypeTables.get(uid);
  return table ?? (stored !== undefined && catalog.has(stored) ? stored : undefined);
}

/** Strapi forgets the settings of a type or component that was taken out of the app; its rows may stay behind. */
function isGone(uid: string, { contentTypeTables, attributes }: StoredSettings): boolean {
  if (isDocumentUid(uid)) return contentTypeTables.size > 0 && !contentTypeTables.has(uid);
  return !attributes.has(uid) && [...attributes.keys()].some((known) => !isDocumentUid(known));
}

function guessesFor(uid: string, input: UidTablesInput): Guess[] {
  const guesses: Guess[] = [];
  for (const [name, ids] of input.tableIds) {
    const table = input.catalog.get(name);
    const score =
      table && isDocumentUid(uid) === hasDocuments(table) ? suitability(uid, table, ids, input) : 0;
    if (score > 0) guesses.push({ uid, table: name, score });
  }
  return guesses;
}

/** How well a table suits a uid; 0 where something speaks against it or nothing for it. */
function suitability(uid: string, table: Table, ids: Set<string>, input: UidTablesInput): number {
  const attributes = input.settings.attributes.get(uid);
  const columns = contentColumns(table);
  if (attributes && columns.some((column) => !attributes.some((name) => plain(name) === plain(column))))
    return 0;

  const used = [...(input.usedIds.get(uid) ?? [])];
  const present = used.filter((id) => ids.has(id)).length / Math.max(used.length, 1);
  if (present === 0) return 0;

  const byColumns = attributes ? Math.min(columns.length, 8) / 4 : 0;
  const byKeys = isReferencedAs(uid, table, input.catalog) ? 4 : 0;
  const byName = nameLikeness(uid, table.name);
  return byColumns + byKeys + byName === 0 ? 0 : byColumns + byKeys + byName + 4 * present;
}

const systemColumns = new Set(['id', 'document_id', 'created_at', 'updated_at', 'published_at', 'locale']);

/** Columns that are attributes: not Strapi's own, not those of a relation kept in the table (`<attribute>_id`). */
function contentColumns(table: Table): string[] {
  return table.columns
    .map((column) => column.name)
    .filter((name) => !systemColumns.has(name) && !name.endsWith('_id') && !name.endsWith('_type'));
}

function isReferencedAs(uid: string, table: Table, catalog: Catalog): boolean {
  const column = plain(`${localName(uid)}_id`);
  for (const { foreignKeys } of catalog.values()) {
    for (const [name, referenced] of foreignKeys) {
      if (referenced === table.name && plain(name.replace(/^inv_/, '')) === column) return true;
    }
  }
  return false;
}

/** 3 for a plural by the book, 2 for a name that starts so, 1 for a component of the same category. */
function nameLikeness(uid: string, table: string): number {
  const name = plain(localName(uid));
  const category = isDocumentUid(uid) ? '' : plain(`components_${uid.split('.')[0] ?? ''}`);
  const actual = plain(table);
  if (!actual.startsWith(category)) return actual.startsWith(name) ? 1 : 0;

  const rest = actual.slice(category.length);
  const plurals = [name, `${name}s`, `${name}es`, name.replace(/y$/, 'ies')];
  if (plurals.includes(rest)) return 3;
  if (rest.startsWith(name)) return 2;
  return category ? 1 : 0;
}

function refuseTie(best: Guess, guesses: Guess[], taken: Set<string>): void {
  const rival = guesses.find(
    ({ uid, table, score }) =>
      uid === best.uid && table !== best.table && score === best.score && !taken.has(table),
  );
  if (!rival) return;
  throw new Error(
    `${best.table} and ${rival.table} suit ${best.uid} equally. Say which: componentTables or contentTypeTables.`,
  );
}

function refuseLeftovers(
  open: string[],
  found: Map<string, string>,
  taken: Set<string>,
  input: UidTablesInput,
): void {
  for (const uid of open.filter((candidate) => !found.has(candidate))) {
    const rest = [...input.tableIds].filter(([name, ids]) => {
      const table = input.catalog.get(name);
      return table && hasDocuments(table) === isDocumentUid(uid) && ids.size > 0 && !taken.has(name);
    });
    if (rest.length === 0) continue;
    const tables = rest.map(([name]) => name).join(', ');
    throw new Error(
      `No table found for ${uid}; left are ${tables}. Say which: componentTables or contentTypeTables.`,
    );
  }
}

function isDocumentUid(uid: string): boolean {
  return uid.includes('::');
}

function hasDocuments(table: Table): boolean {
  return table.columns.some((column) => column.name === 'document_id');
}

/** `shared.seo` -> `seo`, `api::article.article` -> `article`. */
function localName(uid: string): string {
  return uid.slice(uid.lastIndexOf('.') + 1);
}

/** Spelling aside: `metaTitle`, `meta_title` and `meta-title` are one. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
