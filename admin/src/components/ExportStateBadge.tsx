import { Badge } from '@strapi/design-system';
import type { Export } from '../../../shared/contracts/exports';
import { useText } from '../hooks/useText';

/** Filled red, because the badge's own `danger` is grey in the dark theme and easily overlooked. */
const LOUD = { backgroundColor: 'danger600', textColor: 'neutral0' } as const;

const LOOKS = {
  running: { variant: 'primary' },
  succeeded: { variant: 'success' },
  partial: LOUD,
  failed: LOUD,
} as const;

export function ExportStateBadge({ of: { state, problems } }: { of: Pick<Export, 'state' | 'problems'> }) {
  const text = useText();
  return <Badge {...LOOKS[state]}>{text(`keepsake.exportState.${state}`, { count: problems.length })}</Badge>;
}
