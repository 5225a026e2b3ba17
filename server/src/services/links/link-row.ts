import type { ShareLink } from '../../../../shared/contracts/links';

/** The database's row of a share link. */
export interface LinkRow {
  documentId: string;
  /** Of the token, which is nowhere. */
  hash: string;
  exportId: string;
  /** Slug. */
  project: string;
  fileName: string;
  label: string | null;
  oneUse: boolean;
  expiresAt: string;
  /** Of one that is good for one download: when that began. */
  startedAt: string | null;
  closedAt: string | null;
  revokedAt: string | null;
  downloads: number;
  lastDownloadAt: string | null;
  author: string | null;
  /** Null for the site itself. */
  ownerId: string | null;
  createdAt: string;
}

/** As for tickets: of a download that broke off. */
const END_WITHIN_MS = 15 * 60_000;

/**
 * ```
 *   open ──its time is over──▶ expired
 *    ├──revoked──▶ revoked
 *    └──one-use: last byte delivered, or 15 minutes after the first──▶ used
 * ```
 */
export function stateOf(row: LinkRow, at = Date.now()): ShareLink['state'] {
  if (row.revokedAt !== null) return 'revoked';
  const isOver = row.startedAt !== null && at > Date.parse(row.startedAt) + END_WITHIN_MS;
  if (row.oneUse && (row.closedAt !== null || isOver)) return 'used';
  return at >= Date.parse(row.expiresAt) ? 'expired' : 'open';
}

export function toLink(row: LinkRow): ShareLink {
  return {
    documentId: row.documentId,
    exportId: row.exportId,
    fileName: row.fileName,
    label: row.label ?? '',
    oneUse: row.oneUse,
    state: stateOf(row),
    expiresAt: row.expiresAt,
    downloads: row.downloads,
    lastDownloadAt: row.lastDownloadAt,
    author: row.author,
    createdAt: row.createdAt,
  };
}
