import type { Backup, BackupKind, BackupState } from '../../../../shared/contracts/backups';
import type { DrillReport } from '../../../../shared/contracts/drills';
import type { Job } from '../../../../shared/contracts/jobs';
import type { StoragePlace } from '../../../../shared/contracts/storage';

/** A backup as its table holds it; the repository's manifest is the truth, this the quick index. */
export interface BackupRow {
  documentId: string;
  project: string;
  /** Null in a row that an older version made: it lies in the first. */
  storage: StoragePlace | null;
  kind: BackupKind;
  state: BackupState;
  note: string | null;
  /** documentId of the schedule that made it. */
  schedule: string | null;
  /** Retention never removes it. Null in a row that an older version made. */
  pinned: boolean | null;
  startedAt: string;
  finishedAt: string | null;
  seconds: number | null;
  documents: number;
  records: number;
  files: number;
  bytes: string | number;
  storedBytes: string | number;
  problemCount: number;
  author: string | null;
  verifiedAt: string | null;
  provenAt: string | null;
  drill: DrillReport | null;
  pluginVersion: string;
  strapiVersion: string;
  error: Job['error'];
}

export function toBackup(row: BackupRow): Backup {
  return {
    documentId: row.documentId,
    project: row.project,
    storage: row.storage ?? 'main',
    kind: row.kind,
    state: row.state,
    note: row.note,
    schedule: row.schedule ?? null,
    pinned: row.pinned ?? false,
    createdAt: row.startedAt,
    finishedAt: row.finishedAt,
    seconds: row.seconds,
    documents: row.documents,
    records: row.records,
    files: row.files,
    bytes: Number(row.bytes),
    storedBytes: Number(row.storedBytes),
    problemCount: row.problemCount,
    createdBy: row.author,
    verifiedAt: row.verifiedAt,
    provenAt: row.provenAt ?? null,
    error: row.error ?? null,
  };
}
