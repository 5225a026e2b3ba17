import { narrowFields } from './export-schema';
import type { ExportField, ExportType } from './export-schema';

/** Tells of each row of a type which fields of it the export holds; null for a row that it must not hold. */
export type RowFields = (rowId: number) => ExportField[] | null;

export function rowFields({ fields, grants }: ExportType): RowFields {
  if (grants === null) return () => fields;
  const rows = grants.map(({ rowIds }) => (rowIds === null ? null : new Set(rowIds)));
  const known = new Map<string, ExportField[] | null>();
  return (rowId) => {
    const holds = rows.map((ids) => ids === null || ids.has(rowId));
    const key = holds.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const paths = grants.filter((_, at) => holds[at]).map((grant) => grant.paths);
    const narrowed = paths.length === 0 ? null : narrowFields(fields, union(paths));
    known.set(key, narrowed);
    return narrowed;
  };
}

/** The rows that any grant names, in rising order; undefined where one names them all. */
export function grantedRows({ grants }: ExportType): number[] | undefined {
  if (grants === null || grants.some(({ rowIds }) => rowIds === null)) return undefined;
  const ids = new Set(grants.flatMap(({ rowIds }) => rowIds ?? []));
  return [...ids].sort((a, b) => a - b);
}

function union(paths: (string[] | null)[]): string[] | null {
  return paths.some((one) => one === null) ? null : paths.flatMap((one) => one ?? []);
}
