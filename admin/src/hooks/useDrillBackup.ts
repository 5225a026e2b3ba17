import type { Job } from '../../../shared/contracts/jobs';
import { useDrillBackupMutation } from '../services/backups';
import { useStartJob } from './useStartJob';

/** Starts a test restore; a toast says so when it is refused. */
export function useDrillBackup(onStarted: (job: Job) => void) {
  const [drillBackup] = useDrillBackupMutation();
  const { start, isStarting } = useStartJob(onStarted);
  return { drill: (documentId: string) => start(() => drillBackup(documentId).unwrap()), isStarting };
}
