import type { RetentionTrial } from '../../../../shared/contracts/retention';
import type { RetentionSettings } from '../../config/retention';
import type { RetentionPolicy } from '../../core/schedule/decide-retention';
import type { RetentionRules } from '../../core/schedule/retention-rules';

/** Backups by hand, and those whose schedule is gone. */
export const BY_HAND = 'hand';
export const SAFETY = 'safety';
/** Snapshots of other sites on the same storage: theirs to remove. */
export const ELSEWHERE = 'elsewhere';

export function scheduleGroup(scheduleId: string): string {
  return `schedule ${scheduleId}`;
}

export interface ProjectPolicy {
  policy: RetentionPolicy;
  shared?: { rules: RetentionRules; groups: ReadonlySet<string> };
}

/**
 * The rules of a project:
 *
 * - by hand: as many as its tier has, or all where it has none
 * - of a schedule: its `retention_count`, at most as many as the tier has
 * - of both together, beside that: what `retention.keep` says
 * - safety backups: `retention.safety`
 *
 * @param tierCount Null for no limit
 */
export function policyOf(
  settings: RetentionSettings,
  schedules: readonly { documentId: string; retentionCount: number }[],
  tierCount: number | null,
  trial: RetentionTrial = {},
): ProjectPolicy {
  const count = trial.count === undefined ? tierCount : trial.count;
  const keep = trial.keep === undefined ? settings.keep : (trial.keep ?? undefined);
  const policy = new Map<string, RetentionRules | null>([
    [BY_HAND, count === null ? null : { last: count }],
    [SAFETY, trial.safety ?? settings.safety],
    [ELSEWHERE, null],
  ]);
  for (const { documentId, retentionCount } of schedules) {
    const wanted = trial.schedules?.[documentId] ?? retentionCount;
    policy.set(scheduleGroup(documentId), { last: Math.min(wanted, count ?? Infinity) });
  }
  const groups = new Set([...policy.keys()].filter((group) => group !== SAFETY && group !== ELSEWHERE));
  return { policy, ...(keep ? { shared: { rules: keep, groups } } : {}) };
}
