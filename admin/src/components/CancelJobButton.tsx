import { Button } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { Job } from '../../../shared/contracts/jobs';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useCancelJobMutation } from '../services/jobs';

/** Stays busy after the answer: the job ends at its next safe point, and this button with it. */
export function CancelJobButton({ job }: { job: Job }) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [cancelJob, { isLoading, isSuccess }] = useCancelJobMutation();

  const cancel = async () => {
    try {
      await cancelJob(job.documentId).unwrap();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Button variant="tertiary" onClick={cancel} loading={isLoading || isSuccess}>
      {text(isLoading || isSuccess ? 'keepsake.job.cancelling' : 'keepsake.job.cancel')}
    </Button>
  );
}
