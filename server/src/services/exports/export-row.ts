import type {
  Export,
  ExportFormatName,
  ExportOptions,
  ExportState,
} from '../../../../shared/contracts/exports';
import type { Problem } from '../../../../shared/contracts/errors';

/** The database's row of an export; big numbers come as text. */
export interface ExportRow {
  documentId: string;
  project: string;
  /** As they were asked for, of an export of several. */
  projects: string[] | null;
  jobId: string | null;
  state: ExportState;
  format: ExportFormatName;
  options: ExportOptions;
  fileName: string | null;
  contentType: string | null;
  bytes: string | number;
  storedBytes: string | number;
  checksum: string | null;
  pieces: number;
  /** Names the pieces of the latest try, see export-store. */
  pieceSet: string | null;
  /** Pieces below this number may be in the storage, see stored-export. */
  reserved: number;
  documents: number;
  records: number;
  files: number;
  problems: Problem[] | null;
  error: Export['error'];
  author: string | null;
  /** Id of the admin who made it. */
  ownerId: string | null;
  createdAt: string;
  finishedAt: string | null;
  expiresAt: string | null;
  /** Of one that goes after its download. */
  firstDownloadAt: string | null;
}

export function toExport(row: ExportRow): Export {
  return {
    documentId: row.documentId,
    project: row.project,
    projects: row.projects ?? null,
    jobId: row.jobId,
    state: row.state,
    format: row.format,
    options: row.options,
    fileName: row.fileName,
    contentType: row.contentType,
    bytes: Number(row.bytes),
    checksum: row.checksum,
    documents: row.documents,
    records: row.records,
    files: row.files,
    problems: row.problems ?? [],
    error: row.error,
    author: row.author,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
    expiresAt: row.expiresAt,
  };
}
