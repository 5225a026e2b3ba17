import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { CompactResult, RotateResult, Watched } from '../../core/repository/repository';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import type { StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { SITE } from '../projects/project-service';

export type CompactOutcome = CompactResult & JobOutcome;
export type RotateOutcome = RotateResult & JobOutcome;

const compactInput = z.object({ dryRun: z.boolean() });
const rotateInput = z.object({ all: z.boolean() });

type CompactInput = z.infer<typeof compactInput>;
type RotateInput = z.infer<typeof rotateInput>;

/** Work on the repository as a whole. Each is a job, under the lock that backups and restores take too. */
export interface MaintenanceService {
  jobKinds: { maintenance: JobKind<CompactInput>; keys: JobKind<RotateInput> };
  /** Frees what no backup needs any more, and rewrites what is mostly dead; see `Repository.compact`. */
  compact(options?: { dryRun?: boolean; startedBy?: string | null }): Promise<StartedJob<CompactOutcome>>;
  /** New keys, locked under the configured secrets; see `Repository.rotateKeys`. */
  rotateKeys(options?: { all?: boolean; startedBy?: string | null }): Promise<StartedJob<RotateOutcome>>;
}

export function createMaintenanceService({ strapi }: { strapi: Core.Strapi }): MaintenanceService {
  const repositories = () => pluginService(strapi, 'repository');
  const locks = () => pluginService(strapi, 'locks');

  async function compact(context: JobContext<CompactInput>): Promise<CompactOutcome> {
    const { dryRun } = context.input;
    const repository = dryRun ? await repositories().open() : await repositories().openToWrite();
    const result = await repository.compact({ dryRun, ...watched(context) });
    if (!dryRun) await repositories().record();
    const { objects, bytes, rewritten, copiedBytes, waiting } = result;
    await context.set({ result: { compacted: { dryRun, objects, bytes, rewritten, copiedBytes, waiting } } });
    return result;
  }

  async function rotateKeys(context: JobContext<RotateInput>): Promise<RotateOutcome> {
    const { all } = context.input;
    const repository = await repositories().openToWrite();
    // Everything is stored once more, before the old goes.
    if (all) await pluginService(strapi, 'quota').demand(repository, repository.usage().bytes);
    const result = await repository.rotateKeys({ all, ...watched(context) });
    await repositories().record();
    await context.set({ result: { rotated: result } });
    return { ...result, problems: [] };
  }

  const traits = { right: 'settings' as const, writes: true, resumable: false, retries: 0 };
  const job = (startedBy: string | null) => ({ project: SITE, backupId: null, startedBy });
  const jobs = () => pluginService(strapi, 'jobs');

  return {
    jobKinds: {
      maintenance: {
        ...traits,
        kind: 'maintenance',
        parse: (input) => compactInput.parse(input),
        run: (context) => locks().hold(() => compact(context)),
      },
      keys: {
        ...traits,
        kind: 'keys',
        parse: (input) => rotateInput.parse(input),
        run: (context) => locks().hold(() => rotateKeys(context)),
      },
    },

    compact: ({ dryRun = false, startedBy = null } = {}) =>
      jobs().start({ ...job(startedBy), type: 'maintenance', input: { dryRun } }),
    rotateKeys: ({ all = false, startedBy = null } = {}) =>
      jobs().start({ ...job(startedBy), type: 'keys', input: { all } }),
  };
}

function watched({ signal, progress }: JobContext): Watched {
  return {
    signal,
    onProgress: (counts) => progress({ ...counts, bytes: 0, etaSeconds: null, message: '' }),
  };
}
