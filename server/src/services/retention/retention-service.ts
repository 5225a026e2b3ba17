import type { Core } from '@strapi/strapi';

import type {
  RetentionBackup,
  RetentionResult,
  RetentionTrial,
  RetentionVerdict,
} from '../../../../shared/contracts/retention';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import type { Repository } from '../../core/repository/repository';
import { decideRetention } from '../../core/schedule/decide-retention';
import type { RetentionDecision, RetentionItem } from '../../core/schedule/decide-retention';
import type { BackupRow } from '../backups/backup-row';
import { jobTable } from '../jobs/job-row';
import type { HeldLock } from '../jobs/lock-service';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import type { ProjectRow } from '../projects/project-service';
import { keepsakeConfig } from '../repository/private-directory';
import type { ScheduleRow } from '../schedules/schedule-row';
import { VERSION_UID } from '../versions/version-row';
import type { VersionRow } from '../versions/version-row';
import { BY_HAND, ELSEWHERE, policyOf, SAFETY, scheduleGroup } from './retention-policy';

/** What of the backups is kept, and why; decided by core/schedule/decide-retention, for the simulator as for the removal. */
export interface RetentionService {
  /** How many backups a project keeps by its tier; null for no limit. Throws `retention_count_invalid`. */
  countFor(project: ProjectRow): Promise<number | null>;
  /** What would be kept and removed now and, with a trial, then. Changes nothing. Throws `project_unknown`. */
  preview(project: string, trial?: RetentionTrial, now?: Date): Promise<RetentionBackup[]>;
  /**
   * Removes what is not to be kept, of one project or of all; to be called under the repository's lock. What was pinned
   * or is read since the simulator was asked stays, for it is decided anew.
   */
  apply(options: ApplyRetention): Promise<RetentionResult>;
  /** documentIds of the backups and versions of all projects that it would remove now. */
  removable(now?: Date): Promise<string[]>;
}

export interface ApplyRetention {
  project?: string | null;
  dryRun?: boolean;
  lock: HeldLock;
  now?: Date;
  /** Told of each before it goes. */
  onRemove?: (what: string, reasons: string) => void;
}

const NAMED = 200;

export function createRetentionService({ strapi }: { strapi: Core.Strapi }): RetentionService {
  const backups = () => ownRows<BackupRow>(strapi, 'plugin::keepsake.backup');
  const schedules = () => ownRows<ScheduleRow>(strapi, 'plugin::keepsake.schedule');
  const projects = () => ownRows<ProjectRow>(strapi, 'plugin::keepsake.project');
  const settings = () => keepsakeConfig(strapi).retention;

  const service: RetentionService = {
    async countFor({ slug, name, tier = null }) {
      const { getBackupRetentionCount, tiers, tier: usual } = settings();
      if (!getBackupRetentionCount) return tiers[tier ?? usual ?? ''] ?? null;
      const count = await getBackupRetentionCount({ slug, name, tier });
      if (!Number.isInteger(count) || count < 1) throw countInvalid(slug, count);
      return count;
    },

    async preview(idOrSlug, trial, now = new Date()) {
      const project = await pluginService(strapi, 'projects').find(idOrSlug);
      const { rows, items, known } = await stateOf(project);
      const decide = async (changed?: RetentionTrial) =>
        new Map((await decisionsOf(project, items, now, changed)).map((one) => [one.id, one]));
      const present = await decide();
      const tried = trial ? await decide(trial) : null;
      return rows.map((row) => ({
        documentId: row.documentId,
        createdAt: row.startedAt,
        kind: row.kind,
        state: row.state,
        note: row.note,
        pinned: row.pinned === true,
        schedule: known.get(row.schedule ?? '')?.name ?? null,
        storedBytes: Number(row.storedBytes),
        now: verdictOf(present.get(row.documentId)!),
        then: tried ? verdictOf(tried.get(row.documentId)!) : null,
      }));
    },

    async apply({ project = null, dryRun = false, lock, now = new Date(), onRemove }) {
      const found = project
        ? [await pluginService(strapi, 'projects').find(project)]
        : await projects().findMany({});
      const result: RetentionResult = { dryRun, kept: 0, removed: 0, versions: 0, bytes: 0, backups: [] };
      const going: string[] = [];
      const goingVersions: string[] = [];
      for (const one of found) {
        const { kept, backups: leaving, versions } = await decidedOf(one, now);
        result.kept += kept;
        for (const { row, why } of leaving) {
          const { documentId, startedAt: createdAt, kind } = row;
          going.push(documentId);
          result.backups.push({ documentId, project: row.project, createdAt, kind });
          onRemove?.(`the backup ${documentId} of ${createdAt} (${kind})`, why);
        }
        for (const { row, why } of versions) {
          goingVersions.push(row.documentId);
          onRemove?.(`the version ${row.number} of ${row.startedAt}`, why);
        }
      }
      result.removed = going.length + goingVersions.length;
      result.versions = goingVersions.length;
      result.backups = result.backups.slice(0, NAMED);
      if (dryRun) return result;
      if (going.length > 0)
        result.bytes += (await pluginService(strapi, 'backups').removeAll(going, lock)).bytes;
      if (goingVersions.length > 0)
        result.bytes += await pluginService(strapi, 'versions').removeAll(goingVersions, lock);
      return result;
    },

    async removable(now = new Date()) {
      const ids: string[] = [];
      for (const project of await projects().findMany({})) {
        const { backups: leaving, versions } = await decidedOf(project, now);
        ids.push(...[...leaving, ...versions].map(({ row }) => row.documentId));
      }
      return ids;
    },
  };

  /** What goes, and why, and how much stays. */
  async function decidedOf(project: ProjectRow, now: Date) {
    const { rows, items } = await stateOf(project);
    const byId = new Map(rows.map((row) => [row.documentId, row]));
    const decided = await decisionsOf(project, items, now);
    const versions = await versionsOf(project, now);
    const all = [...decided, ...versions.map(({ decision }) => decision)];
    return {
      kept: all.filter(({ kept }) => kept).length,
      backups: decided.flatMap((one) => (one.kept ? [] : [{ row: byId.get(one.id)!, why: whyNot(one) }])),
      versions: versions.flatMap(({ row, decision }) =>
        decision.kept ? [] : [{ row, why: whyNot(decision) }],
      ),
    };
  }

  async function stateOf(project: ProjectRow) {
    const rows = await backups().findMany({
      where: { project: project.slug },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    });
    const found = await schedules().findMany({ where: { project: project.slug } });
    const known = new Map(found.map((row) => [row.documentId, row]));
    const wanted = await idsInUse();
    const others = await idsOfOthers();
    const inCloud = rows.some(({ storage }) => storage === 'cloud') ? await ownInCloud() : null;
    const isOurs = ({ documentId, storage, state }: BackupRow) =>
      storage === 'cloud'
        ? inCloud !== null && (state === 'failed' || inCloud.has(documentId))
        : !others.has(documentId);
    const items = rows.map((row): RetentionItem => ({
      ...itemOf(row, wanted),
      group: isOurs(row) ? groupOf(row, known) : ELSEWHERE,
    }));
    return { rows, items, known };
  }

  async function decisionsOf(
    project: ProjectRow,
    items: RetentionItem[],
    now: Date,
    trial?: RetentionTrial,
  ): Promise<RetentionDecision[]> {
    const found = await schedules().findMany({ where: { project: project.slug } });
    const count = await service.countFor(project);
    const { policy, shared } = policyOf(settings(), found, count, trial);
    return decideRetention(items, policy, { now, timezone: settings().timezone, shared });
  }

  /** Versions are counted apart, those that somebody made from those that came about by themselves. */
  async function versionsOf(project: ProjectRow, now: Date) {
    const rows = await ownRows<VersionRow>(strapi, VERSION_UID).findMany({
      where: { project: project.slug },
    });
    const wanted = await idsInUse();
    const others = await idsOfOthers();
    const { versions: manual = null, autoVersions, timezone } = settings();
    const policy = new Map([
      ['manual', manual],
      ['auto', autoVersions],
      [ELSEWHERE, null],
    ]);
    const items = rows.map((row) => ({
      ...itemOf(row, wanted),
      group: others.has(row.documentId) ? ELSEWHERE : row.origin,
    }));
    const decisions = decideRetention(items, policy, { now, timezone });
    return rows.map((row, index) => ({ row, decision: decisions[index]! }));
  }

  /** What a job that waits or runs names: a restore that begins in a minute must find it. */
  async function idsInUse(): Promise<Set<string>> {
    const rows = await jobTable(strapi).findMany({
      select: ['backupId', 'safetyBackupId'],
      where: { state: { $in: ['queued', 'running'] } },
    });
    return new Set(
      rows.flatMap(({ backupId, safetyBackupId }) => [backupId, safetyBackupId].filter((id) => id !== null)),
    );
  }

  async function idsOfOthers(): Promise<Set<string>> {
    const repository = await pluginService(strapi, 'repository').open();
    return new Set(othersIn(repository));
  }

  /** Null while the second storage cannot be opened: what lies there stays, and the rest is decided all the same. */
  async function ownInCloud(): Promise<Set<string> | null> {
    try {
      const repository = await pluginService(strapi, 'repository').at('cloud').open();
      return new Set(repository.snapshots({ own: true }).map(({ id }) => id));
    } catch (error) {
      const { message } = asKeepsakeError(error);
      strapi.log.warn(`keepsake: retention leaves the backups in the second storage alone: ${message}`);
      return null;
    }
  }

  return service;
}

function othersIn(repository: Repository): string[] {
  const own = new Set(repository.snapshots({ own: true }).map(({ id }) => id));
  return repository.snapshots().flatMap(({ id }) => (own.has(id) ? [] : [id]));
}

function itemOf(
  row: Pick<BackupRow, 'documentId' | 'startedAt' | 'state' | 'pinned'>,
  wanted: ReadonlySet<string>,
): Omit<RetentionItem, 'group'> {
  return {
    id: row.documentId,
    createdAt: new Date(row.startedAt),
    state: row.state === 'succeeded' ? 'good' : row.state,
    pinned: row.pinned === true,
    inUse: wanted.has(row.documentId),
  };
}

function whyNot({ reasons }: Extract<RetentionDecision, { kept: false }>): string {
  return reasons.map(describeReason).join('; ');
}

function groupOf(row: BackupRow, known: Map<string, ScheduleRow>): string {
  if (row.kind === 'safety') return SAFETY;
  return row.schedule && known.has(row.schedule) ? scheduleGroup(row.schedule) : BY_HAND;
}

function verdictOf(decision: RetentionDecision): RetentionVerdict {
  return decision.kept
    ? { kept: true, reasons: decision.reasons }
    : { kept: false, reasons: decision.reasons };
}

/** For the log of the job; pages have texts of their own. */
function describeReason(reason: Extract<RetentionDecision, { kept: false }>['reasons'][number]): string {
  if (reason.rule === 'last') return `number ${reason.place} of the newest, and ${reason.of} are kept`;
  if (reason.rule === 'within') return `older than ${reason.days} days`;
  if (reason.rule === 'failed') return `failed more than ${reason.days} days ago`;
  return reason.newer
    ? `not the one that is kept for its period (${reason.rule})`
    : `before the ${reason.of} periods that are kept (${reason.rule})`;
}

function countInvalid(slug: string, count: unknown): KeepsakeError {
  return new KeepsakeError(
    'retention_count_invalid',
    `retention.getBackupRetentionCount gave ${String(count)} for the project ${slug}; nothing is removed.`,
    { hint: 'It must give a whole number of at least 1.', item: slug },
  );
}
