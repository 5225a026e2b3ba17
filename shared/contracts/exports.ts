import type { Problem } from './errors';
import type { Job } from './jobs';

export type ExportFormatName = 'json' | 'csv' | 'pdf' | 'zip';
export type ExportState = 'running' | 'succeeded' | 'partial' | 'failed';

export interface ExportOptions {
  format: ExportFormatName;
  /** Default: true for zip, else false. */
  includeAssets?: boolean;
  /** Default false. */
  includeHistory?: boolean;
  /** Default false. */
  includeVersions?: boolean;
  /** Default true. */
  includeComponents?: boolean;
  /** Default false. */
  minify?: boolean;
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
}

export interface Export {
  documentId: string;
  /** Slug of the project. */
  project: string;
  /** documentId of the job that makes it. */
  jobId: string | null;
  state: ExportState;
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

/** `POST /keepsake/exports` answers 202 with the job */
export interface CreateExport {
  request: { data: ExportOptions };
  response: { data: Job & { exportId: string } };
}

/** `GET /keepsake/exports?page=1&pageSize=10` newest first: one's own, a super admin's all */
export interface ListExports {
  request: { page?: number; pageSize?: number };
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
