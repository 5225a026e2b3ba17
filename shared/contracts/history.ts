import type { BackupState, SnapshotKind } from './backups';
import type { DiffKind, EntryDiff } from './diffs';
import type { Job } from './jobs';
import type { VersionOrigin } from './versions';

/** A backup or a version, as far as lists of what it holds name it. */
export interface SnapshotName {
  documentId: string;
  kind: SnapshotKind;
  /** Of a version. */
  number: number | null;
  origin: VersionOrigin | null;
  label: string | null;
  note: string | null;
  pinned: boolean;
  state: BackupState;
  createdAt: string;
  /** Display name of the admin who made the snapshot, or null. */
  createdBy: string | null;
}

/** A snapshot in which the entry differs from the snapshot before it. */
export interface HistoryItem {
  snapshot: SnapshotName;
  /** One for each row (locale and status) of the entry that differs. */
  records: HistoryRecord[];
}

export interface HistoryRecord {
  /** From the snapshot before to this one; `removed`: this one no longer has it. */
  kind: DiffKind;
  locale: string | null;
  status: 'draft' | 'published' | null;
  /** Empty where the viewer may not see the field that it comes from. */
  label: string;
  /** When the row was last changed, as this snapshot has it; null for one that was removed. */
  updatedAt: string | null;
  /** Display name of the admin who changed it last, where that is known. */
  updatedBy: string | null;
  /** The live row is as this snapshot has it. */
  isLive: boolean;
}

/**
 * `GET /keepsake/history?contentType=…&documentId=…&locale=…&status=…&before=…&pageSize=20` newest first. Without a locale or
 * status, all rows of the entry.
 */
export interface ListHistory {
  request: {
    project?: string;
    contentType: string;
    documentId: string;
    locale?: string;
    status?: 'draft' | 'published';
    /** documentId of a snapshot: go on with those that are older (`next` of the answer before). */
    before?: string;
    pageSize?: number;
  };
  response: {
    data: HistoryItem[];
    meta: {
      /** Give it as `before` for the rest; null when there is no more. A page may be short and have a next one. */
      next: string | null;
      /** How many snapshots were looked into for this page. */
      looked: number;
      /** Snapshots that could not be read and were passed over. */
      unreadable: { documentId: string; code: string; message: string }[];
    };
  };
}

/**
 * `GET /keepsake/history/entry?contentType=…&documentId=…&locale=…&status=…&before=<snapshot>&after=<snapshot|live>`: one row,
 * field by field. `after` is `live` when left out.
 */
export interface GetHistoryEntry {
  request: {
    contentType: string;
    documentId: string;
    locale?: string;
    status?: 'draft' | 'published';
    copy?: number;
    before: string;
    after?: string;
  };
  /** `kind` is `null` when both sides hold the same. */
  response: { data: Omit<EntryDiff, 'kind'> & { kind: DiffKind | null } };
}

/**
 * `POST /keepsake/history/restore` answers 202 with the job. Writes the draft only (the row itself where the content type
 * has no drafts), never the published version. A safety backup is made first. Needs the right to restore, and that to
 * update these fields of this content type in this locale.
 */
export interface RestoreEntry {
  request: {
    data: {
      /** A backup or a version. */
      snapshotId: string;
      contentType: string;
      documentId: string;
      /** All locales when left out. */
      locale?: string;
      /** The whole entry when left out. */
      fields?: string[];
    };
  };
  response: { data: Job };
}

/** An entry that a snapshot holds and the live content does not. */
export interface DeletedEntry {
  uid: string;
  /** Name of the content type. */
  displayName: string;
  documentId: string;
  /** Empty where the viewer may not see the field that it comes from. */
  label: string;
  /** The newest snapshot that holds it. */
  snapshot: SnapshotName;
  /** The rows that it holds there. */
  records: { locale: string | null; status: 'draft' | 'published' | null }[];
}

/** `GET /keepsake/deleted?contentType=…&search=…&locale=…&page=1&pageSize=20`, what was held last first */
export interface ListDeleted {
  request: {
    project?: string;
    contentType?: string;
    /** Part of a label or of a documentId. */
    search?: string;
    locale?: string;
    page?: number;
    pageSize?: number;
  };
  response: {
    data: DeletedEntry[];
    meta: {
      pagination: { page: number; pageSize: number; pageCount: number; total: number };
      /** Content types that have deleted entries the viewer may see, before the filter by content type. */
      types: { uid: string; displayName: string; count: number }[];
      unreadable: { documentId: string; code: string; message: string }[];
    };
  };
}

/**
 * `POST /keepsake/deleted/restore` answers 202 with the job. Entries come back as drafts, with their relations; a safety
 * backup is made first. Needs the right to restore, that to create entries of this content type, and with `published`
 * that to publish them.
 */
export interface RestoreDeleted {
  request: {
    data: {
      /** A snapshot that holds all of them. */
      snapshotId: string;
      contentType: string;
      documentIds: string[];
      /** Their published versions too, which then are public again; default no. */
      published?: boolean;
      /** Entries that linked to them link to them again; default yes. */
      withInverse?: boolean;
      onConflict?: 'stop' | 'skip' | 'rename';
    };
  };
  response: { data: Job };
}
