import { writeColumn } from '../snapshot/column-values';
import type { DatabaseClient, ShapePlan } from '../snapshot/read-plan';
import type { Aside, Body, ComponentBody, Json } from '../snapshot/record';

/**
 * Column values of a row. Only fields that both the snapshot's schema and the live one know: a field that is new
 * keeps what it has, a field that is gone is reported by the plan.
 */
export function rowValues(
  client: DatabaseClient,
  live: ShapePlan,
  snapshot: ShapePlan,
  body: Body | ComponentBody,
  aside: Aside = {},
): Record<string, unknown> {
  const known = new Set(snapshot.columns.map(({ attribute }) => attribute));
  const values: Record<string, unknown> = {};
  for (const { attribute, column, type, role } of live.columns) {
    if (role === 'derived' || role === 'secret' || !known.has(attribute)) continue;
    const value = role === 'aside' ? aside.values?.[attribute] : body[attribute];
    values[column] = writeColumn(client, type, type === 'formats' ? withUrls(value as Json, aside) : value);
  }
  return values;
}

/** A file's formats with the URLs that lay beside the record. */
function withUrls(formats: Json | undefined, aside: Aside): Json {
  if (formats === null || typeof formats !== 'object' || Array.isArray(formats)) return formats ?? null;
  const complete: { [key: string]: Json } = {};
  for (const [name, format] of Object.entries(formats)) {
    const url = aside.formatUrls?.[name];
    const isFormat = format !== null && typeof format === 'object' && !Array.isArray(format);
    complete[name] = isFormat && url !== undefined ? { ...format, url } : format;
  }
  return complete;
}
