import { Flex, Grid, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { RestorePlan } from '../../../shared/contracts/restores';
import { useText } from '../hooks/useText';

const COUNTS = [
  { name: 'create', color: 'success700' },
  { name: 'update', color: 'warning700' },
  { name: 'delete', color: 'danger700' },
  { name: 'links', color: 'warning700' },
  { name: 'files', color: 'primary700' },
  { name: 'unchanged', color: 'neutral600' },
] as const;

interface PlanCountsProps {
  counts: RestorePlan['counts'];
  /** The restore has been made; the counts say what it did. */
  isDone?: boolean;
}

/** What the restore would do, or did, in a few numbers. */
export function PlanCounts({ counts, isDone = false }: PlanCountsProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const shown = COUNTS.filter(({ name }) => name !== 'links' || counts.links > 0);
  return (
    <Grid.Root tag="dl" gridCols={shown.length * 2} gap={4}>
      {shown.map(({ name, color }) => (
        <Grid.Item key={name} col={2} s={shown.length} xs={shown.length * 2} alignItems="stretch">
          <Flex
            direction="column-reverse"
            alignItems="flex-start"
            justifyContent="flex-end"
            width="100%"
            gap={1}
            padding={4}
            hasRadius
            background="neutral0"
            shadow="tableShadow"
          >
            <Typography tag="dt" variant="pi" textColor="neutral600">
              {text(isDone ? `keepsake.done.${name}` : `keepsake.plan.${name}`)}
            </Typography>
            <Typography
              tag="dd"
              variant="alpha"
              marginLeft={0}
              textColor={counts[name] === 0 ? 'neutral500' : color}
            >
              {formatNumber(counts[name])}
            </Typography>
          </Flex>
        </Grid.Item>
      ))}
    </Grid.Root>
  );
}
