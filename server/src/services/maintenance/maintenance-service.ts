import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { RetentionResult } from '../../../../shared/contracts/retention';
import type { CompactResult, RotateResult, Watched } from '../../core/repository/repository';
import type { JobContext, JobKind, JobOutcome } from '../jobs/job-kinds';
import type { HeldLock } from '../jobs/lock-service';
import type { StartedJob } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { SITE } from '../projects/project-service';
import { inEachPlace } from '../repository/in-each-place';

export type CompactOutcome = CompactResult & JobOutcome;
export type RotateOutcome = RotateResult & JobOutcome;
export type RetentionOutcome = RetentionResult & JobOutcome;

const compactInput = z.object({ action: z.literal('compact').default('compact'), dryRun: z.boolean() });
const retentionInput = z.object({
  action: z.literal('retention'),
  dryRun: z.boolean(),
  project: z.string().nullable(),
});
const maintenanceInput = z.union([retentionInput, compactInput]);
const rotateInput = z.object({ all: z.boolean() });

type CompactInput = z.infer<typeof compactInput>;
type RetentionInput = z.infer<typeof retentionInput>;
type MaintenanceInput = z.infer<typeof maintenanceInput>;
type RotateInput = z.infer<typeof rotateInput>;

/** Work on the repository as a whole. Each is a job, under the lock that backups and restores take too. */
export interface MaintenanceService {
  jobKinds: { maintenance: JobKind<MaintenanceInput>; keys: JobKind<RotateInput> };
  /** Frees what no backup needs any more, and rewrites what is mostly dead; see `Repository.compact`. */
  compact(options?: { dryRun?: boolean; startedBy?: string | null }): Promise<StartedJob<CompactOutcome>>;
  /** Removes the backups and versions that are not to be kept, of one project or of all; see `RetentionService.apply`. */
  retention(options?: {
    dryRun?: boolean;
    project?: string | null;
    startedBy?: string | null;
  }): Promise<StartedJob<RetentionOutcome>>;
  /** New keys, locked under the configured secrets; see `Repository.rotateKeys`. */
  rotateKeys(options?: { all?: boolean; startedBy?: string | null }): Promise<StartedJob<RotateOutcome>>;
}

export function createMaintenanceService({ strapi }: { strapi: Core.Strapi }): MaintenanceService {
  const repositories = () => pluginService(strapi, 'repository');
  const locks = () => pluginService(strapi, 'locks');

  async function compact(context: JobContext<CompactInput>): Promise<CompactOutcome> {
    const { dryRun } = context.input;
    const places = await repositories().inUse();
    const { results, problems } = await inEachPlace(places, context.signal, async (place) => {
      const repository = dryRun ? await place.open() : await place.openToWrite();
      const result = await repository.compact({ dryRun, ...watched(context) });
      if (!dryRun) await place.record();
      return result;
    });
    const total = results.reduce(together);
    const { objects, bytes, rewritten, copiedBytes, waiting } = total;
    await context.set({ result: { compacted: { dryRun, objects, bytes, rewritten, copiedBytes, waiting } } });
    return { ...total, problems: [...total.problems, ...problems] };
  }

  async function retain(context: JobContext<RetentionInput>, lock: HeldLock): Promise<RetentionOutcome> {
    const { dryRun, project } = context.input;
    const result = await pluginService(strapi, 'retention').apply({
      dryRun,
      project,
      lock,
      onRemove: (what, reasons) => context.log(`${dryRun ? 'Would remove' : 'Removed'} ${what}: ${reasons}.`),
    });
    await context.set({ result: { retention: result } });
    return { ...result, problems: [] };
  }

  async function rotateKeys(context: JobContext<RotateInput>, lock: HeldLock): Promise<RotateOutcome> {
    const { all } = context.input;
    const places = await repositories().inUse();
    const { results, problems } = await inEachPlace(places, context.signal, async (place) => {
      const repository = await place.openToWrite();
      // Everything is stored once more, before the old goes.
      if (all) await pluginService(strapi, 'quota').demand(repository, lock, repository.usage().bytes);
      const rotated = await repository.rotateKeys({ all, ...watched(context) });
      await place.record();
      return rotated;
    });
    // Of the first, and what was encrypted anew in all of them.
    const result = {
      ...results[0]!,
      objects: results.reduce((sum, { objects }) => sum + objects, 0),
      bytes: results.reduce((sum, { bytes }) => sum + bytes, 0),
    };
    await context.set({ result: { rotated: result } });
    return { ...result, problems };
  }

  const traits = { right: 'settings' as const, writes: true, resumable: false, retries: 0 };
  const job = (startedBy: string | null) => ({ project: SITE, backupId: null, startedBy });
  const jobs = () => pluginService(strapi, 'jobs');

  return {
    jobKinds: {
      maintenance: {
        ...traits,
        kind: 'maintenance',
        parse: (input) => maintenanceInput.parse(input),
        run: (context) =>
          locks().hold<CompactOutcome | RetentionOutcome>((lock) => {
            const { input } = context;
            return input.action === 'retention'
              ? retain({ ...context, input }, lock)
              : compact({ ...context, input });
          }),
      },
      keys: {
        ...traits,
        kind: 'keys',
        parse: (input) => rotateInput.parse(input),
        run: (context) => locks().hold((lock) => rotateKeys(context, lock)),
      },
    },

    compact: ({ dryRun = false, startedBy = null } = {}) =>
      jobs().start({ ...job(startedBy), type: 'maintenance', input: { action: 'compact', dryRun } }),
    retention: ({ dryRun = false, project = null, startedBy = null } = {}) =>
      jobs().start({
        ...job(startedBy),
        project: project ?? SITE,
        type: 'maintenance',
        input: { action: 'retention', dryRun, project },
      }),
    rotateKeys: ({ all = false, startedBy = null } = {}) =>
      jobs().start({ ...job(startedBy), type: 'keys', input: { all } }),
  };
}

/** Of two storages. */
function together(one: CompactResult, other: CompactResult): CompactResult {
  const [first, second] = [one.waiting, other.waiting];
  return {
    removed: [...one.removed, ...other.removed],
    kept: [...one.kept, ...other.kept],
    objects: one.objects + other.objects,
    bytes: one.bytes + other.bytes,
    rewritten: one.rewritten + other.rewritten,
    copiedBytes: one.copiedBytes + other.copiedBytes,
    problems: [...one.problems, ...other.problems],
    waiting: {
      objects: first.objects + second.objects,
      bytes: first.bytes + second.bytes,
      until:
        [first.until, second.until]
          .filter((at) => at !== null)
          .sort()
          .at(-1) ?? null,
    },
  };
}

function watched({ signal, progress }: JobContext): Watched {
  return {
    signal,
    onProgress: (counts) => progress({ ...counts, bytes: 0, etaSeconds: null, message: '' }),
  };
}
