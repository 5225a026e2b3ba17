import type { Knex } from 'knex';

import { FILE_UID } from '../media/media-of-record';
import { from } from '../snapshot/read-links';
import { COMPONENT_COLUMNS as CMP, MORPH_FIELD } from '../snapshot/read-plan';
import type { LinkPlan, ReadPlan, ShapePlan } from '../snapshot/read-plan';
import type { ExportRequest } from './export-request';
import type { ExportField } from './export-schema';
import type { ExportSource, RecordSource } from './record-source';

/** Strapi stores sizes in thousands of bytes. */
const SIZE_UNIT = 1000;

/**
 * Files of the library that an export would have, and their bytes, by one question to the database. Those that texts only
 * speak of are not seen by it.
 */
export async function countMedia(
  { db, plan }: ExportSource,
  source: RecordSource,
  request: ExportRequest,
): Promise<{ files: number; bytes: number }> {
  const { library, assets, types } = request;
  if (assets === 'none' || !library) return { files: 0, bytes: 0 };
  const isWhole = assets === 'all' || types.some(({ uid }) => uid === FILE_UID);
  const chosen = isWhole && library.grants?.length !== 0 ? [source.rowIds(library)] : [];
  const counting = { db, plan };
  const linked = types.flatMap((type) =>
    filesOf(counting, source.planOf(type.uid), source.rowIds(type), type.fields),
  );
  const [first, ...others] = [...chosen, ...linked];
  if (!first) return { files: 0, bytes: 0 };
  const ids = others.length > 0 ? first.union(others) : first;
  const row = (await from(db, plan, source.planOf(FILE_UID).table, 'f')
    .whereIn('f.id', ids)
    .count({ files: '*' })
    .sum({ size: 'f.size' })
    .first()) as { files: number | string; size: number | string | null } | undefined;
  return { files: Number(row?.files ?? 0), bytes: Math.round(Number(row?.size ?? 0) * SIZE_UNIT) };
}

interface Counting {
  db: Knex;
  plan: ReadPlan;
}

/** Queries for the ids of the files that rows of a shape link to, in components of theirs too. */
function filesOf(
  counting: Counting,
  shape: ShapePlan,
  rows: Knex.QueryBuilder,
  fields: ExportField[],
): Knex.QueryBuilder[] {
  return fields.flatMap((field) => {
    if (field.kind === 'value') return [];
    if (field.kind === 'link') {
      const link = shape.links.find(({ attribute }) => attribute === field.name);
      const query = link && linkedFiles(counting, link, rows);
      return query ? [query] : [];
    }
    const parts = field.kind === 'zone' ? field.components : [{ uid: field.component, fields: field.fields }];
    return parts.flatMap(({ uid, fields: inner }) => {
      const part = counting.plan.components[uid];
      const inside = part && componentRows(counting, shape, rows, field.name, uid);
      return part && inside ? filesOf(counting, part, inside, inner) : [];
    });
  });
}

function linkedFiles(
  { db, plan }: Counting,
  link: LinkPlan,
  rows: Knex.QueryBuilder,
): Knex.QueryBuilder | null {
  if (!('targetUid' in link) || link.targetUid !== FILE_UID) return null;
  if (link.kind === 'table')
    return from(db, plan, link.table, 'l')
      .whereIn(`l.${link.source}`, rows.clone())
      .select(`l.${link.target}`);
  if (link.kind !== 'morphBy') return null;
  return from(db, plan, link.table, 'l')
    .where(`l.${link.typeColumn}`, link.typeValue)
    .where(`l.${MORPH_FIELD}`, link.attribute)
    .whereIn(`l.${link.idColumn}`, rows.clone())
    .select(`l.${link.target}`);
}

function componentRows(
  { db, plan }: Counting,
  { componentTable }: ShapePlan,
  rows: Knex.QueryBuilder,
  attribute: string,
  uid: string,
): Knex.QueryBuilder | null {
  if (!componentTable) return null;
  return from(db, plan, componentTable, 'c')
    .where(`c.${CMP.field}`, attribute)
    .where(`c.${CMP.type}`, uid)
    .whereIn(`c.${CMP.entity}`, rows.clone())
    .select(`c.${CMP.component}`);
}
