import type { ExportField } from './export-schema';

/** The most components that any record has in a list, by the name that the list has among the columns. */
export type CsvWidths = Map<string, number>;

/** Widens `widths` to what these fields of a record need. */
export function widen(
  widths: CsvWidths,
  fields: ExportField[],
  values: Record<string, unknown>,
  before = '',
): void {
  for (const field of fields) {
    const value = values[field.name];
    const name = before + field.name;
    if (value === null || value === undefined) continue;
    if (field.kind === 'component' && !field.repeatable) {
      widen(widths, field.fields, value as Record<string, unknown>, `${name}.`);
    } else if (field.kind === 'component' || field.kind === 'zone') {
      const parts = value as Record<string, unknown>[];
      widths.set(name, Math.max(widths.get(name) ?? 0, parts.length));
      parts.forEach((part, at) => {
        const place = `${name}[${at + 1}].`;
        if (field.kind === 'component') return widen(widths, field.fields, part, place);
        const uid = String(part.__component);
        const inside = field.components.find((component) => component.uid === uid)?.fields ?? [];
        widen(widths, inside, part, `${place}${uid}.`);
      });
    }
  }
}

export function hasLists(fields: ExportField[]): boolean {
  return fields.some((field) => {
    if (field.kind === 'zone') return true;
    return field.kind === 'component' && (field.repeatable || hasLists(field.fields));
  });
}
