import type { Knex } from 'knex';

import type { LinkPlan, ReadPlan } from './read-plan';
import { MORPH_FIELD, MORPH_ORDER } from './read-plan';
import type { Notices } from './notices';

/** Rows of one batch: a stretch of ids without gaps of foreign rows, or a list. */
export type RowRange = { from: number; to: number } | { ids: number[] };

/** Canonical JSON text of a record's links for one attribute, by row id. Rows without links are absent. */
export type LinkTexts = Map<number, string>;

export interface LinkReading {
  db: Knex;
  plan: ReadPlan;
  notices: Notices;
  /** Where the links hang, for notices. */
  place: string;
}

/** What a link row says, before it becomes text. */
interface LinkRow {
  source: number;
  targetUid: string;
  documentId: string | null;
  locale: string | null;
  published: boolean;
  order: number | null;
  inverse: number | null;
  field: string | null;
}

type RawRow = Record<string, unknown>;

/** Reads the links of one attribute for a batch of rows: one query, two for polymorphic ones. */
export async function readLinks(
  reading: LinkReading,
  table: string,
  link: LinkPlan,
  range: RowRange,
): Promise<LinkTexts> {
  const rows = await linkRows(reading, table, link, range);
  const texts = new Map<number, string[]>();
  const endsOf = new Map<string, LinkEnds>();
  for (const row of rows) {
    if (row.documentId === null) {
      reading.notices.add('dangling_link', `${reading.place}.${link.attribute}`, `row ${row.source}`);
      continue;
    }
    const ends = endsOf.get(row.targetUid) ?? linkEnds(reading.plan, row.targetUid);
    endsOf.set(row.targetUid, ends);
    const text = linkText(row, ends);
    const list = texts.get(row.source);
    if (list) list.push(text);
    else texts.set(row.source, [text]);
  }
  return new Map([...texts].map(([source, list]) => [source, `[${list.join(',')}]`]));
}

/** Keys in code-unit order, as canonicalJson would write them; null parts are left out. */
function linkText(row: LinkRow, ends: LinkEnds): string {
  let text = `{"d":${JSON.stringify(row.documentId)}`;
  if (row.field !== null) text += `,"f":${JSON.stringify(row.field)}`;
  if (row.inverse !== null) text += `,"i":${row.inverse}`;
  if (row.locale !== null) text += `,"l":${JSON.stringify(row.locale)}`;
  if (row.order !== null) text += `,"o":${row.order}`;
  return text + (row.published ? ends.published : ends.draft);
}

/** What a link's text ends with, for targets of one type. */
interface LinkEnds {
  draft: string;
  published: string;
}

function linkEnds(plan: ReadPlan, targetUid: string): LinkEnds {
  const type = `"t":${JSON.stringify(targetUid)}}`;
  if (!plan.targets[targetUid]?.draftAndPublish) return { draft: `,${type}`, published: `,${type}` };
  return { draft: `,"s":"draft",${type}`, published: `,"s":"published",${type}` };
}

async function linkRows(
  reading: LinkReading,
  table: string,
  link: LinkPlan,
  range: RowRange,
): Promise<LinkRow[]> {
  switch (link.kind) {
    case 'table':
      return joinTableRows(reading, link, range);
    case 'column':
      return columnRows(reading, table, link, range);
    case 'morphBy':
      return claimedRows(reading, link, range);
    case 'morphTable':
      return morphTableRows(reading, link, range);
    case 'morphColumn':
      return morphColumnRows(reading, table, link, range);
  }
}

async function joinTableRows(
  { db, plan }: LinkReading,
  link: Extract<LinkPlan, { kind: 'table' }>,
  range: RowRange,
): Promise<LinkRow[]> {
  const query = joinTarget(from(db, plan, link.table, 'l'), plan, link.targetUid, `l.${link.target}`)
    .select({ source: `l.${link.source}` })
    .orderBy(`l.${link.source}`);
  if (link.order) void query.select({ order: `l.${link.order}` }).orderBy(`l.${link.order}`);
  if (link.inverseOrder) void query.select({ inverse: `l.${link.inverseOrder}` });
  const rows = (await within(query.orderBy('l.id'), `l.${link.source}`, range)) as RawRow[];
  return rows.map((row) => toLinkRow(row, link.targetUid));
}

async function columnRows(
  { db, plan }: LinkReading,
  table: string,
  link: Extract<LinkPlan, { kind: 'column' }>,
  range: RowRange,
): Promise<LinkRow[]> {
  const query = joinTarget(from(db, plan, table, 'l'), plan, link.targetUid, `l.${link.column}`)
    .select({ source: 'l.id' })
    .whereNotNull(`l.${link.column}`);
  const rows = (await within(query, 'l.id', range)) as RawRow[];
  return rows.map((row) => toLinkRow(row, link.targetUid));
}

async function claimedRows(
  { db, plan }: LinkReading,
  link: Extract<LinkPlan, { kind: 'morphBy' }>,
  range: RowRange,
): Promise<LinkRow[]> {
  const query = joinTarget(from(db, plan, link.table, 'l'), plan, link.targetUid, `l.${link.target}`)
    .select({ source: `l.${link.idColumn}`, order: `l.${MORPH_ORDER}` })
    .where(`l.${link.typeColumn}`, link.typeValue)
    .where(`l.${MORPH_FIELD}`, link.attribute)
    .orderBy([`l.${link.idColumn}`, `l.${MORPH_ORDER}`, 'l.id']);
  const rows = (await within(query, `l.${link.idColumn}`, range)) as RawRow[];
  return rows.map((row) => toLinkRow(row, link.targetUid));
}

async function morphTableRows(
  reading: LinkReading,
  link: Extract<LinkPlan, { kind: 'morphTable' }>,
  range: RowRange,
): Promise<LinkRow[]> {
  const { db, plan } = reading;
  const query = from(db, plan, link.table, 'l')
    .select({
      source: `l.${link.source}`,
      id: `l.${link.idColumn}`,
      type: `l.${link.typeColumn}`,
      field: `l.${MORPH_FIELD}`,
      order: `l.${MORPH_ORDER}`,
    })
    .orderBy([`l.${link.source}`, `l.${MORPH_ORDER}`, 'l.id']);
  const rows = (await within(query, `l.${link.source}`, range)) as RawRow[];
  const claimed = new Set(link.claimed.map(({ uid, field }) => `${uid} ${field}`));
  return resolveMorphRows(
    reading,
    rows.filter((row) => !claimed.has(`${String(row.type)} ${String(row.field)}`)),
  );
}

async function morphColumnRows(
  reading: LinkReading,
  table: string,
  link: Extract<LinkPlan, { kind: 'morphColumn' }>,
  range: RowRange,
): Promise<LinkRow[]> {
  const query = from(reading.db, reading.plan, table, 'l')
    .select({ source: 'l.id', id: `l.${link.idColumn}`, type: `l.${link.typeColumn}` })
    .whereNotNull(`l.${link.idColumn}`);
  return resolveMorphRows(reading, (await within(query, 'l.id', range)) as RawRow[]);
}

/** Polymorphic rows name their target's type in a column, so targets are looked up type by type. */
async function resolveMorphRows(reading: LinkReading, rows: RawRow[]): Promise<LinkRow[]> {
  const idsByType = new Map<string, Set<number>>();
  for (const row of rows) {
    const type = String(row.type);
    const ids = idsByType.get(type) ?? new Set<number>();
    idsByType.set(type, ids.add(Number(row.id)));
  }
  const targets = new Map<string, RawRow>();
  for (const [uid, ids] of idsByType) {
    const target = reading.plan.targets[uid];
    if (!target) continue;
    const query = from(reading.db, reading.plan, target.table, 't').select({
      id: 't.id',
      documentId: 't.document_id',
      locale: 't.locale',
      publishedAt: 't.published_at',
    });
    for (const found of (await within(query, 't.id', { ids: [...ids] })) as RawRow[]) {
      targets.set(`${uid} ${Number(found.id)}`, found);
    }
  }
  return rows.map((row) => {
    const uid = String(row.type);
    const target = targets.get(`${uid} ${Number(row.id)}`) ?? {};
    return { ...toLinkRow({ ...row, ...target }, uid), field: (row.field ?? null) as string | null };
  });
}

function joinTarget(
  query: Knex.QueryBuilder,
  plan: ReadPlan,
  uid: string,
  column: string,
): Knex.QueryBuilder {
  const target = plan.targets[uid];
  if (!target) throw new Error(`The read plan names no table for ${uid}.`);
  const table = plan.databaseSchema ? `${plan.databaseSchema}.${target.table}` : target.table;
  return query
    .leftJoin({ t: table }, 't.id', column)
    .select({ documentId: 't.document_id', locale: 't.locale', publishedAt: 't.published_at' });
}

function toLinkRow(row: RawRow, targetUid: string): LinkRow {
  return {
    source: Number(row.source),
    targetUid,
    documentId: (row.documentId ?? null) as string | null,
    locale: (row.locale ?? null) as string | null,
    published: row.publishedAt !== null && row.publishedAt !== undefined,
    order: numberOrNull(row.order),
    inverse: numberOrNull(row.inverse),
    field: null,
  };
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** A query on a table of the plan, under an alias. */
export function from(db: Knex, plan: ReadPlan, table: string, alias: string): Knex.QueryBuilder {
  const query = db.from({ [alias]: plan.databaseSchema ? `${plan.databaseSchema}.${table}` : table });
  return query as unknown as Knex.QueryBuilder;
}

/**
 * Ids are written into the statement: they are integers out of the database, and a bound list of thousands is slower
 * and meets each database's own limit of variables.
 */
export function within(query: Knex.QueryBuilder, column: string, range: RowRange): Knex.QueryBuilder {
  if ('from' in range) return query.whereBetween(column, [range.from, range.to]);
  const ids = range.ids.filter(Number.isSafeInteger);
  if (ids.length === 0) return query.whereRaw('1 = 0');
  return query.whereRaw(`?? in (${ids.join(',')})`, [column]);
}
