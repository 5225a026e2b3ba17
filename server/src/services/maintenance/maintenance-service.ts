import type { Core } from '@strapi/strapi';

import type { CompactResult, RotateResult } from '../../core/repository/repository';
import type { JobOutcome, StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { SITE } from '../projects/project-service';

export type CompactOutcome = CompactResult & JobOutcome;
export type RotateOutcome = RotateResult & JobOutcome;

/** Work on the repository as a whole. Each is a job, under the lock that backups and restores take too. */
export interface MaintenanceService {
  /** Frees what no backup needs any more, and rewrites what is mostly dead; see `Repository.compact`. */
  compact(options?: { dryRun?: boolean; startedBy?: string | null }): Promise<StartedJob<CompactOutcome>>;
  /** New keys, locked under the configured secrets; see `Repository.rotateKeys`. */
  rotateKeys(options?: { all?: boolean; startedBy?: string | null }): Promise<StartedJob<RotateOutcome>>;
}

export function createMaintenanceService({ strapi }: { strapi: Core.Strapi }): MaintenanceService {
  const job = (startedBy: string | null) => {
    return { type: 'maintenance' as const, project: SITE, backupId: null, startedBy };
  };
  const jobs = () => pluginService(strapi, 'jobs');
  const locks = () => pluginService(strapi, 'locks');
  const repositories = () => pluginService(strapi, 'repository');

  return {
    compact: ({ dryRun = false, startedBy = null } = {}) =>
      jobs().start(job(startedBy), ({ signal }) =>
        locks().hold(async () => {
          const repository = dryRun ? await repositories().open() : await repositories().openToWrite();
          const result = await repository.compact({ dryRun, signal });
          if (!dryRun) await repositories().record();
          return result;
        }),
      ),

    rotateKeys: ({ all = false, startedBy = null } = {}) =>
      jobs().start(job(startedBy), ({ signal }) =>
        locks().hold(async () => {
          const repository = await repositories().openToWrite();
          const result = await repository.rotateKeys({ all, signal });
          await repositories().record();
          return { ...result, problems: [] };
        }),
      ),
  };
}
