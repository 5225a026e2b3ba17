import { Badge } from '@strapi/design-system';
import type { Backup } from '../../../shared/contracts/backups';
import { useText } from '../hooks/useText';

/** A backup or a version. */
type Stated = Pick<Backup, 'state' | 'problemCount'>;

/** Filled red, because the badge's own `danger` is grey in the dark theme and easily overlooked. */
const LOUD = { backgroundColor: 'danger600', textColor: 'neutral0' } as const;

const LOOKS = {
  running: { variant: 'primary' },
  succeeded: { variant: 'success' },
  partial: LOUD,
  failed: LOUD,
} as const;

export function BackupStateBadge({ backup: { state, problemCount } }: { backup: Stated }) {
  const text = useText();
  return <Badge {...LOOKS[state]}>{text(`keepsake.state.${state}`, { count: problemCount })}</Badge>;
}
