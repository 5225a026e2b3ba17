import type { Job } from '../../../../shared/contracts/jobs';
import { KeepsakeError } from '../../core/errors';

/** As whoever waits for a job of another process is told of it. */
export function jobFailed({ state, error, documentId }: Job): KeepsakeError {
  return new KeepsakeError(error?.code ?? 'job_failed', error?.message ?? `The job is ${state}.`, {
    hint: error?.hint ?? 'See its log on the page Jobs.',
    item: documentId,
  });
}
