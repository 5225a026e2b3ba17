import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Backup } from '../../../../shared/contracts/backups';
import type { DrillReport } from '../../../../shared/contracts/drills';
import { runDrill } from '../../core/drill/run-drill';
import { KeepsakeError } from '../../core/errors';
import { openHandedOver } from '../../core/repository/open-repository';
import type { Repository } from '../../core/repository/repository';
import { isEnded, jobTable } from '../jobs/job-row';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import type { StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { noteDrill } from './note-drill';
import { openScratchPlace } from './open-scratch-place';
import { reportOf } from './report-of';
import { scratchFiles, scratchSchemas } from './list-scratch-places';
import { dropScratchFile } from './scratch-files';
import { parseScratchName, scratchName } from './scratch-name';
import { dropScratchSchema } from './scratch-schemas';

/**
 * Test restores. What a drill makes, it makes in a scratch place; the live site is only read.
 *
 *   a scratch place: made ──▶ filled, read again ──▶ dropped
 *                      └──its process dies──▶ left behind ──next boot, clean-up, or the job's next try──▶ dropped
 */
export interface DrillService {
  jobKind: JobKind<DrillInput>;
  /** Throws `backup_unknown`, `backup_unusable` and what opening the repository throws. */
  start(idOrLatest: string, startedBy: string | null, project?: string): Promise<StartedJob<DrillOutcome>>;
  /** Drops what drills of this site left behind whose job runs no more; returns how many places that were. */
  sweep(): Promise<number>;
}

export interface DrillOutcome extends JobOutcome {
  backup: Backup;
  report: DrillReport;
}

const drillInput = z.object({ backupId: z.string() });
type DrillInput = z.infer<typeof drillInput>;

export function createDrillService({ strapi }: { strapi: Core.Strapi }): DrillService {
  const service: DrillService = {
    jobKind: {
      kind: 'drill',
      right: 'backup',
      writes: false,
      resumable: true,
      retries: 0,
      parse: (input) => drillInput.parse(input),
      run: drill,
    },

    async start(idOrLatest, startedBy, project) {
      const backup = await pluginService(strapi, 'backups').find(idOrLatest, project);
      if (backup.state !== 'succeeded' && backup.state !== 'partial') throw unusable(backup);
      // A missing secret is said now, and not in a job that fails later.
      await pluginService(strapi, 'snapshots').repository(backup);
      return pluginService(strapi, 'jobs').start<DrillOutcome>({
        type: 'drill',
        project: backup.project,
        backupId: backup.documentId,
        startedBy,
        input: { backupId: backup.documentId },
      });
    },

    async sweep() {
      return dropPlaces(async (jobId) => {
        const row = await jobTable(strapi).findOne({ where: { documentId: jobId }, select: ['state'] });
        return !row || isEnded(row.state);
      });
    },
  };

  async function drill(context: JobContext<DrillInput>): Promise<DrillOutcome> {
    const { documentId, input, signal, progress } = context;
    const backup = await pluginService(strapi, 'backups').find(input.backupId);
    await dropPlaces((jobId) => Promise.resolve(jobId === documentId));
    progress({ phase: 'preparing', done: 0, total: 0, bytes: 0, etaSeconds: null, message: '' });
    const startedAt = Date.now();
    const repository = await openAfresh(backup);
    const found = await runDrill(
      repository,
      backup.documentId,
      async (manifest) => {
        let text = manifest.counts.bytes;
        for await (const { file } of repository.readTree(manifest.media)) text -= file?.bytes ?? 0;
        signal.throwIfAborted();
        return openScratchPlace(strapi, scratchName(strapi, documentId), Math.max(0, text));
      },
      { signal, onProgress: progress },
    );
    const report = reportOf(found, (Date.now() - startedAt) / 1000);
    await context.assertHeld();
    await context.set({ result: { drill: report } });
    const noted = await noteDrill(strapi, backup, report, found.findings.damagedObjects);
    if (report.state === 'failed') {
      strapi.log.error(
        `keepsake: the drill of the backup ${backup.documentId} failed: ${report.differenceCount} differences, ` +
          `the first: ${report.differences[0]?.message ?? ''}`,
      );
    }
    const problems = report.state === 'unproven' ? report.notices : report.differences;
    return { backup: noted, report, problems: report.state === 'passed' ? [] : problems };
  }

  /** With no block in memory yet: what a drill reads must come from the storage. */
  async function openAfresh({ storage }: Backup): Promise<Repository> {
    const place = pluginService(strapi, 'repository').at(storage);
    const opened = await place.open();
    return openHandedOver(place.storage(), opened.handOver());
  }

  async function dropPlaces(isDoomed: (jobId: string) => Promise<boolean>): Promise<number> {
    let dropped = 0;
    const drop = async (names: string[], remove: (name: string) => Promise<void>) => {
      for (const name of names) {
        const place = parseScratchName(strapi, name);
        if (!place || !(await isDoomed(place.jobId))) continue;
        await remove(name);
        strapi.log.info(`keepsake: removed what a drill of ${place.startedAt.toISOString()} left behind.`);
        dropped += 1;
      }
    };
    await drop(await scratchFiles(strapi), (name) => dropScratchFile(strapi, name));
    await drop(await scratchSchemas(strapi), (name) => dropScratchSchema(strapi, name));
    return dropped;
  }

  return service;
}

function unusable({ documentId, state }: Backup): KeepsakeError {
  return new KeepsakeError(
    'backup_unusable',
    `The backup ${documentId} is ${state}; there is nothing to restore.`,
    {
      hint: 'Take another backup, one that succeeded.',
      item: documentId,
    },
  );
}
