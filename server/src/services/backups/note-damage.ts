import type { Core } from '@strapi/strapi';

import { describe } from '../jobs/job-errors';
import { KeepsakeError } from '../../core/errors';
import type { BrokenSnapshot, SnapshotEntry } from '../../core/repository/repository';
import type { BackupRow } from './backup-row';
import { ownRows } from '../own-rows';
import { VERSION_UID } from '../versions/version-row';

const UIDS = ['plugin::keepsake.backup', VERSION_UID];
const BROKEN = 'backup_broken';

/** A backup that cannot be restored whole: what its row says, and what a person is told. */
export function brokenBackup({ entry, damage, isReadable }: BrokenSnapshot): KeepsakeError {
  const { id, createdAt } = entry;
  const what = isReadable ? 'cannot be restored whole' : 'cannot be read';
  return new KeepsakeError(BROKEN, `The backup ${id} of ${createdAt} ${what}. ${damage.message}`, {
    hint: isReadable
      ? 'Restore from another backup; what of this one does not need that object can still be restored.'
      : 'Restore from another backup. Where the object is lost for good, run keepsake delete with this id.',
    item: damage.item,
    cause: damage,
  });
}

/**
 * Has the rows of broken backups and versions say so, that `latest` passes them by: `partial` while something of them can be read,
 * `failed` otherwise. With `whole`, the rows of these snapshots that said so before no longer do.
 */
export async function noteDamage(
  strapi: Core.Strapi,
  broken: BrokenSnapshot[],
  whole: SnapshotEntry[] = [],
): Promise<void> {
  const states = new Map(whole.map(({ id, state }) => [id, state]));
  for (const uid of UIDS) {
    const rows = ownRows<Pick<BackupRow, 'documentId' | 'error'>>(strapi, uid);
    for (const one of broken) {
      const state = one.isReadable ? 'partial' : 'failed';
      const data = { state, error: describe(brokenBackup(one)) };
      await rows.updateMany({ where: { documentId: one.entry.id }, data });
    }
    const marked = await rows.findMany({ where: { error: { $notNull: true } } });
    for (const { documentId, error } of marked) {
      const state = states.get(documentId);
      if (!state || error?.code !== BROKEN) continue;
      await rows.update({ where: { documentId }, data: { state, error: null } });
    }
  }
}
