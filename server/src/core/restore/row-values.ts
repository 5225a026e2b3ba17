import { writeColumn } from '../snapshot/column-values';
import type { DatabaseClient, ShapePlan } from '../snapshot/read-plan';
import type { Aside, Body, ComponentBody, Json } from '../snapshot/record';
import { fitValue } from './fit-value';
import type { Misfits } from './misfits';

/** Where rows are written to. */
export interface RowTarget {
  client: DatabaseClient;
  misfits: Misfits;
}

/** A row's content, and what to call it. */
export interface RowSource {
  /** Uid of its type or component. */
  uid: string;
  /** Names the entry for people. */
  name: string;
  body: Body | ComponentBody;
  aside?: Aside;
}

/**
 * Column values of a row. Only fields that both the snapshot's schema and the live one know: a field that is new
 * keeps what it has, a field that is gone is reported by the plan.
 */
export function rowValues(
  { client, misfits }: RowTarget,
  live: ShapePlan,
  snapshot: ShapePlan,
  { uid, name, body, aside = {} }: RowSource,
): Record<string, unknown> {
  const known = new Set(snapshot.columns.map(({ attribute }) => attribute));
  const values: Record<string, unknown> = {};
  for (const column of live.columns) {
    const { attribute, type, role } = column;
    if (role === 'derived' || role === 'secret' || !known.has(attribute)) continue;
    const stored = ((role === 'aside' ? aside.values?.[attribute] : body[attribute]) ?? null) as Json;
    const { value, loss } = fitValue(client, column, type === 'formats' ? withUrls(stored, aside) : stored);
    if (loss) misfits.add(`${uid}.${attribute}`, loss, name);
    values[column.column] = writeColumn(client, type, value);
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
