import type { Problem } from './errors';
import type { Job, JobProgress } from './jobs';

export type ExportFormatName = 'json' | 'csv' | 'pdf' | 'zip';
export type ExportState = 'running' | 'succeeded' | 'partial' | 'failed';

export interface ExportOptions {
  format: ExportFormatName;
  /** Default: true for zip, else false. */
  includeAssets?: boolean;
  /** The activity of the project, and what changed in the entries from one backup or version to the next. Default false. */
  includeHistory?: boolean;
  /** The versions of the project: numbers, labels, notes, times and counts. Default false. */
  includeVersions?: boolean;
  /** Default true. */
  includeComponents?: boolean;
  /** Default false. */
  minify?: boolean;
  /** Id or name of a template, see templates.ts; what is said beside it wins over it. */
  template?: string;
  /** By format, see docs/exports.md. */
  customSettings?: Record<string, unknown>;
  /** Each default: all. */
  contentTypes?: string[];
  documentIds?: string[];
  fields?: string[];
  locales?: string[];
  /** Default `draft`: what the editor sees. */
  status?: 'draft' | 'published' | 'all';
  /**
   * The file goes once its last byte was delivered, or 15 minutes after its first. Default false.
   */
  deleteAfterDownload?: boolean;
}

export interface Export {
  documentId: string;
  /** Slug of the project; of several the first. */
  project: string;
  /** Those that were asked for, where it is an export of several projects; else null. */
  projects: string[] | null;
  /** documentId of the job that makes it. */
  jobId: string | null;
  state: ExportState;
  /** While it is made: how far that is. */
  progress?: JobProgress | null;
  format: ExportFormatName;
  /** As they were chosen, with the defaults. */
  options: ExportOptions;
  /** Null until it is whole. */
  fileName: string | null;
  contentType: string | null;
  bytes: number;
  /** SHA-256 of the file, hexadecimal; null until it is whole. */
  checksum: string | null;
  documents: number;
  records: number;
  /** Files of the media library. */
  files: number;
  problems: Problem[];
  error: { code: string; message: string; hint: string } | null;
  /** Display name of the admin who made it. */
  author: string | null;
  createdAt: string;
  finishedAt: string | null;
  /** When it is deleted. */
  expiresAt: string | null;
}

/** `GET /keepsake/exports/formats` */
export interface ListExportFormats {
  response: { data: ExportFormatState[] };
}

export interface ExportFormatState {
  format: ExportFormatName;
  available: boolean;
  /** Why it is not. */
  reason: string | null;
}

/** `POST /keepsake/exports` answers 202 with the job; `project` is `site` by default */
export interface CreateExport {
  request: { data: ExportOptions & { project?: string } };
  response: { data: Job & { exportId: string } };
}

/**
 * `POST /keepsake/exports/bulk` answers 202 with the job: several projects in one ZIP, a folder each. A project that
 * cannot be exported makes it `partial` and is named in the problems; none that can makes it `failed`.
 */
export interface CreateBulkExport {
  request: { data: ExportOptions & { projects: string[] } };
  response: { data: Job & { exportId: string } };
}

/**
 * `POST /keepsake/exports/:id/ticket`: an address from which a browser can download the file without a login, for a few
 * minutes and one download; see downloads.ts.
 */
export interface CreateExportTicket {
  response: { data: { url: string; expiresAt: string } };
}

/** `GET /keepsake/exports?page=1&pageSize=10&project=site` newest first: one's own, a super admin's all */
export interface ListExports {
  request: { page?: number; pageSize?: number; project?: string };
  response: {
    data: Export[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `GET /keepsake/exports/:id` */
export interface GetExport {
  response: { data: Export };
}

/** `DELETE /keepsake/exports/:id` */
export interface DeleteExport {
  response: { data: { documentId: string } };
}

/** `GET /keepsake/exports/choices`: what the one who asks may have in an export */
export interface ListExportChoices {
  response: { data: ExportChoices };
}

export interface ExportChoices {
  contentTypes: ExportChoiceType[];
  /** Of the site; none where nothing is localized. */
  locales: { code: string; name: string }[];
  /** Whether private fields may be asked for. */
  private: boolean;
  /** Whether history and versions may be. */
  history: boolean;
}

export interface ExportChoiceType {
  uid: string;
  displayName: string;
  part: 'content' | 'media' | 'users';
  /** Those that may be read, as drafts or published. */
  documents: number;
  /** In the order of the schema; inside of components as paths. */
  fields: { path: string; label: string; type: string }[];
}

/** `POST /keepsake/exports/estimate`: how much an export would be, by counts and a few records of each content type */
export interface EstimateExport {
  request: { data: ExportOptions };
  response: { data: ExportEstimate };
}

export interface ExportEstimate {
  documents: number;
  records: number;
  /** Of the media library; what only texts speak of is not among them. */
  files: number;
  mediaBytes: number;
  /** Of the file, roughly; null where that cannot be told beforehand. */
  bytes: number | null;
  /** Roughly; null where that cannot be told beforehand. */
  seconds: number | null;
  types: { uid: string; displayName: string; documents: number; records: number }[];
}

/** `POST /keepsake/exports/preview`: the first entries as the file would have them */
export interface PreviewExport {
  request: { data: ExportOptions };
  response: { data: ExportPreview };
}

export type ExportPreview = ExportTextPreview | ExportTablePreview | ExportFilePreview | NoExportPreview;

/** JSON: the beginning of the file. */
export interface ExportTextPreview {
  kind: 'text';
  text: string;
}

/** CSV: the first rows of each file; paths of all files, where there are several. */
export interface ExportTablePreview {
  kind: 'tables';
  tables: ExportTable[];
  paths: string[];
}

export interface ExportTable {
  path: string;
  columns: string[];
  rows: string[][];
}

/** ZIP: what is in it, of the media those of the first entries. */
export interface ExportFilePreview {
  kind: 'files';
  paths: string[];
}

/** A format whose file cannot be shown in part. */
export interface NoExportPreview {
  kind: 'none';
}
