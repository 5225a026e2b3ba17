import { Badge } from '@strapi/design-system';
import type { Job } from '../../../shared/contracts/jobs';
import { useText } from '../hooks/useText';

/** Filled red, because the badge's own `danger` is grey in the dark theme and easily overlooked. */
const LOUD = { backgroundColor: 'danger600', textColor: 'neutral0' } as const;

const LOOKS = {
  queued: { variant: 'secondary' },
  running: { variant: 'primary' },
  succeeded: { variant: 'success' },
  partial: LOUD,
  failed: LOUD,
  cancelled: { variant: 'neutral' },
  interrupted: LOUD,
} as const;

export function JobStateBadge({ job: { state, problems } }: { job: Job }) {
  const text = useText();
  return <Badge {...LOOKS[state]}>{text(`keepsake.jobState.${state}`, { count: problems.length })}</Badge>;
}
