import type { Knex } from 'knex';

import { FILE_UID, FOLDER_UID } from '../media/media-of-record';
import { from } from './read-links';
import { COMPONENT_COLUMNS as CMP, MORPH_FIELD } from './read-plan';
import type { Binding, LinkPlan, ReadPlan, RowCondition, ShapePlan, TypePlan } from './read-plan';

export interface ReferencedMedia {
  /** Files that the records of the project show. */
  files: RowCondition;
  /** Those of them that others show as well. */
  shared: RowCondition;
  /** The folders that they lie in, up to the top. */
  folders: RowCondition;
}

/**
 * The part of the media library that a project shows, as queries of the database: nothing of it is ever in memory. A
 * file whose address only stands in a text is not seen.
 *
 * @param types Those of the project, with their scopes
 */
export function referencedMedia(db: Knex, plan: ReadPlan, types: TypePlan[]): ReferencedMedia {
  const rows = new ProjectRows(db, plan, types);
  const contents = plan.types.filter(({ part }) => part !== 'media');
  const holders = [...contents, ...Object.keys(plan.components)];
  const shown: Knex.QueryBuilder[] = [];
  const elsewhere: Knex.QueryBuilder[] = [];
  for (const one of holders) {
    const uid = typeof one === 'string' ? one : one.uid;
    const shape = typeof one === 'string' ? plan.components[one]! : one;
    const own = rows.of(uid);
    for (const query of fileLinks(db, plan, shape)) {
      if (own) shown.push(query().whereIn(query.source, own.clone()));
      elsewhere.push(own ? query().whereNotIn(query.source, own.clone()) : query());
    }
  }
  const files = filesAmong(db, plan, shown);
  const both = files.clone().whereIn('f.id', idsOf(db, elsewhere));
  return {
    files: toCondition(files),
    shared: toCondition(both),
    folders: toCondition(foldersOf(db, plan, files)),
  };
}

/** Row ids of the types and components of a project. */
class ProjectRows {
  readonly #known = new Map<string, Knex.QueryBuilder | null>();

  constructor(
    private readonly db: Knex,
    private readonly plan: ReadPlan,
    private readonly types: TypePlan[],
  ) {}

  /** Null for what is not in the project. */
  of(uid: string): Knex.QueryBuilder | null {
    const known = this.#known.get(uid);
    if (known !== undefined) return known;
    // A component inside of itself brings no rows that the outer ones do not.
    this.#known.set(uid, null);
    const found = this.plan.components[uid] ? this.#componentRows(uid) : this.#typeRows(uid);
    this.#known.set(uid, found);
    return found;
  }

  #typeRows(uid: string): Knex.QueryBuilder | null {
    const type = this.types.find((one) => one.uid === uid);
    if (!type) return null;
    const query = from(this.db, this.plan, type.table, 'r').select('r.id');
    return type.scope ? query.whereRaw(`r.id in (${type.scope.sql})`, type.scope.bindings) : query;
  }

  #componentRows(uid: string): Knex.QueryBuilder | null {
    const found: Knex.QueryBuilder[] = [];
    const shapes: [string, ShapePlan][] = [
      ...this.types.map((type): [string, ShapePlan] => [type.uid, type]),
      ...Object.entries(this.plan.components),
    ];
    for (const [holder, { components, componentTable }] of shapes) {
      const fields = components.filter((field) => field.components.includes(uid));
      const owners = fields.length > 0 && componentTable ? this.of(holder) : null;
      if (!owners || !componentTable) continue;
      const inside = from(this.db, this.plan, componentTable, 'c')
        .where(`c.${CMP.type}`, uid)
        .whereIn(
          `c.${CMP.field}`,
          fields.map(({ attribute }) => attribute),
        )
        .whereIn(`c.${CMP.entity}`, owners.clone())
        .select({ id: `c.${CMP.component}` });
      found.push(inside);
    }
    return found.length > 0 ? idsOf(this.db, found) : null;
  }
}

/** A query for the files that a shape's rows link to by one of its attributes, and its column that names the row. */
interface FileLinks {
  (): Knex.QueryBuilder;
  source: string;
}

function fileLinks(db: Knex, plan: ReadPlan, { table, links }: ShapePlan): FileLinks[] {
  return links.flatMap((link) => {
    const query = queryOf(db, plan, table, link);
    return query ? [Object.assign(query.rows, { source: query.source })] : [];
  });
}

function queryOf(
  db: Knex,
  plan: ReadPlan,
  table: string,
  link: LinkPlan,
): { rows: () => Knex.QueryBuilder; source: string } | null {
  if ('targetUid' in link && link.targetUid !== FILE_UID) return null;
  const on = (name: string) => from(db, plan, name, 'l');
  switch (link.kind) {
    case 'morphBy': {
      const rows = () =>
        on(link.table)
          .where(`l.${link.typeColumn}`, link.typeValue)
          .where(`l.${MORPH_FIELD}`, link.attribute)
          .select({ id: `l.${link.target}` });
      return { rows, source: `l.${link.idColumn}` };
    }
    case 'table':
      return { rows: () => on(link.table).select({ id: `l.${link.target}` }), source: `l.${link.source}` };
    case 'column':
      return { rows: () => on(table).select({ id: `l.${link.column}` }), source: 'l.id' };
    case 'morphTable': {
      const rows = () =>
        on(link.table)
          .where(`l.${link.typeColumn}`, FILE_UID)
          .select({ id: `l.${link.idColumn}` });
      return { rows, source: `l.${link.source}` };
    }
    case 'morphColumn': {
      const rows = () =>
        on(table)
          .where(`l.${link.typeColumn}`, FILE_UID)
          .select({ id: `l.${link.idColumn}` });
      return { rows, source: 'l.id' };
    }
  }
}

function filesAmong(db: Knex, plan: ReadPlan, queries: Knex.QueryBuilder[]): Knex.QueryBuilder {
  return from(db, plan, tableOf(plan, FILE_UID), 'f').select('f.id').whereIn('f.id', idsOf(db, queries));
}

/** Within a table of its own: MySQL and MariaDB would ask a union inside of `in` once more for each row. */
function idsOf(db: Knex, queries: Knex.QueryBuilder[]): Knex.QueryBuilder {
  const [first, ...others] = queries.map((query) => query.clone());
  const nothing = db.select(db.raw('null as id')).whereRaw('1 = 0') as unknown as Knex.QueryBuilder;
  const all = !first ? nothing : others.length > 0 ? first.union(others) : first;
  return db.select('m.id').from(all.as('m')) as unknown as Knex.QueryBuilder;
}

/** Strapi keeps in each file the path of its folder, made of the ids of all folders above: `/1/7`. */
function foldersOf(db: Knex, plan: ReadPlan, files: Knex.QueryBuilder): Knex.QueryBuilder {
  const place = columnOf(plan, FILE_UID, 'folderPath');
  const path = columnOf(plan, FOLDER_UID, 'path');
  const places = files
    .clone()
    .clearSelect()
    .distinct({ place: `f.${place}` })
    .as('p');
  const below = plan.client === 'mysql' ? `concat(d.??, '/%')` : `d.?? || '/%'`;
  const isInside = db
    .select(db.raw('1'))
    .from(places)
    .whereRaw(`p.place = d.?? or p.place like ${below}`, [path, path]);
  return from(db, plan, tableOf(plan, FOLDER_UID), 'd')
    .select('d.id')
    .whereExists(isInside as never);
}

function tableOf(plan: ReadPlan, uid: string): string {
  return plan.targets[uid]!.table;
}

function columnOf({ types }: ReadPlan, uid: string, attribute: string): string {
  const type = types.find((one) => one.uid === uid);
  return type!.columns.find((column) => column.attribute === attribute)!.column;
}

function toCondition(query: Knex.QueryBuilder): RowCondition {
  const { sql, bindings } = query.toSQL();
  return { sql, bindings: bindings as Binding[] };
}
