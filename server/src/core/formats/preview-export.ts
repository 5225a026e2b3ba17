import { parse } from 'csv-parse/sync';

import type { ExportPreview, ExportTable } from '../../../../shared/contracts/exports';
import type { ReadableFile } from '../files/snapshot-files';
import { ExportMedia } from './export-media';
import type { ExportFormat, ExportRequest } from './export-request';
import { RecordSource } from './record-source';
import type { ExportSource } from './record-source';
import { CsvWriter } from './write-csv';
import { ZipWriter } from './write-export-zip';
import { writeJson, writeNdjson } from './write-json';

const MOST_ENTRIES = 10;
const MOST_CHARACTERS = 200_000;
/** Of a cell; a long text says little more than its beginning. */
const MOST_OF_CELL = 1000;

/**
 * The beginning of an export, made by the writers of its format: a few entries of each content type, ten in all. Reads
 * no more than those, and no bytes of media.
 */
export async function previewExport(from: ExportSource, request: ExportRequest): Promise<ExportPreview> {
  const sample = Math.max(1, Math.floor(MOST_ENTRIES / Math.max(1, request.types.length)));
  const sampled = { ...request, sample };
  const source = new RecordSource(from, sampled);
  const media = new ExportMedia(source, sampled);
  const { format } = request;
  switch (format.kind) {
    case 'json':
      return { kind: 'text', text: await beginning(writeJson(source, media, sampled, format.minify)) };
    case 'ndjson':
      return { kind: 'text', text: await beginning(writeNdjson(source, media, sampled)) };
    case 'zip':
      return { kind: 'files', paths: await pathsOf(new ZipWriter(source, media, sampled, format).files()) };
    case 'csv':
      return previewCsv(new CsvWriter(source, media, sampled, format), format);
    case 'pdf':
      // A page takes a browser: too much for what is asked with each change of a form.
      return { kind: 'none' };
  }
}

async function beginning(parts: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const part of parts) {
    text += part.toString();
    if (text.length > MOST_CHARACTERS) return `${text.slice(0, MOST_CHARACTERS)}…`;
  }
  return text;
}

async function pathsOf(files: AsyncIterable<ReadableFile>): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path, isCompressed, content } of files) {
    // What is compressed already is media. Of the others reading says which media they show.
    if (!isCompressed) await beginning(content);
    paths.push(path);
  }
  return paths;
}

async function previewCsv(
  writer: CsvWriter,
  { delimiter }: Extract<ExportFormat, { kind: 'csv' }>,
): Promise<ExportPreview> {
  const isSingle = await writer.isSingle();
  const tables: ExportTable[] = [];
  const paths: string[] = [];
  let characters = 0;
  for await (const { path, isCompressed, content } of writer.files()) {
    const isTable = path.endsWith('.csv') && !isCompressed;
    paths.push(path);
    if (!isTable) continue;
    const table = tableOf(path, await whole(content), delimiter);
    characters += JSON.stringify(table).length;
    if (characters <= MOST_CHARACTERS || tables.length === 0) tables.push(table);
    if (isSingle) return { kind: 'tables', tables, paths };
  }
  return { kind: 'tables', tables, paths };
}

async function whole(parts: AsyncIterable<Buffer>): Promise<string> {
  const read: Buffer[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read).toString();
}

/** As a program reads it that knows nothing but CSV: what the cells say is what such a program will see. */
function tableOf(path: string, text: string, delimiter: string): ExportTable {
  const lines = parse(text, { bom: true, delimiter, record_delimiter: '\r\n' });
  const [columns = [], ...rows] = lines.map((cells) => cells.map(cut));
  return { path, columns, rows };
}

function cut(cell: string): string {
  return cell.length > MOST_OF_CELL ? `${cell.slice(0, MOST_OF_CELL)}…` : cell;
}
