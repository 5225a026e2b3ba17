import { pipeline, Readable } from 'node:stream';

import { parse } from 'csv-parse';

import { KeepsakeError } from '../errors';
import { FILE_LIMITS } from '../files/file-limits';
import type { Cell } from './csv-cells';
import { columnNamed, inputColumns } from './csv-input';
import type { CsvInputColumn } from './csv-input';
import { CSV_DEFAULTS, CSV_DELIMITERS } from './csv-settings';
import type { CsvDialect } from './csv-settings';
import type { ExportType } from './export-schema';
import type { ExportedRecord } from './project-record';

type Fields = Record<string, unknown>;

/**
 * The records of a file of one content type. One that was written with the settings of `ROUND_TRIP` gives each back as
 * it was. Of others that comes back which their cells say. Fields whose column is missing are missing in the records.
 *
 * @throws KeepsakeError `csv_unreadable` that names the line and the column, `csv_column_missing`
 */
export async function* readCsv(
  content: AsyncIterable<Buffer>,
  type: ExportType,
  dialect: CsvDialect = CSV_DEFAULTS,
): AsyncGenerator<ExportedRecord> {
  let columns: CsvInputColumn[] | null = null;
  let line = 1;
  try {
    for await (const cells of linesOf(content, dialect)) {
      if (columns) yield recordOf(type, columns, cells, line);
      else columns = headerOf(type, cells, dialect);
      line += 1;
    }
  } catch (error) {
    throw error instanceof KeepsakeError ? error : unreadable(`record ${line} cannot be read`, error);
  }
}

export interface CsvHeader {
  titles: string[];
  delimiter: CsvDialect['delimiter'];
  /** What the first row says of itself; null where there is no such column, or no row. */
  contentType: string | null;
}

/** What a file's beginning says. Throws `csv_column_missing`. */
export async function readCsvHeader(content: AsyncIterable<Buffer>): Promise<CsvHeader> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of content) {
    parts.push(part);
    length += part.length;
    if (length >= HEADER_BYTES) break;
  }
  const start = Buffer.concat(parts);
  let best: CsvHeader | null = null;
  for (const delimiter of CSV_DELIMITERS) {
    const [header = [], first = []] = await firstLines(start, delimiter);
    const titles = header.map((title) => title ?? '');
    if (!titles.includes('documentId') || titles.length <= (best?.titles.length ?? 0)) continue;
    best = { titles, delimiter, contentType: first[titles.indexOf('contentType')] ?? null };
  }
  if (!best) throw columnMissing();
  return best;
}

const HEADER_BYTES = 1024 * 1024;

/** None where it cannot be read so: another delimiter may do. */
async function firstLines(start: Buffer, delimiter: CsvDialect['delimiter']): Promise<Cell[][]> {
  const lines: Cell[][] = [];
  try {
    for await (const cells of linesOf(inOne(start), { delimiter }, { isLoose: true }))
      if (lines.push(cells) === 2) break;
  } catch {
    // The beginning may end in the middle of a row.
  }
  return lines;
}

async function* inOne(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function* linesOf(
  content: AsyncIterable<Buffer>,
  { delimiter }: Pick<CsvDialect, 'delimiter'>,
  { isLoose = false } = {},
): AsyncGenerator<Cell[]> {
  const parser = parse({
    bom: true,
    delimiter,
    cast: cellOf,
    relax_column_count: isLoose,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: FILE_LIMITS.textBytes,
  });
  // What goes wrong with the content ends the lines with its error.
  pipeline(Readable.from(content, { objectMode: false }), parser, () => undefined);
  yield* parser as AsyncIterable<Cell[]>;
}

/** An empty cell is no text; one in quotation marks is a text without characters. */
function cellOf(value: string, { quoting }: { quoting: boolean }): Cell {
  return value === '' && !quoting ? null : value;
}

function headerOf(type: ExportType, titles: Cell[], dialect: CsvDialect): CsvInputColumn[] {
  const known = inputColumns(type, dialect);
  const columns = titles.map((title) => {
    const column = columnNamed(known, title ?? '');
    if (column) return column;
    throw unreadable(`${type.uid} has no field for its column ${JSON.stringify(title)}`);
  });
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice) throw unreadable(`it has the column ${JSON.stringify(twice.name)} twice`);
  if (!columns.some(({ isKey, name }) => isKey && name === 'documentId')) throw columnMissing();
  return columns;
}

function recordOf(type: ExportType, columns: CsvInputColumn[], cells: Cell[], line: number): ExportedRecord {
  const keys: Fields = {};
  const values: { path: string[]; value: unknown; isEmpty: boolean }[] = [];
  columns.forEach((column, at) => {
    const cell = cells[at] ?? null;
    const value = valueOf(column, cell, line);
    if (column.isKey) keys[column.name] = value;
    else values.push({ path: column.path, value, isEmpty: cell === null });
  });
  const { contentType, documentId, locale = null, status = null, ...more } = keys;
  if (contentType !== undefined && contentType !== type.uid)
    throw unreadable(`record ${line} is of ${String(contentType)}, and not of ${type.uid}`);
  if (typeof documentId !== 'string') throw unreadable(`record ${line} has no documentId`);
  return {
    contentType: type.uid,
    documentId,
    locale: locale as string | null,
    status: status as ExportedRecord['status'],
    fields: nested(type.fields, values),
    ...more,
  };
}

function valueOf({ name, read }: CsvInputColumn, cell: Cell, line: number): unknown {
  try {
    const value = read(cell);
    if (!Number.isNaN(value)) return value;
  } catch (error) {
    throw unreadable(
      `record ${line} has something else in ${JSON.stringify(name)} than belongs there`,
      error,
    );
  }
  throw unreadable(`record ${line} has no number in ${JSON.stringify(name)}`);
}

interface Said {
  path: string[];
  value: unknown;
  isEmpty: boolean;
}

/** What the cells say, with components put together again. */
function nested(fields: ExportType['fields'], said: Said[]): Fields {
  const found: [string, unknown][] = [];
  for (const field of fields) {
    const own = said.filter(({ path }) => path[0] === field.name);
    const whole = own.find(({ path }) => path.length === 1);
    if (whole) found.push([field.name, whole.value]);
    else if (own.length > 0 && field.kind === 'component') {
      const inside = own.map((one) => ({ ...one, path: one.path.slice(1) }));
      if (own.some(({ isEmpty }) => !isEmpty)) found.push([field.name, nested(field.fields, inside)]);
      // Whether nothing is there, or only nothing of what was written out, all its columns tell.
      else if (saysAll(field.fields, inside)) found.push([field.name, null]);
    }
  }
  return Object.fromEntries(found);
}

function saysAll(fields: ExportType['fields'], said: Said[]): boolean {
  return fields.every((field) => {
    const own = said.filter(({ path }) => path[0] === field.name);
    if (own.some(({ path }) => path.length === 1)) return true;
    if (own.length === 0 || field.kind !== 'component') return false;
    return saysAll(
      field.fields,
      own.map((one) => ({ ...one, path: one.path.slice(1) })),
    );
  });
}

function columnMissing(): KeepsakeError {
  return new KeepsakeError('csv_column_missing', 'The CSV file has no column "documentId".', {
    hint: 'Each row has to name its entry: take a file that Keepsake exported, and keep its first columns.',
    item: 'documentId',
  });
}

function unreadable(what: string, cause?: unknown): KeepsakeError {
  return new KeepsakeError('csv_unreadable', `The CSV file was not read: ${what}.`, {
    hint:
      'Keep the columns as Keepsake exported them. With customSettings.profile "roundTrip" every record comes back ' +
      'as it was.',
    cause,
  });
}
