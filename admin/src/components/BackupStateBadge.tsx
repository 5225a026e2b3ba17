import { Badge } from '@strapi/design-system';
import type { Backup } from '../../../shared/contracts/backups';
import { useText } from '../hooks/useText';

const VARIANTS = { running: 'primary', succeeded: 'success', partial: 'danger', failed: 'danger' } as const;

export function BackupStateBadge({ backup: { state, problemCount } }: { backup: Backup }) {
  const text = useText();
  return <Badge variant={VARIANTS[state]}>{text(`keepsake.state.${state}`, { count: problemCount })}</Badge>;
}
