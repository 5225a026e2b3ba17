import type { BackupDetails } from '../../../shared/contracts/backups';
import { useText } from '../hooks/useText';
import { Banner } from './Banner';
import { ProblemList } from './ProblemList';

/** In red, why a backup is not complete; nothing when it is. */
export function BackupProblems({ backup: { state, problems } }: { backup: BackupDetails }) {
  const text = useText();
  const isIncomplete = state === 'partial' || state === 'failed';
  if (!isIncomplete && problems.length === 0) return null;
  const title =
    state === 'failed'
      ? text('keepsake.details.failed')
      : text('keepsake.details.partial', { count: problems.length });
  return (
    <Banner variant="danger" title={title}>
      <ProblemList problems={problems} />
    </Banner>
  );
}
