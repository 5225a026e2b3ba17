import type { Job } from '../../../shared/contracts/jobs';

/** `queued`, `running` and `interrupted` go on by themselves. */
export function isFinished({ state }: Job): boolean {
  return state === 'succeeded' || state === 'partial' || state === 'failed' || state === 'cancelled';
}
