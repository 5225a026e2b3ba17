import type { Job } from './jobs';

/** The storage of the settings, or the second one beside it (`storage.cloud`). */
export type StoragePlace = 'main' | 'cloud';

type Trouble = { code: string; message: string; hint: string };

/** What the repository says of itself, once it is open. */
export interface RepositoryFacts {
  id: string;
  /** Id of this site in it. */
  writer: string;
  /** How many other sites write to it beside this one. */
  otherSites: number;
  /** Counts the roots written. */
  generation: number;
  /** The data key that writes now, and how many of them are kept because something is sealed under them. */
  keys: { current: number; kept: number };
  /** How many secrets open it. */
  secrets: number;
  snapshots: number;
  objects: number;
  bytes: number;
  /** A verification found damage; the next backup references nothing of the old ones. */
  isDamaged: boolean;
}

export interface StorageDetails extends PlaceDetails {
  encryption: 'configured' | 'generated' | 'off' | 'missing';
  /** The second storage; null where none is configured. */
  cloud: PlaceDetails | null;
}

/** One storage and what is in it. */
export interface PlaceDetails {
  provider: string;
  location: string;
  /** First part of every object's name. */
  prefix: string;
  /** Whether strangers who know an object's name can read its ciphertext; null while that is unknown. */
  isPublic: boolean | null;
  /** Null while it cannot be opened, and in a second storage before its first backup. */
  repository: RepositoryFacts | null;
  /** Why it cannot be opened; with a repository, why nothing may be written to it. */
  error: Trouble | null;
}

/** `GET /keepsake/storage`: never fails for what is wrong with the storage, it is the answer that says so. */
export interface GetStorage {
  response: { data: StorageDetails };
}

export type StorageCheckStep = 'write' | 'read' | 'compare' | 'delete';

export interface StorageCheck {
  /** In this order; what follows a failure is skipped. */
  steps: { name: StorageCheckStep; state: 'ok' | 'failed' | 'skipped'; error: Trouble | null }[];
  isPublic: boolean | null;
  /** How long all of it took. */
  milliseconds: number;
}

/** `POST /keepsake/storage/check`: puts a small object, reads it, compares it and deletes it, in each storage. */
export interface CheckStorage {
  response: { data: StorageCheck & { cloud: StorageCheck | null } };
}

/** `POST /keepsake/storage/keys` answers 202 with the job; `all` encrypts everything that is stored anew. */
export interface RotateKeys {
  request: { data?: { all?: boolean } };
  response: { data: Job };
}

/** `POST /keepsake/storage/compact` answers 202 with the job. */
export interface CompactStorage {
  request: { data?: { dryRun?: boolean } };
  response: { data: Job };
}

/** `POST /keepsake/storage/verify` answers 202 with the job. */
export interface VerifyStorage {
  request: {
    data?: {
      /** Over 0 and at most 1: only this share of the bytes, those checked longest ago first. Default: all. */
      share?: number;
    };
  };
  response: { data: Job };
}

/** `GET /keepsake/storage/kit`: what is needed for a recovery besides the secret, to be kept as a file or printed. */
export interface GetRecoveryKit {
  response: { data: { fileName: string; html: string } };
}
