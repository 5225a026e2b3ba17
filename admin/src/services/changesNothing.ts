import type { RestorePlan } from '../../../shared/contracts/restores';

export function changesNothing({ counts }: RestorePlan): boolean {
  return counts.create + counts.update + counts.delete + counts.links + counts.files === 0;
}
