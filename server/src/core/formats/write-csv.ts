import { KeepsakeError } from '../errors';
import type { ReadableFile } from '../files/snapshot-files';
import { FILE_UID } from '../media/media-of-record';
import { annexColumns, annexRows, annexValue } from './annexes';
import type { Annex } from './annexes';
import { inert, TEXT_FORM } from './csv-cells';
import { cellsOf, listColumns, recordColumns } from './csv-columns';
import type { CsvColumn, CsvRow } from './csv-columns';
import { csvLists } from './csv-lists';
import type { CsvList } from './csv-lists';
import { CSV_FORMAT } from './csv-settings';
import type { CsvSettings } from './csv-settings';
import { csvText } from './csv-text';
import { hasLists, widen } from './csv-widths';
import type { CsvWidths } from './csv-widths';
import { escapeFormula } from './formula-cells';
import type { ExportMedia, ExportedFile } from './export-media';
import type { ExportRequest } from './export-request';
import type { ExportType } from './export-schema';
import { FileList } from './file-list';
import type { ExportedRecord } from './project-record';
import type { RecordSource } from './record-source';
import { textParts } from './text-parts';

/** Excel has no more, and a program that takes more is hard to find. */
const MOST_COLUMNS = 16_384;
const BOM = '\ufeff';

/**
 * An export as CSV: a file per content type, with `repeatables: files` one per list of components too. What does not
 * fit into one file makes a ZIP of all of them, with a manifest.
 */
export class CsvWriter {
  readonly #files: ExportedFile[] = [];

  constructor(
    private readonly source: RecordSource,
    private readonly media: ExportMedia,
    private readonly request: ExportRequest,
    private readonly settings: CsvSettings,
  ) {}

  /** Whether all of it is one file. */
  async isSingle(): Promise<boolean> {
    const { types, assets, annexes } = this.request;
    const [type, ...others] = types;
    if (!type || others.length > 0 || assets !== 'none' || annexes.length > 0) return false;
    if (this.settings.repeatables === 'files' && hasLists(type.fields)) return false;
    return (await this.source.count(type)) <= this.settings.rowsPerFile;
  }

  /** The only file. */
  async *single(): AsyncGenerator<Buffer> {
    const [type] = this.request.types;
    if (!type) return;
    const columns = await this.#columns(type);
    yield* textParts(this.#file(columns, new RowFlow(this.#rows(this.source.records(type)))));
  }

  /** All files; the content of each is to be read to its end before the next is asked for. */
  async *files(): AsyncGenerator<ReadableFile> {
    const list = new FileList();
    const { types, assets } = this.request;
    for (const type of types) {
      if (type.uid === FILE_UID && assets !== 'none') continue;
      const columns = await this.#columns(type);
      yield* this.#parts(list, type.name, columns, this.#rows(this.source.records(type)), type.uid);
      for (const part of this.settings.repeatables === 'files' ? csvLists(type.fields) : []) {
        const rows = this.#listRows(part, this.source.records(type, { again: true }));
        yield* this.#parts(list, `${type.name}.${part.name}`, listColumns(part.field, this.settings), rows);
      }
    }
    yield* this.#library(list);
    for (const annex of this.request.annexes)
      yield* this.#parts(list, annex.name, this.#annexColumns(annex), annexLines(annex));
    yield list.manifest({ format: CSV_FORMAT, ...this.#about() });
  }

  async *#library(list: FileList): AsyncGenerator<ReadableFile> {
    const { library, assets } = this.request;
    if (!library || assets === 'none') return;
    const columns = recordColumns(library, this.settings, new Map());
    yield* this.#parts(list, library.name, columns, this.#rows(this.#entries()), library.uid);
    for (const { file, path } of this.#files)
      if (path !== null) yield list.add({ path, isCompressed: true, content: this.media.bytes(file) });
  }

  #annexColumns({ name }: Annex): CsvColumn[] {
    const form = this.settings.escapeFormulas ? inert(TEXT_FORM) : TEXT_FORM;
    return annexColumns(name).map((column) => ({
      name: column,
      label: column,
      form,
      value: ({ fields }) => annexValue(fields, column),
    }));
  }

  async *#entries(): AsyncGenerator<ExportedRecord[]> {
    for await (const entry of this.media.entries()) {
      if (entry.path !== null) this.#files.push(entry);
      yield [entry.record];
    }
  }

  #about() {
    const { head, missing } = this.request;
    return {
      ...head,
      csv: this.settings,
      counts: this.source.counts,
      missing,
      problems: this.media.problems,
    };
  }

  async #columns(type: ExportType): Promise<CsvColumn[]> {
    const columns = recordColumns(type, this.settings, await this.#widths(type));
    if (columns.length > MOST_COLUMNS) throw tooWide(type, columns.length);
    return columns;
  }

  /** How many columns a list needs is known only when all records were looked at. */
  async #widths(type: ExportType): Promise<CsvWidths> {
    const widths: CsvWidths = new Map();
    if (this.settings.repeatables !== 'columns' || !hasLists(type.fields)) return widths;
    for await (const batch of this.source.records(type, { again: true }))
      for (const { fields } of batch) widen(widths, type.fields, fields);
    return widths;
  }

  async *#rows(batches: AsyncIterable<ExportedRecord[]>): AsyncGenerator<CsvRow[]> {
    for await (const batch of batches)
      yield batch.map((record) => ({ record, position: '', fields: record.fields }));
  }

  async *#listRows(list: CsvList, batches: AsyncIterable<ExportedRecord[]>): AsyncGenerator<CsvRow[]> {
    for await (const batch of batches) yield batch.flatMap((record) => list.rows(record));
  }

  async *#parts(
    list: FileList,
    name: string,
    columns: CsvColumn[],
    rows: AsyncIterable<CsvRow[]>,
    contentType?: string,
  ): AsyncGenerator<ReadableFile> {
    const flow = new RowFlow(rows);
    for (let part = 1; part === 1 || !(await flow.isOver()); part += 1) {
      const path = list.free('', part === 1 ? `${name}.csv` : `${name} (${part}).csv`);
      const content = textParts(this.#file(columns, flow));
      yield list.add({ path, isCompressed: false, content }, contentType ? { contentType } : {});
    }
  }

  async *#file(columns: CsvColumn[], flow: RowFlow): AsyncGenerator<string> {
    const { bom, header, escapeFormulas, rowsPerFile } = this.settings;
    const titles = columns.map((column) => (header === 'labels' ? column.label : column.name));
    const safe = escapeFormulas ? titles.map(escapeFormula) : titles;
    yield `${bom ? BOM : ''}${csvText([safe], this.settings)}`;
    for await (const rows of flow.take(rowsPerFile)) {
      const cells = rows.map((row) => cellsOf(columns, row));
      yield csvText(cells, this.settings);
    }
  }
}

async function* annexLines(annex: Annex): AsyncGenerator<CsvRow[]> {
  for await (const fields of annexRows(annex)) yield [{ record: NO_RECORD, position: '', fields }];
}

const NO_RECORD: ExportedRecord = { contentType: '', documentId: '', locale: null, status: null, fields: {} };

/** Rows that are handed out in stretches of a length that has nothing to do with how they come. */
class RowFlow {
  readonly #batches: AsyncIterator<CsvRow[]>;
  #waiting: CsvRow[] = [];

  constructor(batches: AsyncIterable<CsvRow[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  async isOver(): Promise<boolean> {
    while (this.#waiting.length === 0) {
      const { done, value } = await this.#batches.next();
      if (done) return true;
      this.#waiting = value;
    }
    return false;
  }

  async *take(most: number): AsyncGenerator<CsvRow[]> {
    for (let left = most; left > 0 && !(await this.isOver());) {
      const rows = this.#waiting.slice(0, left);
      this.#waiting = this.#waiting.slice(left);
      left -= rows.length;
      yield rows;
    }
  }
}

function tooWide({ uid }: ExportType, columns: number): KeepsakeError {
  return new KeepsakeError('csv_too_wide', `${uid} would have ${columns} columns.`, {
    hint: 'Put lists into cells or files of their own (customSettings.repeatables: json or files), or choose fields.',
    item: uid,
  });
}
