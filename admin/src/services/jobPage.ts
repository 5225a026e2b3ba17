import type { Job } from '../../../shared/contracts/jobs';
import { paths } from '../paths';

/** Where what a job made or did is told in whole; null where nowhere. A restore without a backup is one of a file. */
export function jobPage({ type, backupId, documentId }: Job): string | null {
  if (type === 'restore')
    return backupId ? paths.restoreJob(backupId, documentId) : paths.importJob(documentId);
  if (!backupId) return null;
  return type === 'version' ? paths.version(backupId) : paths.backup(backupId);
}
