import type { CsvRow, Fields } from './csv-columns';
import type { ComponentField, ExportField, ZoneField } from './export-schema';
import type { ExportedRecord } from './project-record';

/** A list of components, or a dynamic zone, that has a file of its own. */
export interface CsvList {
  /** `sections`, inside of others `sections.items`. */
  name: string;
  field: ComponentField | ZoneField;
  rows(record: ExportedRecord): CsvRow[];
}

type Parts = (record: ExportedRecord) => { position: string; fields: Fields }[];

/** Every list of a type, those inside of components too: a row is found by its record and its position, as in `2.1`. */
export function csvLists(fields: ExportField[]): CsvList[] {
  return listsIn(fields, '', (record) => [{ position: '', fields: record.fields }]);
}

function listsIn(fields: ExportField[], before: string, parts: Parts): CsvList[] {
  return fields.flatMap((field) => {
    const name = before + field.name;
    if (field.kind === 'component' && !field.repeatable) {
      const inside: Parts = (record) =>
        parts(record).flatMap(({ position, fields: own }) => {
          const value = own[field.name] as Fields | null | undefined;
          return value ? [{ position, fields: value }] : [];
        });
      return listsIn(field.fields, `${name}.`, inside);
    }
    if (field.kind !== 'component' && field.kind !== 'zone') return [];
    const items: Parts = (record) =>
      parts(record).flatMap(({ position, fields: own }) =>
        ((own[field.name] ?? []) as Fields[]).map((value, at) => ({
          position: position === '' ? String(at + 1) : `${position}.${at + 1}`,
          fields: value,
        })),
      );
    const list: CsvList = {
      name,
      field,
      rows: (record) => items(record).map((item) => ({ record, ...item })),
    };
    if (field.kind === 'component') return [list, ...listsIn(field.fields, `${name}.`, items)];
    const inside = field.components.flatMap(({ uid, fields: own }) =>
      listsIn(own, `${name}.${uid}.`, (record) =>
        items(record).filter((item) => item.fields.__component === uid),
      ),
    );
    return [list, ...inside];
  });
}
