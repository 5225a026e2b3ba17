import { useNotification } from '@strapi/strapi/admin';
import type { Job } from '../../../shared/contracts/jobs';
import { useCancelJobMutation, useResumeJobMutation, useRetryJobMutation } from '../services/jobs';
import { useFailureText } from './useFailureText';
import { useText } from './useText';

/** Stops a job, or runs it again, and says what came of it. */
export function useJobActions() {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [cancelJob] = useCancelJobMutation();
  const [retryJob] = useRetryJobMutation();
  const [resumeJob] = useResumeJobMutation();

  const told = async (asking: Promise<Job>, message: string) => {
    try {
      await asking;
      toggleNotification({ type: 'success', message });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return {
    cancel: ({ documentId }: Job) => told(cancelJob(documentId).unwrap(), text('keepsake.jobs.cancelled')),
    retry: ({ documentId }: Job) => told(retryJob(documentId).unwrap(), text('keepsake.jobs.retried')),
    resume: ({ documentId }: Job) => told(resumeJob(documentId).unwrap(), text('keepsake.jobs.resumed')),
  };
}
