import type { BackupState, BackupTypeCount } from './backups';
import type { Problem } from './errors';
import type { Job } from './jobs';

/**
 * A version is a snapshot of content kept for people: numbered, labelled, comparable. It stores no media bytes of its
 * own, but keeps those alive that a backup has stored. Its documentId may be given wherever a backup's may: to be
 * compared (`/diffs`), previewed and restored (`/backups/:id/plan`, `/backups/:id/restore`).
 */
export interface Version {
  documentId: string;
  /** Slug of the project. */
  project: string;
  /** Counts up within a project, and is never given twice. */
  number: number;
  /** `auto`: made by itself for entries that were changed or published (setting `versions.auto`). */
  origin: VersionOrigin;
  label: string | null;
  note: string | null;
  /** Kept by every clean-up; only somebody may delete it. */
  pinned: boolean;
  state: BackupState;
  createdAt: string;
  finishedAt: string | null;
  /** Wall-clock duration in seconds. */
  seconds: number | null;
  documents: number;
  records: number;
  files: number;
  /** Logical size of its records. */
  bytes: number;
  /** What it added to the storage. */
  storedBytes: number;
  /** Files of the media library that no backup held when it was made. */
  unheldFiles: number;
  problemCount: number;
  /** Display name of the admin who made it, or null. */
  createdBy: string | null;
  /** Why it failed, or what of it was lost since. */
  error: { code: string; message: string; hint: string } | null;
}

export type VersionOrigin = 'manual' | 'auto';

export interface VersionDetails extends Version {
  types: BackupTypeCount[];
  problems: Problem[];
  /** The first 100 files that no backup held when it was made, each with code `media_not_held`. */
  unheld: Problem[];
  /** Of an automatic one: the first 100 entries that it was made for. All others are as the snapshot before had them. */
  touched: { uid: string; documentId: string }[];
  strapiVersion: string;
  pluginVersion: string;
}

/** `GET /keepsake/versions?page=1&pageSize=10&origin=manual&search=…` newest first */
export interface ListVersions {
  request: {
    project?: string;
    origin?: VersionOrigin;
    pinned?: boolean;
    /** Part of a label or note, or a number. */
    search?: string;
    page?: number;
    pageSize?: number;
  };
  response: {
    data: Version[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `POST /keepsake/versions` answers 202 with the job, whose `backupId` is the version's documentId */
export interface CreateVersion {
  request: { data: { project?: string; label?: string; note?: string; pinned?: boolean } };
  response: { data: Job };
}

/** `GET /keepsake/versions/:id` */
export interface GetVersion {
  response: { data: VersionDetails };
}

/** `PATCH /keepsake/versions/:id`: what is left out stays; null takes a label or note away. */
export interface UpdateVersion {
  request: { data: { label?: string | null; note?: string | null; pinned?: boolean } };
  response: { data: Version };
}

/** `DELETE /keepsake/versions/:id` */
export interface DeleteVersion {
  response: { data: { documentId: string } };
}
