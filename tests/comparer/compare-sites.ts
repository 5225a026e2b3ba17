import { rootTable, type LinkOrder, type RankedMember, type SiteImage, type SiteRow } from './site-image';

export interface Difference {
  kind:
    | 'row-missing'
    | 'row-extra'
    | 'cell'
    | 'link-missing'
    | 'link-extra'
    | 'link-order'
    | 'file-missing'
    | 'file-extra'
    | 'file-bytes';
  /** Key of what differs, see `SiteImage`; a cell's has `.<column>` at its end, a link's ends with its join table. */
  where: string;
  before?: string;
  after?: string;
}

/** What a test does not expect to come back, by name. */
export interface CompareOptions {
  /** Rows of these tables, all that hangs off them, and the links to and from them. */
  ignoreTables?: string[];
  /** `<table>.<column>`, or `*.<column>` for every table; an order column of a join table stands for its order. */
  ignoreColumns?: string[];
  /** Rows whose key starts so, all that hangs off them, and the links to and from them. */
  ignoreRows?: string[];
}

/** Everything in which two images differ: rows, then links, then files. Empty for two images of one content. */
export function compareSites(
  before: SiteImage,
  after: SiteImage,
  options: CompareOptions = {},
): Difference[] {
  const ignore = new Ignored(options);
  return [
    ...compareRows(before, after, ignore),
    ...compareLinks(before, after, ignore),
    ...compareOrders(before, after, ignore),
    ...compareFiles(before, after),
  ];
}

class Ignored {
  private readonly tables: Set<string>;
  private readonly columns: Set<string>;
  private readonly rows: string[];

  constructor({ ignoreTables = [], ignoreColumns = [], ignoreRows = [] }: CompareOptions) {
    this.tables = new Set(ignoreTables);
    this.columns = new Set(ignoreColumns);
    this.rows = ignoreRows;
  }

  table(name: string): boolean {
    return this.tables.has(name);
  }

  column(table: string, column: string): boolean {
    return this.columns.has(`${table}.${column}`) || this.columns.has(`*.${column}`);
  }

  key(key: string): boolean {
    return this.tables.has(rootTable(key)) || this.rows.some((start) => key.startsWith(start));
  }
}

function* compareRows(before: SiteImage, after: SiteImage, ignore: Ignored): Generator<Difference> {
  for (const [key, row] of before.rows) {
    if (ignore.key(key) || ignore.table(row.table)) continue;
    const counterpart = after.rows.get(key);
    if (counterpart) yield* compareCells(key, row, counterpart, ignore);
    else yield { kind: 'row-missing', where: key, before: JSON.stringify(row.cells) };
  }
  for (const [key, row] of after.rows) {
    if (before.rows.has(key) || ignore.key(key) || ignore.table(row.table)) continue;
    yield { kind: 'row-extra', where: key, after: JSON.stringify(row.cells) };
  }
}

function* compareCells(key: string, before: SiteRow, after: SiteRow, ignore: Ignored): Generator<Difference> {
  if (before.table !== after.table) {
    // Another component stands in its place: comparing cell by cell would say so many times over.
    yield { kind: 'cell', where: `${key}.component_type`, ...describe(before, after) };
    return;
  }
  for (const column of new Set([...Object.keys(before.cells), ...Object.keys(after.cells)])) {
    const [was, is] = [before.cells[column], after.cells[column]];
    if (was === is || ignore.column(before.table, column)) continue;
    yield { kind: 'cell', where: `${key}.${column}`, ...sides(was, is) };
  }
}

function describe(before: SiteRow, after: SiteRow): { before: string; after: string } {
  return { before: JSON.stringify(before.cells), after: JSON.stringify(after.cells) };
}

function* compareLinks(before: SiteImage, after: SiteImage, ignore: Ignored): Generator<Difference> {
  for (const name of new Set([...before.links.keys(), ...after.links.keys()])) {
    const was = before.links.get(name);
    const is = after.links.get(name);
    const { joinTable, owner } = was ?? is ?? { joinTable: '', owner: '' };
    if (ignore.table(joinTable) || ignore.key(owner)) continue;

    const had = new Set(was?.members);
    const has = new Set(is?.members);
    for (const member of had) {
      if (!has.has(member) && !ignore.key(member))
        yield { kind: 'link-missing', where: name, before: member };
    }
    for (const member of has) {
      if (!had.has(member) && !ignore.key(member)) yield { kind: 'link-extra', where: name, after: member };
    }
  }
}

function* compareOrders(before: SiteImage, after: SiteImage, ignore: Ignored): Generator<Difference> {
  for (const [name, was] of before.orders) {
    const is = after.orders.get(name);
    if (
      !is ||
      ignore.table(was.joinTable) ||
      ignore.column(was.joinTable, was.column) ||
      ignore.key(was.owner)
    )
      continue;

    // Among the links that both have: what one lacks is a missing link, not an order.
    const [sequence, counterpart] = [commonSequence(was, is), commonSequence(is, was)];
    if (sequence !== counterpart)
      yield { kind: 'link-order', where: name, before: sequence, after: counterpart };
  }
}

/** `a < b = c`: the members that the other side has too, equal ranks joined by `=`. */
function commonSequence(order: LinkOrder, other: LinkOrder): string {
  const common = new Set(other.ranked.map(({ member }) => member));
  return order.ranked
    .filter(({ member }) => common.has(member))
    .map(({ member, rank }, position, members) => `${sign(members[position - 1], rank)}${member}`)
    .join('');
}

function sign(previous: RankedMember | undefined, rank: number): string {
  if (!previous) return '';
  return previous.rank === rank ? ' = ' : ' < ';
}

function* compareFiles(before: SiteImage, after: SiteImage): Generator<Difference> {
  for (const [name, digest] of before.files) {
    const now = after.files.get(name);
    if (now === undefined) yield { kind: 'file-missing', where: name, before: digest };
    else if (now !== digest) yield { kind: 'file-bytes', where: name, before: digest, after: now };
  }
  for (const [name, digest] of after.files) {
    if (!before.files.has(name)) yield { kind: 'file-extra', where: name, after: digest };
  }
}

/** A cell that one side does not even have as a column is left out there. */
function sides(before: string | undefined, after: string | undefined): { before?: string; after?: string } {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
