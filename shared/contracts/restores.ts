import type { Problem } from './errors';
import type { Job } from './jobs';

/**
 * `skip` writes only what is missing; `overwrite` also brings changed entries back;
 * `mirror` also removes what the backup lacks, inside the project's scope.
 */
export type RestoreMode = 'skip' | 'overwrite' | 'mirror';

export interface RestoreSelection {
  mode: RestoreMode;
  /** Content type uids; all when absent. */
  contentTypes?: string[];
  /** documentIds; all when absent. */
  documentIds?: string[];
  locales?: string[];
  status?: 'draft' | 'published';
  /** Of entries that exist, only these attributes are written, and nothing is deleted; missing entries come back whole. */
  fields?: string[];
  /** Entries that come back also get back the links that other entries had to them. */
  withInverse?: boolean;
  /**
   * What to do when a value that must be unique is taken by another entry now: `stop` (default) blocks the restore,
   * `skip` leaves that entry out, `rename` gives it the next free value.
   */
  onConflict?: 'stop' | 'skip' | 'rename';
  /** Write end users too. Left out, they are written by a restore of everything onto a site without content. */
  users?: boolean;
  /** Write roles, permissions, plugin settings and webhooks too. Left out, as with `users`. */
  settings?: boolean;
}

/** `link`: nothing of the entry changes but links of its to entries that come back (`withInverse`). */
export type RestoreAction = 'create' | 'update' | 'delete' | 'link';

export interface RestorePlanItem {
  action: RestoreAction;
  uid: string;
  documentId: string;
  locale: string | null;
  status: 'draft' | 'published' | null;
  /** The entry's main field, for people. */
  label: string;
}

export interface RestorePlanFile {
  name: string;
  /** `missing` and `different` files are written back; `extra` ones are removed (mode mirror). */
  state: 'missing' | 'different' | 'extra';
}

/** Of records: one per locale and status of a document. */
export interface RestoreCounts {
  create: number;
  update: number;
  delete: number;
  unchanged: number;
  /** Links that entries outside of these counts get back to entries that come back. */
  links: number;
  files: number;
}

export interface RestorePlan {
  backupId: string;
  mode: RestoreMode;
  /** Written although it was not asked for, since the site holds no content yet; absent where nothing is. */
  added?: ('users' | 'settings')[];
  /** What the live content was when this was computed; sent back with the restore, which refuses when it moved. */
  fingerprint: string;
  counts: RestoreCounts;
  types: {
    uid: string;
    displayName: string;
    create: number;
    update: number;
    delete: number;
    unchanged: number;
  }[];
  /** The first 500, in the order of `types`. */
  items: RestorePlanItem[];
  /** The first 500. */
  files: RestorePlanFile[];
  truncated: boolean;
  /** What keeps it from being complete, for example a field that no longer exists. */
  problems: Problem[];
  /** What keeps it from being applied at all; empty when it can be. */
  blockers: Problem[];
}

/** What moved between a preview and its restore, which was refused for it (`plan_stale`). */
export interface MovedEntry {
  kind: 'created' | 'changed' | 'deleted';
  uid: string;
  /** Null where so much was looked at that only the content type is known. */
  documentId: string | null;
  locale: string | null;
  status: 'draft' | 'published' | null;
}

/** `POST /keepsake/backups/:id/plan` changes nothing */
export interface PlanRestore {
  request: { data: RestoreSelection };
  response: { data: RestorePlan };
}

/** `POST /keepsake/backups/:id/restore` answers 202 with the job */
export interface StartRestore {
  request: {
    data: RestoreSelection & {
      fingerprint: string;
      /** Send Strapi's entry events (`entry.create` and so on) for what was written; default no. */
      emitEvents?: boolean;
    };
  };
  response: { data: Job };
}
