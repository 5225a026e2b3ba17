import { useCallback } from 'react';
import type { RetentionVerdict } from '../../../shared/contracts/retention';
import { useText } from './useText';

/** Why a backup stays or goes, for people. */
export function useRetentionReason(): (verdict: RetentionVerdict) => string {
  const text = useText();
  return useCallback(
    (verdict) =>
      verdict.kept
        ? verdict.reasons
            .map((reason) => text(`keepsake.retention.keeps.${reason.rule}`, { ...reason }))
            .join(' · ')
        : verdict.reasons
            .map((reason) =>
              'newer' in reason && reason.newer
                ? text('keepsake.retention.newer', { ...reason, newer: '' })
                : text(`keepsake.retention.drops.${reason.rule}`, { ...reason, newer: '' }),
            )
            .join(' · '),
    [text],
  );
}
