import type { ReadFilter } from '../snapshot/reader';
import type { Annex } from './annexes';
import type { CsvSettings } from './csv-settings';
import type { ExportType } from './export-schema';
import type { PdfSettings, PdfSite } from './pdf/pdf-settings';

/** Everything that makes an export, as plain data: it crosses to a worker thread. */
export interface ExportRequest {
  head: ExportHead;
  format: ExportFormat;
  types: ExportType[];
  /** Types whose entries may stand inside of a link that leads to them, by uid. */
  targets: Record<string, ExportType>;
  filter: Pick<ReadFilter, 'documentIds' | 'locales' | 'status'>;
  /** How deep links are populated; 0 leaves them as what names the entry. */
  populate: number;
  /** Which files of the media library come along: none, those that the records show, or all that may be seen. */
  assets: 'none' | 'linked' | 'all';
  /** The media library, as far as it may be read. */
  library: ExportType | null;
  /** What the site brings along for a PDF. */
  pdf?: PdfSite;
  /** What comes along beside content. */
  annexes: Annex[];
  /** What was asked for and is not in it, said in the file. */
  missing: { code: string; message: string; item: string }[];
  /** For a look at the beginning: at most so many records of each type, and files of the library. Default: all. */
  sample?: number;
}

export type ExportFormat =
  | { kind: 'json'; minify: boolean }
  | { kind: 'ndjson' }
  | { kind: 'zip'; records: 'json' | 'ndjson'; minify: boolean }
  | ({ kind: 'csv' } & CsvSettings)
  | ({ kind: 'pdf' } & PdfSettings);

/** What an export says of itself. */
export interface ExportHead {
  id: string;
  project: string;
  createdAt: string;
  strapi: string;
  plugin: string;
  /** The options as they were chosen, defaults included. */
  options: Record<string, unknown>;
}

export interface ExportCounts {
  documents: number;
  records: number;
  /** Of the media library. */
  files: number;
}
