import { Badge } from '@strapi/design-system';
import type { CheckState } from '../../../../shared/contracts/health';
import { useText } from '../../hooks/useText';

/** Red is filled, because the badge's own `danger` is grey in the dark theme. */
const LOOKS = {
  ok: { variant: 'success' },
  warn: { variant: 'warning' },
  red: { backgroundColor: 'danger600', textColor: 'neutral0' },
  unknown: { variant: 'neutral' },
} as const;

export function HealthBadge({ state }: { state: CheckState }) {
  const text = useText();
  return <Badge {...LOOKS[state]}>{text(`keepsake.health.state.${state}`)}</Badge>;
}
