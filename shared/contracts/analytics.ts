import type { SnapshotKind } from './backups';
import type { StoragePlace } from './storage';

/** All sizes in bytes. */
export interface StorageUsage {
  measuredAt: string;
  /** Everything of this repository that lies in the storage. */
  storedBytes: number;
  /** Of that, what backups and versions are made of. */
  neededBytes: number;
  /** What a clean-up would free by now. */
  cleanableBytes: number;
  /** Content of all backups and versions, each counted whole. */
  logicalBytes: number;
  savedBytes: {
    /** By storing once what several have. */
    deduplication: number;
    compression: number;
  };
  /** What retention would remove now, and what is freed once it is removed, its grace time is over and the storage is cleaned up. */
  retention: { snapshots: number; freedBytes: number };
  quota: number | null;
  projects: UsageOfGroup[];
  kinds: UsageOfGroup[];
  types: UsageOfType[];
  /** Newest first. */
  snapshots: UsageOfSnapshot[];
  /** How what is stored now came together, oldest first. */
  growth: { at: string; bytes: number }[];
  /** The largest ones, each content once. */
  files: UsageOfFile[];
}

/** Of a project, or of a kind of snapshots. */
export interface UsageOfGroup {
  name: string;
  snapshots: number;
  logicalBytes: number;
  /** What no snapshot of another group holds. */
  ownBytes: number;
}

export interface UsageOfType {
  /** Null for the files of the media library. */
  uid: string | null;
  displayName: string | null;
  /** Entries, or files with their formats, in the newest snapshot that has it. */
  entries: number;
  /** Content in that snapshot; null where it did not count by type. */
  logicalBytes: number | null;
  /** For all snapshots together. */
  storedBytes: number;
}

export interface UsageOfSnapshot {
  id: string;
  project: string;
  kind: SnapshotKind;
  note: string | null;
  createdAt: string;
  logicalBytes: number;
  /** What those before it that are still there do not hold. */
  addedBytes: number;
  /** What no other one holds. */
  ownBytes: number;
  /** What deleting it and then cleaning up frees. */
  freedBytes: number;
}

export interface UsageOfFile {
  name: string;
  bytes: number;
  storedBytes: number;
  /** How many snapshots hold it, and the newest that does. */
  snapshots: number;
  newest: string;
}

/** `GET /keepsake/storage/usage`: of the first storage, or with `storage=cloud` of the second. */
export interface GetStorageUsage {
  request: { query: { storage?: StoragePlace } };
  response: { data: StorageUsage };
}
