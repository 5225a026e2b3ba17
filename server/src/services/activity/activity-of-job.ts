import type { ActivityAction, ActivityOutcome } from '../../../../shared/contracts/activity';
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
  if (row.result?.compacted?.dryRun) return null;
  const isImport = row.type === 'restore' && row.backupId === null;
  const { mode, contentTypes, documentIds, users, settings } = row.selection ?? {};
  const { kind, note } = (row.input ?? {}) as { kind?: unknown; note?: unknown };
  return {
    action: isImport ? 'file.import' : (ACTIONS[row.type] ?? 'job.run'),
    outcome: state as ActivityOutcome,
    actor: row.actor ?? { kind: 'system', id: null, name: row.startedBy, ip: null },
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
      problems: problems.length > 0 ? problems.length : undefined,
      error: error?.code,
      // What nobody foresaw may name paths or queries: that stays in the server's log.
      message: error?.code === 'unexpected' ? undefined : error?.message,
    },
  };
}
