import { Badge } from '@strapi/design-system';
import { useText } from '../../hooks/useText';

type Kind = 'added' | 'removed' | 'changed' | 'moved' | 'place';

const VARIANTS = {
  added: 'success',
  removed: 'danger',
  changed: 'warning',
  moved: 'secondary',
  place: 'neutral',
} as const;

export function KindBadge({ kind }: { kind: Kind }) {
  const text = useText();
  return <Badge variant={VARIANTS[kind]}>{text(`keepsake.diffKind.${kind}`)}</Badge>;
}
