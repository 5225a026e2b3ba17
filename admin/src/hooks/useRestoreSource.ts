import { useBackupQuery } from '../services/backups';
import { readFailure } from '../services/readFailure';
import { sourceOf } from '../services/restoreSource';
import { useVersionQuery } from '../services/versions';

/** The backup with this id, else the version. */
export function useRestoreSource(id: string) {
  const backup = useBackupQuery(id);
  const isNoBackup = readFailure(backup.error).status === 404;
  const version = useVersionQuery(id, { skip: !isNoBackup });
  const found = backup.currentData ?? version.currentData;
  const error = isNoBackup ? version.error : backup.error;
  return {
    source: found ? sourceOf(found) : null,
    error,
    refetch: isNoBackup ? version.refetch : backup.refetch,
  };
}
