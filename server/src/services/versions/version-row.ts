import type { BackupState } from '../../../../shared/contracts/backups';
import type { Job } from '../../../../shared/contracts/jobs';
import type { Version, VersionOrigin } from '../../../../shared/contracts/versions';
import type { Manifest, SnapshotEntry } from '../../core/repository/repository';

/** A version as its table holds it: the manifest is the truth, but for what may be changed: label, note, pinned. */
export interface VersionRow {
  documentId: string;
  project: string;
  number: number;
  origin: VersionOrigin;
  label: string | null;
  note: string | null;
  pinned: boolean;
  state: BackupState;
  startedAt: string;
  finishedAt: string | null;
  seconds: number | null;
  documents: number;
  records: number;
  files: number;
  bytes: string | number;
  storedBytes: string | number;
  unheldFiles: number;
  problemCount: number;
  author: string | null;
  pluginVersion: string;
  strapiVersion: string;
  error: Job['error'];
}

export const VERSION_UID = 'plugin::keepsake.version';

export function toVersion(row: VersionRow): Version {
  return {
    documentId: row.documentId,
    project: row.project,
    number: row.number,
    origin: row.origin,
    label: row.label,
    note: row.note,
    pinned: row.pinned === true,
    state: row.state,
    createdAt: row.startedAt,
    finishedAt: row.finishedAt,
    seconds: row.seconds,
    documents: row.documents,
    records: row.records,
    files: row.files,
    bytes: Number(row.bytes),
    storedBytes: Number(row.storedBytes),
    unheldFiles: row.unheldFiles,
    problemCount: row.problemCount,
    createdBy: row.author,
    error: row.error ?? null,
  };
}

/** What a row says of a snapshot that is in the repository. */
export function committed(snapshot: SnapshotEntry & Partial<Manifest>) {
  return {
    state: snapshot.state,
    finishedAt: snapshot.finishedAt,
    seconds: (Date.parse(snapshot.finishedAt) - Date.parse(snapshot.createdAt)) / 1000,
    ...snapshot.counts,
    unheldFiles: snapshot.unheldFiles ?? 0,
    problemCount: snapshot.problems?.length ?? 0,
    error: null,
  };
}
