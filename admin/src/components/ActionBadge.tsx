import { Badge } from '@strapi/design-system';
import type { RestoreAction } from '../../../shared/contracts/restores';
import { useText } from '../hooks/useText';

const VARIANTS = { create: 'success', update: 'warning', delete: 'danger', link: 'secondary' } as const;

export function ActionBadge({ action }: { action: RestoreAction }) {
  const text = useText();
  return <Badge variant={VARIANTS[action]}>{text(`keepsake.planAction.${action}`)}</Badge>;
}
