import { Badge } from '@strapi/design-system';
import type { BackupKind } from '../../../shared/contracts/backups';
import { useText } from '../hooks/useText';

const VARIANTS = { manual: 'neutral', scheduled: 'secondary', safety: 'alternative' } as const;

export function BackupKindBadge({ kind }: { kind: BackupKind }) {
  const text = useText();
  return <Badge variant={VARIANTS[kind]}>{text(`keepsake.kind.${kind}`)}</Badge>;
}
