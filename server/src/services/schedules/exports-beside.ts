import type { Core } from '@strapi/strapi';

import { OCCURRENCE_UID } from '../../content-types/occurrence-model';
import { asKeepsakeError } from '../../core/errors';
import { ownerAsker } from '../exports/owner-asker';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import type { OccurrenceRow, ScheduleRow } from './schedule-row';

export interface FailedExport {
  schedule: string;
  name: string;
  code: string;
  message: string;
}

/** One that could not be begun for so long is no export of that run any more. */
const WITHIN_MS = 24 * 60 * 60_000;
/** Stands for the job of an export that cannot be begun: its reason was said, and asking again would not help. */
export const NO_EXPORT = '-';

/**
 * Begins the exports that schedules of another format than JSON want beside their backups, as whoever made the schedule
 * and with what they may read by now. By the processor, which one process runs at a time; one that dies between the
 * export and the note of it leaves an export more, never one less.
 */
export async function startExportsBeside(strapi: Core.Strapi, now: Date): Promise<FailedExport[]> {
  const schedules = await ownRows<ScheduleRow>(strapi, 'plugin::keepsake.schedule').findMany({
    where: { format: { $ne: 'json' } },
  });
  const failed: FailedExport[] = [];
  for (const schedule of schedules) {
    const runs = await ownRows<OccurrenceRow>(strapi, OCCURRENCE_UID).findMany({
      where: {
        scheduleId: schedule.documentId,
        exportJobId: { $null: true },
        firedAt: { $gt: now.getTime() - WITHIN_MS },
      },
    });
    for (const run of runs) failed.push(...(await startOne(strapi, schedule, run)));
  }
  return failed;
}

async function startOne(
  strapi: Core.Strapi,
  { documentId, name, project, format, ownerId }: ScheduleRow,
  run: OccurrenceRow,
): Promise<FailedExport[]> {
  const note = (exportJobId: string) =>
    ownRows<OccurrenceRow>(strapi, OCCURRENCE_UID).update({ where: { id: run.id }, data: { exportJobId } });
  try {
    const asker = await ownerAsker(strapi, ownerId, project);
    const { job, done } = await pluginService(strapi, 'exports').start(project, { format }, asker);
    // The job's row tells how it went.
    done.catch(() => undefined);
    await note(job.documentId);
    return [];
  } catch (caught) {
    const error = asKeepsakeError(caught);
    const { code, message, hint } = error;
    strapi.log.error(`keepsake: no ${format} could be made beside a backup of "${name}": ${message} ${hint}`);
    if (!error.transient) await note(NO_EXPORT);
    return [{ schedule: documentId, name, code, message }];
  }
}
