import type { Job } from '../../../shared/contracts/jobs';

/** `queued` and `running` go on by themselves. */
export function isFinished({ state }: Job): boolean {
  return state !== 'queued' && state !== 'running';
}
