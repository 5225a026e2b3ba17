import { EmptyStateLayout, Flex } from '@strapi/design-system';
import { CheckCircle } from '@strapi/icons';
import type { RestorePlan } from '../../../shared/contracts/restores';
import { usePlanTicks } from '../hooks/usePlanTicks';
import { useText } from '../hooks/useText';
import { changesNothing } from '../services/changesNothing';
import type { RestoreChoice } from '../services/restoreChoice';
import { Banner } from './Banner';
import { PlanCounts } from './PlanCounts';
import { PlanFileTable } from './PlanFileTable';
import { PlanItemTable } from './PlanItemTable';
import { PlanTypeTable } from './PlanTypeTable';
import { TickBar } from './plan/TickBar';
import { ProblemList } from './ProblemList';
import { Section } from './Section';

interface PlanPreviewProps {
  plan: RestorePlan;
  /** documentId of the backup or version that it is of; each entry can then be looked at. */
  snapshotId?: string;
  /** Called with what is ticked, to preview just that. */
  onNarrow?: (change: Partial<RestoreChoice>) => void;
}

/** Everything a restore would do, before it does it. */
export function PlanPreview({ plan, snapshotId, onNarrow }: PlanPreviewProps) {
  const text = useText();
  const ticks = usePlanTicks();
  const { blockers, problems, counts, types, items, files, truncated } = plan;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {blockers.length > 0 && (
        <Banner variant="danger" title={text('keepsake.plan.blocked')}>
          <ProblemList problems={blockers} />
        </Banner>
      )}
      {problems.length > 0 && (
        <Banner variant="warning" title={text('keepsake.plan.problems', { count: problems.length })}>
          <ProblemList problems={problems} />
        </Banner>
      )}
      {changesNothing(plan) ? (
        <EmptyStateLayout
          icon={<CheckCircle width="6.4rem" height="6.4rem" fill="success600" />}
          content={text('keepsake.plan.nothing', { count: counts.unchanged })}
        />
      ) : (
        <>
          <Section title={text('keepsake.plan.title')} subtitle={text('keepsake.plan.explanation')}>
            <PlanCounts counts={counts} />
          </Section>
          {onNarrow && <TickBar plan={plan} ticks={ticks} onNarrow={onNarrow} />}
          {types.length > 0 && (
            <Section title={text('keepsake.plan.types')}>
              <PlanTypeTable types={types} ticks={onNarrow && ticks} />
            </Section>
          )}
          {items.length > 0 && (
            <Section
              title={text('keepsake.plan.items')}
              subtitle={truncated ? text('keepsake.plan.truncated', { count: items.length }) : undefined}
            >
              <PlanItemTable plan={plan} snapshotId={snapshotId} ticks={onNarrow && ticks} />
            </Section>
          )}
          {files.length > 0 && (
            <Section title={text('keepsake.plan.fileList')}>
              <PlanFileTable files={files} />
            </Section>
          )}
        </>
      )}
    </Flex>
  );
}
