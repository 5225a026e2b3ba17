import { Readable } from 'node:stream';

import { parse } from 'csv-parse';

import { KeepsakeError } from '../errors';
import { FILE_UID } from '../media/media-of-record';
import type { Cell } from './csv-cells';
import { recordColumns } from './csv-columns';
import type { CsvColumn } from './csv-columns';
import { CSV_DEFAULTS, ROUND_TRIP } from './csv-settings';
import type { CsvSettings } from './csv-settings';
import type { ExportType } from './export-schema';
import type { ExportedRecord } from './project-record';

/**
 * The records of a file that was written with the settings of `ROUND_TRIP`, each as it was. Fields whose column is
 * missing are missing in the records.
 *
 * @throws KeepsakeError `csv_unreadable` that names the line
 */
export async function* readCsv(
  content: AsyncIterable<Buffer>,
  type: ExportType,
  { delimiter }: Pick<CsvSettings, 'delimiter'> = CSV_DEFAULTS,
): AsyncGenerator<ExportedRecord> {
  const parser = Readable.from(content, { objectMode: false }).pipe(
    parse({ bom: true, delimiter, cast: cellOf, record_delimiter: ['\r\n', '\n'] }),
  );
  let columns: CsvColumn[] | null = null;
  let line = 1;
  try {
    for await (const cells of parser as AsyncIterable<Cell[]>) {
      if (columns) yield recordOf(type, columns, cells);
      else columns = columnsNamed(type, cells);
      line += 1;
    }
  } catch (error) {
    throw error instanceof KeepsakeError ? error : unreadable(`record ${line} cannot be read`, error);
  }
}

/** An empty cell is no text; one in quotation marks is a text without characters. */
function cellOf(value: string, { quoting }: { quoting: boolean }): Cell {
  return value === '' && !quoting ? null : value;
}

const KEYS = new Set(['documentId', 'locale', 'status']);

function columnsNamed(type: ExportType, header: Cell[]): CsvColumn[] {
  const settings: CsvSettings = { ...CSV_DEFAULTS, ...ROUND_TRIP };
  const known = new Map(recordColumns(type, settings, new Map()).map((column) => [column.name, column]));
  return header.map((name) => {
    const column = known.get(name ?? '');
    if (column) return column;
    throw unreadable(`there is no field for its column ${JSON.stringify(name)}`);
  });
}

function recordOf(type: ExportType, columns: CsvColumn[], cells: Cell[]): ExportedRecord {
  const keys: Record<string, unknown> = {};
  const fields: [string, unknown][] = [];
  const own = type.uid === FILE_UID ? new Set([...KEYS, 'file', 'url']) : KEYS;
  columns.forEach(({ name, form }, at) => {
    const value = form.read(cells[at] ?? null);
    if (own.has(name)) keys[name] = value;
    else fields.push([fieldOf(type, name), value]);
  });
  const { documentId, locale = null, status = null, ...more } = keys;
  if (typeof documentId !== 'string') throw unreadable('it has a record without a documentId');
  return {
    contentType: type.uid,
    documentId,
    locale: locale as string | null,
    status: status as ExportedRecord['status'],
    fields: Object.fromEntries(fields),
    ...more,
  };
}

/** Where a field has the name of a key, its column has a number behind it. */
function fieldOf(type: ExportType, name: string): string {
  const isField = type.fields.some((field) => field.name === name);
  return isField ? name : name.replace(/ \(\d+\)$/, '');
}

function unreadable(what: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('csv_unreadable', `The CSV file was not read: ${what}.`, {
    hint: 'Take a file that was exported with customSettings.profile "roundTrip", and the delimiter that it has.',
    cause,
  });
}
