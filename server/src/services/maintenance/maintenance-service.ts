import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { CompactResult, RotateResult } from '../../core/repository/repository';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import type { StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { SITE } from '../projects/project-service';

export type CompactOutcome = CompactResult & JobOutcome;
export type RotateOutcome = RotateResult & JobOutcome;

const maintenanceInput = z.discriminatedUnion('action', [
  z.object({ action: z.literal('compact'), dryRun: z.boolean() }),
  z.object({ action: z.literal('rotate'), all: z.boolean() }),
]);

type MaintenanceInput = z.infer<typeof maintenanceInput>;

/** Work on the repository as a whole. Each is a job, under the lock that backups and restores take too. */
export interface MaintenanceService {
  jobKind: JobKind<MaintenanceInput>;
  /** Frees what no backup needs any more, and rewrites what is mostly dead; see `Repository.compact`. */
  compact(options?: { dryRun?: boolean; startedBy?: string | null }): Promise<StartedJob<CompactOutcome>>;
  /** New keys, locked under the configured secrets; see `Repository.rotateKeys`. */
  rotateKeys(options?: { all?: boolean; startedBy?: string | null }): Promise<StartedJob<RotateOutcome>>;
}

export function createMaintenanceService({ strapi }: { strapi: Core.Strapi }): MaintenanceService {
  const repositories = () => pluginService(strapi, 'repository');

  function start<T extends JobOutcome>(
    input: MaintenanceInput,
    startedBy: string | null = null,
  ): Promise<StartedJob<T>> {
    const job = { type: 'maintenance' as const, project: SITE, backupId: null, startedBy, input };
    return pluginService(strapi, 'jobs').start<T>(job);
  }

  async function compact(dryRun: boolean, signal: AbortSignal): Promise<CompactOutcome> {
    const repository = dryRun ? await repositories().open() : await repositories().openToWrite();
    const result = await repository.compact({ dryRun, signal });
    if (!dryRun) await repositories().record();
    return result;
  }

  async function rotateKeys(all: boolean, signal: AbortSignal): Promise<RotateOutcome> {
    const repository = await repositories().openToWrite();
    // Everything is stored once more, before the old goes.
    if (all) await pluginService(strapi, 'quota').demand(repository, repository.usage().bytes);
    const result = await repository.rotateKeys({ all, signal });
    await repositories().record();
    return { ...result, problems: [] };
  }

  return {
    jobKind: {
      kind: 'maintenance',
      right: 'settings',
      writes: true,
      resumable: false,
      retries: 0,
      parse: (input) => maintenanceInput.parse(input),
      run: ({ input, signal }: JobContext<MaintenanceInput>) =>
        pluginService(strapi, 'locks').hold<JobOutcome>(() =>
          input.action === 'compact' ? compact(input.dryRun, signal) : rotateKeys(input.all, signal),
        ),
    },

    compact: ({ dryRun = false, startedBy } = {}) => start({ action: 'compact', dryRun }, startedBy),
    rotateKeys: ({ all = false, startedBy } = {}) => start({ action: 'rotate', all }, startedBy),
  };
}
