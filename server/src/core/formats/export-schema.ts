import type { ColumnType } from '../snapshot/read-plan';

/**
 * What an export holds of a content type, as plain data: fields in the order of the schema, and who may see which of
 * them. It crosses to a worker thread.
 */
export interface ExportType {
  uid: string;
  /** Short and unique among the types of an export: names files. */
  name: string;
  displayName: string;
  fields: ExportField[];
  /** Null: every row with every field. Otherwise a row has the fields of all grants that name it, and comes only if one does. */
  grants: Grant[] | null;
}

export interface Grant {
  /** Paths of fields (`title`, `seo.metaTitle`); null for all. */
  paths: string[] | null;
  /** In rising order; null for all. */
  rowIds: number[] | null;
}

export type ExportField = ValueField | ComponentField | ZoneField | LinkField;

interface NamedField {
  name: string;
  /** What editors call it. */
  label: string;
}

export interface ValueField extends NamedField {
  kind: 'value';
  /** As Strapi's schema names it. */
  type: string;
  column: ColumnType;
}

export interface ComponentField extends NamedField {
  kind: 'component';
  component: string;
  repeatable: boolean;
  fields: ExportField[];
}

export interface ZoneField extends NamedField {
  kind: 'zone';
  components: { uid: string; fields: ExportField[] }[];
}

export interface LinkField extends NamedField {
  kind: 'link';
  /** Null where entries of several types may stand. */
  target: string | null;
  multiple: boolean;
}

/**
 * The fields that `paths` name, themselves or with something inside of them. A dynamic zone is named as a whole.
 * Times of an entry are no field that a right would name: they stay.
 */
export function narrowFields(fields: ExportField[], paths: readonly string[] | null): ExportField[] {
  if (paths === null) return fields;
  const narrowed: ExportField[] = [];
  for (const field of fields) {
    if (isStamp(field.name) || paths.includes(field.name)) {
      narrowed.push(field);
      continue;
    }
    if (field.kind !== 'component') continue;
    const inside = narrowFields(field.fields, pathsBelow(paths, field.name));
    if (inside.some(({ name }) => !isStamp(name))) narrowed.push({ ...field, fields: inside });
  }
  return narrowed;
}

function pathsBelow(paths: readonly string[], name: string): string[] {
  const start = `${name}.`;
  return paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
}

export function isStamp(name: string): boolean {
  return name === 'createdAt' || name === 'updatedAt' || name === 'publishedAt';
}

/** Whether `path` leads to a field. */
export function hasField(fields: ExportField[], path: string): boolean {
  const [name, ...rest] = path.split('.');
  const field = fields.find((one) => one.name === name);
  if (!field || rest.length === 0) return field !== undefined;
  return field.kind === 'component' && hasField(field.fields, rest.join('.'));
}

/** The fields without those that are components, for an export that leaves components out. */
export function withoutComponents(fields: ExportField[]): ExportField[] {
  return fields.filter(({ kind }) => kind !== 'component' && kind !== 'zone');
}
