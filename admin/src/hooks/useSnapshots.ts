import { useBackupsQuery } from '../services/backups';
import { isRestorable } from '../services/isRestorable';
import { useVersionsQuery } from '../services/versions';
import { useFormatDateTime } from './useFormatDateTime';
import { useSnapshotName } from './useSnapshotName';

/** A snapshot that can be compared. */
export interface SnapshotChoice {
  id: string;
  name: string;
}

/** The newest ones are offered; older ones by *Compare…* where they are listed. */
const NEWEST = { page: 1, pageSize: 100 };
const FRESH = { refetchOnMountOrArgChange: true };

/** Snapshots that can be compared, newest first. */
export function useSnapshots() {
  const dateTime = useFormatDateTime();
  const nameOf = useSnapshotName();
  const backups = useBackupsQuery(NEWEST, FRESH);
  const versions = useVersionsQuery(NEWEST, FRESH);
  const all = backups.data &&
    versions.data && [
      ...backups.data.data.map((backup) => ({ ...backup, number: null, label: null })),
      ...versions.data.data.map((version) => ({ ...version, kind: 'version' as const })),
    ];
  const choices = all
    ?.filter(isRestorable)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .map((snapshot): SnapshotChoice => {
      return { id: snapshot.documentId, name: `${dateTime(snapshot.createdAt)} · ${nameOf(snapshot)}` };
    });
  return {
    choices: choices ?? null,
    error: backups.error ?? versions.error,
    refetch: () => {
      void backups.refetch();
      void versions.refetch();
    },
  };
}
