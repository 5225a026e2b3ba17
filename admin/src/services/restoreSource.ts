import type { BackupDetails } from '../../../shared/contracts/backups';
import type { VersionDetails } from '../../../shared/contracts/versions';

type Shared = Pick<
  BackupDetails,
  'documentId' | 'project' | 'state' | 'problemCount' | 'types' | 'note' | 'createdAt'
>;

/** What content is brought back from: a backup, or a version. */
export interface RestoreSource extends Shared {
  /** Of a version. */
  number: number | null;
  label: string | null;
}

export function sourceOf(snapshot: BackupDetails | VersionDetails): RestoreSource {
  if ('number' in snapshot) return snapshot;
  return { ...snapshot, number: null, label: null };
}
