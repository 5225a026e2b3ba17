import { FILE_UID } from '../media/media-of-record';
import { inert, JSON_FORM, linkIdsForm, TEXT_FORM, valueForm } from './csv-cells';
import type { Cell, CellForm } from './csv-cells';
import type { CsvSettings } from './csv-settings';
import type { CsvWidths } from './csv-widths';
import type { ComponentField, ExportField, ExportType, ZoneField } from './export-schema';
import type { ExportedRecord } from './project-record';

/** One line of a file: a record, or with `position` a component in one of its lists. */
export interface CsvRow {
  record: ExportedRecord;
  position: string;
  fields: Fields;
}

export type Fields = Record<string, unknown>;

export interface CsvColumn {
  name: string;
  label: string;
  form: CellForm;
  value(row: CsvRow): unknown;
}

const KEYS = ['documentId', 'locale', 'status'] as const;

/** Columns of a content type's own file: what names a record, then its fields in the order of the schema. */
export function recordColumns(type: ExportType, settings: CsvSettings, widths: CsvWidths): CsvColumn[] {
  const first = settings.contentType ? (['contentType'] as const) : [];
  const last = type.uid === FILE_UID ? (['file', 'url'] as const) : [];
  const keys = [...first, ...KEYS, ...last].map((name) => keyColumn(name, settings));
  return named([...keys, ...fieldColumns(type.fields, settings, widths)]);
}

/** Columns of a file of components, whose record and place in it are named first. */
export function listColumns(field: ComponentField | ZoneField, settings: CsvSettings): CsvColumn[] {
  const keys = KEYS.map((name) => keyColumn(name, settings));
  const position: CsvColumn = {
    name: 'position',
    label: 'position',
    form: TEXT_FORM,
    value: (row) => row.position,
  };
  const inside = partColumns(field, '', '', settings, new Map());
  return named([...keys, position, ...inside]);
}

function keyColumn(
  name: (typeof KEYS)[number] | 'contentType' | 'file' | 'url',
  settings: CsvSettings,
): CsvColumn {
  return { name, label: name, form: safe(TEXT_FORM, settings), value: ({ record }) => record[name] };
}

function fieldColumns(
  fields: ExportField[],
  settings: CsvSettings,
  widths: CsvWidths,
  before = { name: '', label: '' },
): CsvColumn[] {
  return fields.flatMap((field) => {
    const name = before.name + field.name;
    const label = before.label + field.label;
    const column = (form: CellForm): CsvColumn => ({
      name,
      label,
      form,
      value: ({ fields: own }) => own[field.name],
    });
    if (field.kind === 'value') {
      const form = valueForm(field);
      return [column(settings.escapeFormulas ? inert(form, field.column) : form)];
    }
    if (field.kind === 'link')
      return [column(safe(settings.links === 'json' ? JSON_FORM : linkIdsForm(field), settings))];
    if (field.kind === 'component' && !field.repeatable) {
      if (settings.components === 'json') return [column(safe(JSON_FORM, settings))];
      const inside = fieldColumns(field.fields, settings, widths, { name: `${name}.`, label: `${label}: ` });
      return inside.map((one) => within(one, (own) => own[field.name]));
    }
    if (settings.repeatables === 'json') return [column(safe(JSON_FORM, settings))];
    if (settings.repeatables === 'files') return [];
    return numberedColumns(field, name, label, settings, widths);
  });
}

function numberedColumns(
  field: ComponentField | ZoneField,
  name: string,
  label: string,
  settings: CsvSettings,
  widths: CsvWidths,
): CsvColumn[] {
  return Array.from({ length: widths.get(name) ?? 0 }, (_, at) => {
    const place = `${name}[${at + 1}]`;
    const inside = partColumns(field, `${place}.`, `${label} ${at + 1}: `, settings, widths);
    return inside.map((one) => within(one, (own) => (own[field.name] as Fields[] | undefined)?.[at]));
  }).flat();
}

/** Columns of one component of a list; of a zone those of all that may stand there, each empty but for its own. */
function partColumns(
  field: ComponentField | ZoneField,
  name: string,
  label: string,
  settings: CsvSettings,
  widths: CsvWidths,
): CsvColumn[] {
  if (field.kind === 'component') return fieldColumns(field.fields, settings, widths, { name, label });
  const which: CsvColumn = {
    name: `${name}__component`,
    label: `${label}__component`,
    form: TEXT_FORM,
    value: ({ fields }) => fields.__component,
  };
  const columns = field.components.flatMap(({ uid, fields }) => {
    const before = { name: `${name}${uid}.`, label: `${label}${uid}: ` };
    return fieldColumns(fields, settings, widths, before).map((one) =>
      within(one, (own) => (own.__component === uid ? own : undefined)),
    );
  });
  return [which, ...columns];
}

/** A column of what `inside` finds in the fields; empty where there is nothing. */
function within(column: CsvColumn, inside: (fields: Fields) => unknown): CsvColumn {
  return {
    ...column,
    value(row) {
      const fields = inside(row.fields);
      return fields === null || fields === undefined
        ? null
        : column.value({ ...row, fields: fields as Fields });
    },
  };
}

function safe(form: CellForm, { escapeFormulas }: CsvSettings): CellForm {
  return escapeFormulas ? inert(form) : form;
}

/** Each name and each label once: a field may be called `status`, and two may have one label. */
function named(columns: CsvColumn[]): CsvColumn[] {
  const names = new Set<string>();
  const labels = new Set<string>();
  const free = (text: string, taken: Set<string>) => {
    let candidate = text;
    for (let copy = 2; taken.has(candidate); copy += 1) candidate = `${text} (${copy})`;
    taken.add(candidate);
    return candidate;
  };
  return columns.map((column) => ({
    ...column,
    name: free(column.name, names),
    label: free(column.label, labels),
  }));
}

export function cellsOf(columns: CsvColumn[], row: CsvRow): Cell[] {
  return columns.map(({ form, value }) => form.write(value(row)));
}
