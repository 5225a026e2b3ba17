import { useBackupsQuery } from '../services/backups';
import { isRestorable } from '../services/isRestorable';
import { useFormatDateTime } from './useFormatDateTime';
import { useText } from './useText';

/** A snapshot that can be compared. */
export interface SnapshotChoice {
  id: string;
  name: string;
}

/** The newest ones are offered; older ones by *Compare…* where they are listed. */
const OFFERED = 100;

/** Snapshots that can be compared, newest first. */
export function useSnapshots() {
  const text = useText();
  const dateTime = useFormatDateTime();
  const { data, error, refetch } = useBackupsQuery(
    { page: 1, pageSize: OFFERED },
    { refetchOnMountOrArgChange: true },
  );
  const choices = data?.data.filter(isRestorable).map((backup): SnapshotChoice => {
    const name = text(`keepsake.compare.backup.${backup.kind}`, { date: dateTime(backup.createdAt) });
    return { id: backup.documentId, name: backup.note ? `${name} – ${backup.note}` : name };
  });
  return { choices: choices ?? null, error, refetch };
}
