import { useNotification } from '@strapi/strapi/admin';
import type { Job } from '../../../shared/contracts/jobs';
import { useVerifyBackupMutation } from '../services/backups';
import { useFailureText } from './useFailureText';

/** Starts a verification; a toast says so when it is refused. */
export function useVerifyBackup(onStarted: (job: Job) => void) {
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [verifyBackup, { isLoading }] = useVerifyBackupMutation();

  const verify = async (documentId: string) => {
    try {
      onStarted(await verifyBackup(documentId).unwrap());
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return { verify, isStarting: isLoading };
}
