/**
 * What a site holds, free of everything that a restore may choose anew: row ids, order numbers, folder numbers.
 *
 * Names of things (a row's key doubles as the prefix of everything that hangs off it):
 * - document row:  `<table>:<documentId>:<locale or ->:<draft|published>`, a duplicate gets `#2`, `#3` … by row id
 * - component row: `<owner's key>.<field>[<rank from 1>]`, nested to any depth
 * - setting:       `strapi_core_store_settings:<key>:<environment or ->:<tag or ->`
 * - webhook:       `strapi_webhooks:<name>`
 * - any other row: `<table>:<digest of its cells>`
 */
export interface SiteImage {
  rows: Map<string, SiteRow>;
  /** Which rows are linked. Key: what the links hang off, and the join table. */
  links: Map<string, LinkSet>;
  /** In which order they are linked; only groups of two and more, since one member has no order. */
  orders: Map<string, LinkOrder>;
  /** SHA-256 in hexadecimal of every uploaded file, by its name relative to the upload folder, with `/`. */
  files: Map<string, string>;
  /** Component rows that no document row leads to. Not compared: a restore may drop them. */
  orphans: string[];
  /** Join rows with an end that is gone. Not compared: Strapi never shows them. */
  dangling: string[];
}

export interface SiteRow {
  table: string;
  /** Canonical text (see `cell-text.ts`) by column name. */
  cells: Record<string, string>;
}

export interface LinkSet {
  joinTable: string;
  /** Key of a row, with `.<field>` where the join table has fields. */
  owner: string;
  /** Keys of the linked rows; the second link to the same row has `#2`. */
  members: string[];
}

export interface LinkOrder {
  joinTable: string;
  /** The order column that the ranks come from. */
  column: string;
  owner: string;
  /** By rank; members with equal order numbers share a rank. */
  ranked: RankedMember[];
}

export interface RankedMember {
  member: string;
  rank: number;
}

export type SqlClient = 'sqlite' | 'postgres' | 'mysql';

/** Name of the table at the root of a key: where `articles:x:en:draft.seo[1]` lives in the end. */
export function rootTable(key: string): string {
  const end = key.indexOf(':');
  return end === -1 ? key : key.slice(0, end);
}
