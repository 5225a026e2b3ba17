import { setImmediate } from 'node:timers/promises';

import type { Knex } from 'knex';

import { readColumn, readJson, selectExpression } from './column-values';
import { Notices } from './notices';
import type { LinkTexts, RowRange } from './read-links';
import { from, readLinks, within } from './read-links';
import { COMPONENT_COLUMNS as CMP } from './read-plan';
import type { ComponentFieldPlan, ReadPlan, ShapePlan, TypePlan } from './read-plan';
import type { AdminReference, Aside, Json, RecordKey, Status } from './record';
import { canonicalJson } from './record';

/** One row as the snapshot stores it: texts, not objects, since most of them are only hashed. */
export interface ReadRecord {
  key: RecordKey;
  rowId: number;
  label: string;
  bodyJson: string;
  asideJson: string;
}

/** Which rows are read; nothing named, all of them. */
export interface ReadFilter {
  documentIds?: string[];
  /** Rows of types without locales are in every locale. */
  locales?: string[];
  /** Rows of types without drafts have either. */
  status?: 'draft' | 'published';
  /** Only these, in rising order. */
  rowIds?: readonly number[];
}

export interface ReaderOptions {
  signal?: AbortSignal;
  /** Where what was left out is noted. */
  notices?: Notices;
  /** Rows per batch; 1000 keeps a batch of wide articles under 20 MB. */
  batchSize?: number;
}

type Row = Record<string, unknown>;

const LABEL_LENGTH = 120;
const DEFAULT_BATCH = 1000;

/**
 * Reads content types by keyset batches of raw rows: per batch one query for the rows, one for the components of
 * each level and one for each link attribute; never a query per row and never an `OFFSET`.
 */
export class Reader {
  readonly notices: Notices;
  readonly #db: Knex;
  readonly #plan: ReadPlan;
  readonly #signal: AbortSignal | undefined;
  readonly #batchSize: number;
  #admins: Map<number, AdminReference> | null = null;

  constructor(db: Knex, plan: ReadPlan, options: ReaderOptions = {}) {
    this.notices = options.notices ?? new Notices();
    this.#db = db;
    this.#plan = plan;
    this.#signal = options.signal;
    this.#batchSize = options.batchSize ?? DEFAULT_BATCH;
  }

  /** Number of rows that `read` would give. */
  async count(type: TypePlan, filter: ReadFilter = {}): Promise<number> {
    let count = 0;
    for (const part of this.#parts(filter)) {
      const query = this.#rows(type, part).count({ n: '*' }).first();
      const row = (await query) as { n: number | string } | undefined;
      count += Number(row?.n ?? 0);
    }
    return count;
  }

  /** Number of documents that those rows belong to. */
  async countDocuments(type: TypePlan, filter: ReadFilter = {}): Promise<number> {
    if (type.key.kind !== 'document') return this.count(type, filter);
    if (!filter.rowIds) {
      const query = this.#rows(type, filter).countDistinct({ n: 'r.document_id' }).first();
      return Number(((await query) as { n: number | string } | undefined)?.n ?? 0);
    }
    const found = new Set<unknown>();
    for (const part of this.#parts(filter)) {
      const rows = (await this.#rows(type, part).distinct({ d: 'r.document_id' })) as Row[];
      for (const { d } of rows) found.add(d);
    }
    return found.size;
  }

  /** The documents that those rows belong to. */
  async documentIds(type: TypePlan, filter: ReadFilter = {}): Promise<string[]> {
    const rows = (await this.#rows(type, filter).distinct({ d: 'r.document_id' })) as { d: string }[];
    return rows.map(({ d }) => d);
  }

  /** A query for the ids of those rows, to stand inside of another; of a long list of rows for those that fit into one. */
  rowIds(type: TypePlan, filter: ReadFilter = {}): Knex.QueryBuilder {
    const [first = filter] = this.#parts(filter);
    return this.#rows(type, first).select('r.id');
  }

  async *read(type: TypePlan, filter: ReadFilter = {}): AsyncGenerator<ReadRecord[]> {
    this.#admins ??= await this.#readAdmins();
    for (const part of this.#parts(filter)) yield* this.#readPart(type, part);
  }

  /** A list of rows is written into the statements, so a long one comes in parts. */
  *#parts(filter: ReadFilter): Generator<ReadFilter> {
    const { rowIds } = filter;
    if (!rowIds) yield filter;
    else for (const some of slices(rowIds, this.#batchSize)) yield { ...filter, rowIds: some };
  }

  async *#readPart(type: TypePlan, filter: ReadFilter): AsyncGenerator<ReadRecord[]> {
    let last = -1;
    for (;;) {
      this.#signal?.throwIfAborted();
      const rows = await this.#batch(type, filter, last);
      const tail = rows.at(-1);
      if (!tail) return;
      yield await this.#records(type, rows, filter);
      if (rows.length < this.#batchSize) return;
      last = Number(tail.id);
      // better-sqlite3 answers within the microtask queue: without this the process would serve nobody meanwhile.
      await setImmediate();
    }
  }

  #rows(type: TypePlan, filter: ReadFilter): Knex.QueryBuilder {
    const query = from(this.#db, this.#plan, type.table, 'r');
    if (filter.documentIds && type.key.kind === 'document')
      void query.whereIn('r.document_id', filter.documentIds);
    if (filter.rowIds) within(query, 'r.id', { ids: [...filter.rowIds] });
    if (filter.locales && type.key.kind === 'document') {
      const { locales } = filter;
      void query.where((any) => void any.whereIn('r.locale', locales).orWhereNull('r.locale'));
    }
    if (filter.status && type.key.kind === 'document' && type.key.draftAndPublish) {
      if (filter.status === 'draft') void query.whereNull('r.published_at');
      else void query.whereNotNull('r.published_at');
    }
    const { only, scope } = type;
    if (scope) void query.whereRaw(`r.id ${scope.isOutside ? 'not ' : ''}in (${scope.sql})`, scope.bindings);
    if (only) {
      void query.where((any) => {
        for (const prefix of only.prefixes)
          void any.orWhere(`r.${only.column}`, 'like', `${likeLiteral(prefix)}%`);
      });
    }
    return query;
  }

  async #batch(type: TypePlan, filter: ReadFilter, last: number): Promise<Row[]> {
    const query = this.#rows(type, filter).select('r.id');
    if (type.key.kind === 'document') void query.select('r.document_id', 'r.locale', 'r.published_at');
    if (type.tracksAuthors) void query.select('r.created_by_id', 'r.updated_by_id');
    this.#selectColumns(query, type);
    return (await query.where('r.id', '>', last).orderBy('r.id').limit(this.#batchSize)) as Row[];
  }

  #selectColumns(query: Knex.QueryBuilder, shape: ShapePlan): void {
    for (const column of shape.columns) {
      if (column.role === 'secret') continue;
      void query.select(selectExpression(this.#db, this.#plan.client, 'r', column));
    }
  }

  async #records(type: TypePlan, rows: Row[], filter: ReadFilter): Promise<ReadRecord[]> {
    const isPart =
      type.only !== null ||
      type.scope !== undefined ||
      Object.values(filter).some((chosen) => chosen !== undefined);
    const range = isPart ? { ids: rows.map((row) => Number(row.id)) } : stretch(rows);
    const bodies = await this.#bodies(type, rows, range, type.uid);
    const asideText = this.#asideTexts(type);
    return rows.map((row, index) => ({
      key: recordKey(type, row),
      rowId: Number(row.id),
      label: type.labelColumn ? String(row[type.labelColumn] ?? '').slice(0, LABEL_LENGTH) : '',
      bodyJson: bodies[index]!,
      asideJson: asideText(row),
    }));
  }

  /** For most types only who made an entry lies beside it, and few people make many entries. */
  #asideTexts(type: TypePlan): (row: Row) => string {
    const hasValues = type.columns.some(
      ({ role, type: kind }) => role === 'aside' || role === 'derived' || kind === 'formats',
    );
    if (hasValues) return (row) => canonicalJson(this.#aside(type, row));
    const known = new Map<string, string>();
    return (row) => {
      const people = `${String(row.created_by_id)} ${String(row.updated_by_id)}`;
      const text = known.get(people) ?? canonicalJson(this.#aside(type, row));
      known.set(people, text);
      return text;
    };
  }

  /** Canonical JSON of each row's fields, components and owned links, in the order of `rows`. */
  async #bodies(
    shape: ShapePlan,
    rows: Row[],
    range: RowRange,
    place: string,
    nameComponent?: string,
  ): Promise<string[]> {
    const parts = new Map<string, LinkTexts>();
    const reading = { db: this.#db, plan: this.#plan, notices: this.notices, place };
    for (const link of shape.links) {
      parts.set(link.attribute, await readLinks(reading, shape.table, link, range));
    }
    for (const [attribute, texts] of await this.#components(shape, range, place)) parts.set(attribute, texts);
    const slots = bodySlots(shape, parts, nameComponent);
    return rows.map((row) => {
      const texts: string[] = [];
      for (const slot of slots) {
        const text = slot.read(row);
        if (text !== null && text !== undefined) texts.push(`${slot.name}${text}`);
      }
      return `{${texts.join(',')}}`;
    });
  }

  /** Component fields of a batch: attribute → row id → JSON. Goes down level by level. */
  async #components(shape: ShapePlan, range: RowRange, place: string): Promise<Map<string, LinkTexts>> {
    const result = new Map<string, LinkTexts>();
    if (!shape.componentTable || shape.components.length === 0) return result;
    const query = from(this.#db, this.#plan, shape.componentTable, 'c')
      .select({
        owner: `c.${CMP.entity}`,
        id: `c.${CMP.component}`,
        type: `c.${CMP.type}`,
        field: `c.${CMP.field}`,
      })
      .orderBy([`c.${CMP.entity}`, `c.${CMP.field}`, `c.${CMP.order}`, 'c.id']);
    const joins = (await within(query, `c.${CMP.entity}`, range)) as ComponentJoin[];
    const fields = new Map(shape.components.map((field) => [field.attribute, field]));
    const known = joins.filter((join) => this.#isKnown(join, fields, place));
    const byField = new Map(
      shape.components.map(({ attribute }) => [attribute, new Map<number, string[]>()]),
    );
    const texts = await this.#componentTexts(known, fields, place);
    for (const join of known) {
      const text = texts.get(groupKey(join, fields))?.get(Number(join.id));
      if (text === undefined) {
        this.notices.add('component_missing', `${place}.${join.field}`, `${join.type} ${join.id}`);
        continue;
      }
      const lists = byField.get(join.field)!;
      const list = lists.get(Number(join.owner));
      if (list) list.push(text);
      else lists.set(Number(join.owner), [text]);
    }
    for (const { attribute, kind } of shape.components) {
      const joined = (list: string[]) => (kind === 'single' ? list[0]! : `[${list.join(',')}]`);
      const lists = [...byField.get(attribute)!];
      result.set(attribute, new Map(lists.map(([owner, list]) => [owner, joined(list)])));
    }
    return result;
  }

  #isKnown(join: ComponentJoin, fields: Map<string, ComponentFieldPlan>, place: string): boolean {
    // Strapi reads a field only with the components that its schema allows; rows of others are leftovers.
    if (fields.get(join.field)?.components.includes(join.type) && this.#plan.components[join.type])
      return true;
    this.notices.add('component_unknown', `${place}.${join.field}`, join.type);
    return false;
  }

  /** JSON of components: group → row id → text. */
  async #componentTexts(
    joins: ComponentJoin[],
    fields: Map<string, ComponentFieldPlan>,
    place: string,
  ): Promise<Map<string, Map<number, string>>> {
    const groups = new Map<string, { type: string; named: boolean; ids: number[] }>();
    for (const join of joins) {
      const name = groupKey(join, fields);
      const group = groups.get(name);
      if (group) group.ids.push(Number(join.id));
      else groups.set(name, { type: join.type, named: isNamed(join, fields), ids: [Number(join.id)] });
    }
    const texts = new Map<string, Map<number, string>>();
    for (const [name, { type, named, ids }] of groups) {
      const shape = this.#plan.components[type]!;
      const query = from(this.#db, this.#plan, shape.table, 'r').select('r.id');
      this.#selectColumns(query, shape);
      const rows = (await within(query, 'r.id', { ids })) as Row[];
      const range = { ids: rows.map((row) => Number(row.id)) };
      const bodies = await this.#bodies(shape, rows, range, `${place} ${type}`, named ? type : undefined);
      texts.set(name, new Map(rows.map((row, index) => [Number(row.id), bodies[index]!])));
    }
    return texts;
  }

  #aside(type: TypePlan, row: Row): Aside {
    const aside: Aside = {};
    if (type.tracksAuthors) {
      const createdBy = this.#admins?.get(Number(row.created_by_id));
      const updatedBy = this.#admins?.get(Number(row.updated_by_id));
      if (createdBy) aside.createdBy = createdBy;
      if (updatedBy) aside.updatedBy = updatedBy;
    }
    for (const column of type.columns) {
      if (column.role === 'aside' || column.role === 'derived') {
        const text = readColumn(column.type, row[column.column]);
        if (text !== null) (aside.values ??= {})[column.attribute] = JSON.parse(text) as Json;
      } else if (column.type === 'formats') {
        const urls = formatUrls(readJson(row[column.column]));
        if (urls) aside.formatUrls = urls;
      }
    }
    return aside;
  }

  async #readAdmins(): Promise<Map<number, AdminReference>> {
    const target = this.#plan.targets['admin::user'];
    if (!target) return new Map();
    const rows = (await from(this.#db, this.#plan, target.table, 'a').select(
      'a.id',
      'a.document_id',
      'a.email',
    )) as Row[];
    return new Map(
      rows.map((row) => [Number(row.id), { d: String(row.document_id ?? ''), e: String(row.email ?? '') }]),
    );
  }
}

interface ComponentJoin {
  owner: number;
  id: number;
  type: string;
  field: string;
}

/** In a dynamic zone a component's text names its type. */
function isNamed({ field }: ComponentJoin, fields: Map<string, ComponentFieldPlan>): boolean {
  return fields.get(field)?.kind === 'zone';
}

function groupKey(join: ComponentJoin, fields: Map<string, ComponentFieldPlan>): string {
  return isNamed(join, fields) ? `${join.type} named` : join.type;
}

/** Attribute by attribute in code-unit order, so that the text is canonical without sorting each row. */
function bodySlots(shape: ShapePlan, parts: Map<string, LinkTexts>, nameComponent: string | undefined) {
  const slots: { attribute: string; read: (row: Row) => string | null | undefined }[] = [];
  for (const column of shape.columns) {
    if (column.role !== 'record') continue;
    const read =
      column.type === 'formats'
        ? (row: Row) => formatsText(readJson(row[column.column]))
        : (row: Row) => readColumn(column.type, row[column.column]);
    slots.push({ attribute: column.attribute, read });
  }
  for (const [attribute, texts] of parts) slots.push({ attribute, read: (row) => texts.get(Number(row.id)) });
  if (nameComponent) slots.push({ attribute: '__component', read: () => JSON.stringify(nameComponent) });
  slots.sort((a, b) => (a.attribute < b.attribute ? -1 : 1));
  return slots.map(({ attribute, read }) => ({ name: `${JSON.stringify(attribute)}:`, read }));
}

function* slices(list: readonly number[], size: number): Generator<readonly number[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

/** Rows of an unfiltered batch are all the rows between its first and its last id. */
function stretch(rows: Row[]): RowRange {
  return { from: Number(rows[0]!.id), to: Number(rows.at(-1)!.id) };
}

function recordKey(type: TypePlan, row: Row): RecordKey {
  if (type.key.kind === 'columns') {
    const documentId = type.key.columns.map((column) => String(row[column] ?? '')).join('|');
    return { documentId, locale: null, status: null };
  }
  const published = row.published_at !== null && row.published_at !== undefined;
  const status: Status = type.key.draftAndPublish ? (published ? 'published' : 'draft') : null;
  // Rows written around Strapi may lack a documentId; the row id is then all that names them.
  const documentId = row.document_id ? String(row.document_id) : `row:${Number(row.id)}`;
  return { documentId, locale: (row.locale || null) as string | null, status };
}

/** A file's formats without their URLs, which follow the provider and not the picture. */
function formatsText(value: Json): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return value === null ? null : canonicalJson(value);
  }
  const formats: Record<string, unknown> = {};
  for (const [name, format] of Object.entries(value)) {
    formats[name] = isObject(format) ? { ...format, url: undefined, provider_metadata: undefined } : format;
  }
  return canonicalJson(formats);
}

function formatUrls(value: Json): Record<string, Json> | null {
  if (!isObject(value)) return null;
  const urls: Record<string, Json> = {};
  for (const [name, format] of Object.entries(value)) {
    if (isObject(format) && format.url !== undefined) urls[name] = format.url;
  }
  return Object.keys(urls).length > 0 ? urls : null;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && value !== undefined && typeof value === 'object' && !Array.isArray(value);
}

/** `_` and `%` are wild in LIKE; the core store's keys are full of the first. */
function likeLiteral(text: string): string {
  return text.replace(/[%]/g, '');
}
