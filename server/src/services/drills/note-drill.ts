import type { Core } from '@strapi/strapi';

import type { Backup } from '../../../../shared/contracts/backups';
import type { DrillReport } from '../../../../shared/contracts/drills';
import { toBackup } from '../backups/backup-row';
import type { BackupRow } from '../backups/backup-row';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';

const UID = 'plugin::keepsake.backup';
const DRILL_FAILED = 'drill_failed';

/**
 * Has the backup's row say what its drill came to. One that failed is `partial` from then on, so that `latest` passes it
 * by, until a drill of it passes; where objects of the storage are damaged, every backup that needs them says so.
 */
export async function noteDrill(
  strapi: Core.Strapi,
  { documentId, storage }: Backup,
  report: DrillReport,
  damagedObjects: ReadonlySet<string>,
): Promise<Backup> {
  const backups = ownRows<BackupRow>(strapi, UID);
  if (damagedObjects.size > 0) await pluginService(strapi, 'backups').suspect(damagedObjects, storage);
  const row = (await backups.findOne({ where: { documentId } }))!;
  const data = { drill: report, ...(await changes(row)) };
  return toBackup((await backups.update({ where: { documentId }, data })) ?? { ...row, ...data });

  async function changes({ state, error }: BackupRow): Promise<Partial<BackupRow>> {
    if (report.state === 'unproven') return {};
    if (report.state === 'failed') {
      const isMarked = error !== null && error.code !== DRILL_FAILED;
      return { provenAt: null, ...(isMarked ? {} : { state: 'partial', error: failure(report) }) };
    }
    if (error?.code !== DRILL_FAILED) return { provenAt: report.at };
    return { provenAt: report.at, error: null, state: await committedState(state) };
  }

  async function committedState(state: BackupRow['state']): Promise<BackupRow['state']> {
    const repository = await pluginService(strapi, 'snapshots').repository({ storage });
    return repository.snapshots().find(({ id }) => id === documentId)?.state ?? state;
  }
}

function failure({ differences, differenceCount }: DrillReport): BackupRow['error'] {
  const first = differences[0]?.message ?? '';
  const others = differenceCount > 1 ? ` (and ${differenceCount - 1} more)` : '';
  return {
    code: DRILL_FAILED,
    message: `A test restore of this backup did not bring everything back as it was: ${first}${others}`,
    hint: 'Make another backup and have it proven. What of this one is not named can still be restored.',
  };
}
