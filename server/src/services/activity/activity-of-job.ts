import type { ActivityAction, ActivityOutcome, Actor } from '../../../../shared/contracts/activity';
import type { EndedJob } from '../jobs/ended-job';
import type { ActivityEvent } from './activity-service';

const ACTIONS: Record<string, ActivityAction> = {
  backup: 'backup.create',
  verify: 'backup.verify',
  restore: 'backup.restore',
  drill: 'backup.drill',
  export: 'export.create',
  version: 'version.create',
  maintenance: 'storage.compact',
  keys: 'keys.rotate',
};

/** What the end of a job is noted as; null for one that changed nothing by its own words. */
export function activityOfJob({ row, state, error, problems }: EndedJob): ActivityEvent | null {
  if (row.result?.compacted?.dryRun || row.result?.retention?.dryRun) return null;
  // Each day's look that found nothing to remove is nothing that somebody did.
  if (row.result?.retention?.removed === 0) return null;
  const isImport = row.type === 'restore' && row.backupId === null;
  const { mode, contentTypes, documentIds, users, settings } = row.selection ?? {};
  const { kind, note, schedule, action } = (row.input ?? {}) as Record<string, string | undefined>;
  return {
    action: actionOf(row.type, isImport, action === 'retention'),
    outcome: state as ActivityOutcome,
    actor: actorOf(row, schedule),
    project: row.project,
    object: row.backupId
      ? { type: row.type === 'version' ? 'version' : 'backup', id: row.backupId }
      : { type: 'job', id: row.documentId },
    details: {
      job: row.documentId,
      ...(ACTIONS[row.type] ? {} : { type: row.type }),
      kind,
      note,
      mode,
      contentTypes,
      documents: documentIds?.length,
      users,
      settings,
      safetyBackup: row.safetyBackupId ?? undefined,
      removed: row.result?.retention?.removed,
      problems: problems.length > 0 ? problems.length : undefined,
      error: error?.code,
      // What nobody foresaw may name paths or queries: that stays in the server's log.
      message: error?.code === 'unexpected' ? undefined : error?.message,
    },
  };
}

/** The site runs its schedules itself, unless an admin had one run now. */
function actorOf({ actor }: EndedJob['row'], schedule: string | undefined): Actor {
  const system: Actor = actor ?? { kind: 'system', id: null, name: null, ip: null };
  return schedule && system.kind === 'system' ? { ...system, kind: 'schedule', id: schedule } : system;
}

function actionOf(type: string, isImport: boolean, isRetention: boolean): ActivityAction {
  if (isImport) return 'file.import';
  if (isRetention) return 'retention.apply';
  return ACTIONS[type] ?? 'job.run';
}
