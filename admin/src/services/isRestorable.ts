import type { Backup } from '../../../shared/contracts/backups';

/** A failed snapshot has no manifest to restore or verify; a partial one has, with gaps that are named. */
export function isRestorable({ state }: Pick<Backup, 'state'>): boolean {
  return state === 'succeeded' || state === 'partial';
}
