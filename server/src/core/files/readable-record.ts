import type { ReadPlan, ShapePlan, TypePlan } from '../snapshot/read-plan';
import type { Body, ComponentBody, Link, StoredRecord } from '../snapshot/record';

/** A record as a readable file has it: names instead of letters, and every field there, empty ones as `null` or `[]`. */
export interface ReadableRecord {
  contentType: string;
  documentId: string;
  locale: string | null;
  status: 'draft' | 'published' | null;
  /** Of a media library entry: where its bytes are among the files; null where they are missing. */
  file?: string | null;
  fields: Record<string, unknown>;
  /** Who made it, and where a file lay; only where everything is written. */
  beside?: unknown;
}

/** A link in a readable file. */
export interface ReadableLink {
  type: string;
  documentId: string;
  locale?: string;
  status?: 'draft' | 'published';
  order?: number;
  inverseOrder?: number;
  field?: string;
}

/** Whether an attribute of a content type or component is not written. */
export type LeavesOut = (uid: string, attribute: string) => boolean;

/**
 * What is null in the database is not in a record; a reader of the file must tell it from what was left out, so every
 * attribute of the schema is written.
 */
export function readableRecord(
  plan: ReadPlan,
  type: TypePlan,
  { key, body }: StoredRecord,
  leavesOut: LeavesOut,
): ReadableRecord {
  return {
    contentType: type.uid,
    documentId: key.documentId,
    locale: key.locale,
    status: key.status,
    fields: readableFields(plan, type, type.uid, body, leavesOut),
  };
}

function readableFields(
  plan: ReadPlan,
  shape: ShapePlan,
  uid: string,
  body: Body,
  leavesOut: LeavesOut,
): Record<string, unknown> {
  const value = (attribute: string) => (Object.hasOwn(body, attribute) ? body[attribute] : undefined);
  const fields: [string, unknown][] = [];
  for (const { attribute, role } of shape.columns) {
    if (role === 'record') fields.push([attribute, value(attribute) ?? null]);
  }
  for (const { attribute, kind, components } of shape.components) {
    const read = (part: ComponentBody) => readableComponent(plan, part, components[0], leavesOut);
    const stored = value(attribute) as ComponentBody | ComponentBody[] | null | undefined;
    if (kind === 'single') fields.push([attribute, stored ? read(stored as ComponentBody) : null]);
    else fields.push([attribute, ((stored ?? []) as ComponentBody[]).map(read)]);
  }
  for (const { attribute } of shape.links) fields.push([attribute, readableLinks(value(attribute))]);
  return Object.fromEntries(fields.filter(([attribute]) => !leavesOut(uid, attribute)));
}

function readableComponent(
  plan: ReadPlan,
  body: ComponentBody,
  only: string | undefined,
  leavesOut: LeavesOut,
): Record<string, unknown> {
  const named = typeof body.__component === 'string' ? body.__component : null;
  const uid = named ?? only ?? '';
  const shape = plan.components[uid];
  const fields = shape ? readableFields(plan, shape, uid, body, leavesOut) : {};
  return named ? { __component: named, ...fields } : fields;
}

/** The stored links of an attribute by name; none give an empty list. */
export function readableLinks(stored: unknown): ReadableLink[] {
  return ((stored ?? []) as Link[]).map(({ t, d, l, s, o, i, f }) => ({
    type: t,
    documentId: d,
    ...(l === undefined ? {} : { locale: l }),
    ...(s === undefined ? {} : { status: s }),
    ...(o === undefined ? {} : { order: o }),
    ...(i === undefined ? {} : { inverseOrder: i }),
    ...(f === undefined ? {} : { field: f }),
  }));
}
