import { createHash } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { PREVIEW_UID } from '../../content-types/preview-model';
import { movedEntries, type SeenRow } from '../../core/restore/moved-entries';
import type { RestoreActions } from '../../core/restore/restore-plan';
import type { MovedEntry } from '../../../../shared/contracts/restores';
import { ownRows } from '../own-rows';

interface PreviewRow {
  id: number;
  fingerprint: string;
  /** JSON of `Seen`. */
  seen: string;
}

/** Row by row while there are few, else one digest for each content type. */
interface Seen {
  rows: [uid: string, key: string, hash: string][] | null;
  digests: Record<string, string>;
}

type Looked = Pick<RestoreActions, 'fingerprint' | 'seen'>;

/** Rows that are kept of one preview: some 400 KB. */
const MOST_ROWS = 5000;
const MOST_PREVIEWS = 20;

/** Keeps what a preview looked at, for any process of the site that will carry it out. */
export async function rememberPreview(strapi: Core.Strapi, { fingerprint, seen }: Looked): Promise<void> {
  const previews = ownRows<PreviewRow>(strapi, PREVIEW_UID);
  if (await previews.findOne({ where: { fingerprint }, select: ['id'] })) return;
  const rows = seen.map(({ uid, key, hash }): [string, string, string] => [uid, key, hash]);
  const kept: Seen = { rows: rows.length > MOST_ROWS ? null : rows, digests: digestsOf(seen) };
  await previews.create({ data: { fingerprint, seen: JSON.stringify(kept) } });
  const [oldest] = await previews.findMany({
    orderBy: { id: 'desc' },
    offset: MOST_PREVIEWS,
    limit: 1,
    select: ['id'],
  });
  if (oldest) await previews.deleteMany({ where: { id: { $lte: oldest.id } } });
}

/** What moved since the preview of this fingerprint, by entry or by content type; nothing where it is not kept any more. */
export async function movedSince(
  strapi: Core.Strapi,
  fingerprint: string,
  now: readonly SeenRow[],
): Promise<MovedEntry[]> {
  const row = await ownRows<PreviewRow>(strapi, PREVIEW_UID).findOne({ where: { fingerprint } });
  if (!row) return [];
  const { rows, digests } = JSON.parse(row.seen) as Seen;
  if (rows)
    return movedEntries(
      rows.map(([uid, key, hash]) => ({ uid, key, hash })),
      now,
    );
  const after = digestsOf(now);
  return [...new Set([...Object.keys(digests), ...Object.keys(after)])]
    .filter((uid) => digests[uid] !== after[uid])
    .map((uid) => ({ kind: 'changed', uid, documentId: null, locale: null, status: null }));
}

function digestsOf(rows: readonly SeenRow[]): Record<string, string> {
  const hashers = new Map<string, ReturnType<typeof createHash>>();
  for (const { uid, key, hash } of rows) {
    const hasher = hashers.get(uid) ?? createHash('sha256');
    hashers.set(uid, hasher.update(`${key} ${hash}\n`));
  }
  return Object.fromEntries([...hashers].map(([uid, hasher]) => [uid, hasher.digest('base64url')]));
}
