import type { Core } from '@strapi/strapi';

import type { BackupState } from '../../../../shared/contracts/backups';
import type { Job, JobState } from '../../../../shared/contracts/jobs';
import type { ScheduleRun } from '../../../../shared/contracts/schedules';
import { OCCURRENCE_UID } from '../../content-types/occurrence-model';
import type { BackupRow } from '../backups/backup-row';
import { jobTable } from '../jobs/job-row';
import { ownRows } from '../own-rows';
import { NO_EXPORT } from './exports-beside';
import type { OccurrenceRow } from './schedule-row';

/** The last runs of a schedule, newest first; how each went is its job's to say, and its backup's once that is gone. */
export async function readRuns(
  strapi: Core.Strapi,
  scheduleId: string,
  limit: number,
): Promise<ScheduleRun[]> {
  const found = await ownRows<OccurrenceRow>(strapi, OCCURRENCE_UID).findMany({
    where: { scheduleId },
    orderBy: { id: 'desc' },
    limit,
  });
  return Promise.all(found.map((row) => toRun(strapi, row)));
}

async function toRun(strapi: Core.Strapi, row: OccurrenceRow): Promise<ScheduleRun> {
  return {
    dueAt: new Date(Number(row.dueAt)).toISOString(),
    firedAt: new Date(Number(row.firedAt)).toISOString(),
    missed: row.missed,
    byHand: row.byHand,
    jobId: row.jobId,
    backupId: row.backupId,
    exportJobId: row.exportJobId === NO_EXPORT ? null : row.exportJobId,
    ...(await resultOf(strapi, row)),
  };
}

async function resultOf(
  strapi: Core.Strapi,
  { jobId, backupId }: OccurrenceRow,
): Promise<{ state: JobState | null; error: Job['error'] }> {
  const job = jobId
    ? await jobTable(strapi).findOne({ select: ['state', 'error'], where: { documentId: jobId } })
    : null;
  if (job) return { state: job.state, error: job.error };
  const backup = backupId
    ? await ownRows<BackupRow>(strapi, 'plugin::keepsake.backup').findOne({
        select: ['state', 'error'],
        where: { documentId: backupId },
      })
    : null;
  const state: BackupState | null = backup?.state ?? null;
  return { state, error: backup?.error ?? null };
}
