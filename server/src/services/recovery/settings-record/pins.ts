import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Manifest } from '../../../core/repository/repository';
import { ownRows } from '../../own-rows';
import { VERSION_UID } from '../../versions/version-row';

/** Rows of both may be pinned, and have the id of their snapshot. */
const UIDS = ['plugin::keepsake.backup', VERSION_UID];

interface PinnedRow {
  documentId: string;
  pinned: boolean | null;
}

const ids = z.array(z.string());

/** What of a project is pinned when a snapshot of it is made. */
export async function collectPins(strapi: Core.Strapi, project: string): Promise<string[]> {
  const found = await Promise.all(
    UIDS.map((uid) =>
      ownRows<PinnedRow>(strapi, uid).findMany({
        select: ['documentId'],
        where: { project, pinned: true },
        orderBy: { id: 'asc' },
      }),
    ),
  );
  return found.flat().map(({ documentId }) => documentId);
}

/**
 * Once the rows are there: pins what was pinned when the newest snapshot of each project was made. Nothing loses its pin;
 * one that was set after that snapshot is known to nobody.
 *
 * @param manifests Oldest first
 * @returns how many are pinned that were not
 */
export async function restorePins(strapi: Core.Strapi, manifests: Manifest[]): Promise<number> {
  const newest = new Map(manifests.map((manifest) => [manifest.project, manifest]));
  let pinned = 0;
  for (const { project, settings } of newest.values()) {
    const documentId = { $in: ids.safeParse(settings['pins']).data ?? [] };
    for (const uid of UIDS) {
      const where = { project, documentId, $or: [{ pinned: false }, { pinned: { $null: true } }] };
      const { count } = await ownRows<PinnedRow>(strapi, uid).updateMany({ where, data: { pinned: true } });
      pinned += count;
    }
  }
  return pinned;
}

/** Which schedule made each backup, so that retention goes on counting it among that schedule's. */
export async function restoreOrigins(strapi: Core.Strapi, manifests: Manifest[]): Promise<void> {
  const backups = ownRows<{ documentId: string; schedule: string | null }>(strapi, 'plugin::keepsake.backup');
  for (const { id, settings } of manifests) {
    const schedule = settings['schedule'];
    if (typeof schedule !== 'string') continue;
    await backups.updateMany({ where: { documentId: id, schedule: { $null: true } }, data: { schedule } });
  }
}
