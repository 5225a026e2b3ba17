import type { DrillReport } from './drills';
import type { Problem } from './errors';
import type { Job } from './jobs';
import type { StoragePlace } from './storage';

export type BackupKind = 'manual' | 'scheduled' | 'safety';
/** A snapshot is a backup or a version. */
export type SnapshotKind = BackupKind | 'version';
export type BackupState = 'running' | 'succeeded' | 'partial' | 'failed';

export interface Backup {
  documentId: string;
  /** Slug of the project. */
  project: string;
  /** Where it lies. */
  storage: StoragePlace;
  kind: BackupKind;
  state: BackupState;
  note: string | null;
  /** documentId of the schedule that made it. */
  schedule: string | null;
  /** Retention never removes it. */
  pinned: boolean;
  createdAt: string;
  finishedAt: string | null;
  /** Wall-clock duration in seconds. */
  seconds: number | null;
  /** Distinct documents; a document in two locales, draft and published, counts once. */
  documents: number;
  /** Stored rows of those documents: one per locale and status. */
  records: number;
  /** Entries of the media library. */
  files: number;
  /** Logical size: records and media before compression and deduplication. */
  bytes: number;
  /** What this backup added to the storage. */
  storedBytes: number;
  problemCount: number;
  /** Display name of the admin who made it, or null. */
  createdBy: string | null;
  /** When its bytes were last read again and found good. */
  verifiedAt: string | null;
  /** When a test restore of it last brought back everything as it was. */
  provenAt: string | null;
  /** Why it failed, or what of it was lost since. */
  error: { code: string; message: string; hint: string } | null;
}

/** A backup that can no longer be restored whole. */
export interface BrokenBackup {
  id: string;
  createdAt: string;
  message: string;
  /** The object that it lacks. */
  item: string;
}

export interface BackupTypeCount {
  uid: string;
  displayName: string;
  documents: number;
  records: number;
}

export interface BackupDetails extends Backup {
  types: BackupTypeCount[];
  problems: Problem[];
  /** The report of its last drill. */
  drill: DrillReport | null;
  strapiVersion: string;
  pluginVersion: string;
}

/** `GET /keepsake/backups?page=1&pageSize=10` newest first */
export interface ListBackups {
  /** Without a project: of all that one may see. */
  request: { project?: string; page?: number; pageSize?: number };
  response: {
    data: Backup[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `GET /keepsake/backups/:id` */
export interface GetBackup {
  response: { data: BackupDetails };
}

/** `POST /keepsake/backups` answers 202 with the job */
export interface CreateBackup {
  /** Without a project: of the whole site, or of the first that one may see. */
  request: { data: { project?: string; note?: string; is_cloud_backup?: boolean } };
  response: { data: Job };
}

/** `PATCH /keepsake/backups/:id`: what is left out stays. A pinned one is never removed by retention. */
export interface ChangeBackup {
  request: { data: { note?: string | null; pinned?: boolean } };
  response: { data: Backup };
}

/** `DELETE /keepsake/backups/:id` */
export interface DeleteBackup {
  response: { data: { documentId: string } };
}

/** `POST /keepsake/backups/:id/verify` answers 202 with the job */
export interface VerifyBackup {
  response: { data: Job };
}

/** `GET /keepsake/status`: can backups be made, and what is going on. */
export interface GetStatus {
  response: {
    data: {
      ready: boolean;
      /** Why it is not ready, and what to do. */
      error: { code: string; message: string; hint: string } | null;
      storage: {
        provider: string;
        location: string;
        /** Whether strangers who know an object's name can read its ciphertext; null while that is unknown. */
        isPublic: boolean | null;
      };
      /** The second storage; null where none is configured. */
      cloud: { provider: string; location: string } | null;
      /** Where the secret comes from; `off` where the settings say that none is wanted. */
      encryption: 'configured' | 'generated' | 'off' | 'missing';
      backups: number;
      storedBytes: number;
      /** Bytes that all backups together may take; null where there is no limit. */
      quota: number | null;
      /** The job under way, whoever started it. */
      runningJob: Job | null;
    };
  };
}
