import { FILE_LIMITS } from '../files/file-limits';
import type { FileLimits } from '../files/file-limits';
import { FILE_UID } from '../media/media-of-record';
import { parseStoredJson } from '../repository/stored-json';
import { unescapeFormula } from './formula-cells';
import { inert, JSON_FORM, linkIdsForm, TEXT_FORM, valueForm } from './csv-cells';
import type { Cell, CellForm } from './csv-cells';
import type { CsvDialect } from './csv-settings';
import type { ExportField, ExportType, LinkField } from './export-schema';

/** What names a record. */
const KEYS = ['contentType', 'documentId', 'locale', 'status'];
const FILE_KEYS = [...KEYS, 'file', 'url'];

/** A column of a file that is read: what of a record it is, and how its cells are read. */
export interface CsvInputColumn {
  /** As the writer names it. */
  name: string;
  label: string;
  /** A member of the record itself, not of its fields. */
  isKey: boolean;
  /** The field; inside of components their names first. */
  path: string[];
  read(cell: Cell): unknown;
}

/**
 * The columns that a file of this type may have: each field by its name, a component as a whole or field by field, links
 * as documentIds or as JSON.
 */
export function inputColumns(type: ExportType, dialect: CsvDialect): CsvInputColumn[] {
  const keys = type.uid === FILE_UID ? FILE_KEYS : KEYS;
  const columns: CsvInputColumn[] = keys.map((name) => ({
    name,
    label: name,
    isKey: true,
    path: [name],
    read: readerOf(TEXT_FORM, dialect),
  }));
  columns.push(...fieldColumns(type.fields, dialect));
  return numbered(columns);
}

/** Null where no column of the type has this name; a label counts where just one column has it. */
export function columnNamed(columns: CsvInputColumn[], title: string): CsvInputColumn | null {
  for (const text of new Set([title, unescapeFormula(title)])) {
    const byName = columns.find(({ name }) => name === text);
    if (byName) return byName;
    const [only, other] = columns.filter(({ label }) => label === text);
    if (only && !other) return only;
  }
  return null;
}

function fieldColumns(
  fields: ExportField[],
  dialect: CsvDialect,
  before: { path: string[]; label: string } = { path: [], label: '' },
): CsvInputColumn[] {
  return fields.flatMap((field) => {
    const path = [...before.path, field.name];
    const label = before.label + field.label;
    const column = (form: CellForm): CsvInputColumn => ({
      name: path.join('.'),
      label,
      isKey: false,
      path,
      read: readerOf(form, dialect),
    });
    if (field.kind === 'value') {
      const form = field.column === 'json' || field.column === 'formats' ? SAFE_JSON : valueForm(field);
      const read = dialect.escapeFormulas ? inert(form, field.column).read : form.read;
      return [{ ...column(form), read }];
    }
    if (field.kind === 'link') return [column(linkForm(field))];
    const whole = column(SAFE_JSON);
    if (field.kind === 'zone' || field.repeatable) return [whole];
    return [whole, ...fieldColumns(field.fields, dialect, { path, label: `${label}: ` })];
  });
}

function readerOf(form: CellForm, { escapeFormulas }: CsvDialect): CsvInputColumn['read'] {
  return escapeFormulas ? inert(form).read : form.read;
}

/** A field may be called `status`: the writer puts a number behind it. */
function numbered(columns: CsvInputColumn[]): CsvInputColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let copy = 2; taken.has(name); copy += 1) name = `${column.name} (${copy})`;
    taken.add(name);
    return { ...column, name };
  });
}

/** JSON of a file that anybody may have written. */
const SAFE_JSON: CellForm = {
  ...JSON_FORM,
  read(cell) {
    if (cell === null) return null;
    refuseDepth(cell, FILE_LIMITS);
    return parseStoredJson(cell);
  },
};

/** Brackets in texts count, too: a depth that no content has is needed to be refused for them. */
function refuseDepth(text: string, { depth }: Pick<FileLimits, 'depth'>): void {
  let open = 0;
  for (const character of text) {
    if (character === '[' || character === '{') open += 1;
    else if (character === ']' || character === '}') open -= 1;
    if (open > depth) throw new Error('it is nested too deep');
  }
}

function linkForm(field: LinkField): CellForm {
  const ids = linkIdsForm(field);
  return {
    ...ids,
    read(cell) {
      if (cell === null) return [];
      if (/^\s*\[/.test(cell)) return SAFE_JSON.read(cell);
      return (ids.read(cell) as string[]).map((id) => linkOf(field, id));
    },
  };
}

function linkOf({ target }: LinkField, id: string): { type: string; documentId: string } {
  if (target !== null) return { type: target, documentId: id };
  const [type = '', documentId = ''] = id.split(' ');
  return { type, documentId };
}
