import { Flex, Grid, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { DiffCounts } from '../../../../shared/contracts/diffs';
import { useText } from '../../hooks/useText';

const COUNTS = [
  { name: 'added', color: 'success700' },
  { name: 'changed', color: 'warning700' },
  { name: 'removed', color: 'danger700' },
  { name: 'unchanged', color: 'neutral600' },
] as const;

/** How much differs, in a few numbers. */
export function DiffCountCards({ counts }: { counts: DiffCounts }) {
  const text = useText();
  const { formatNumber } = useIntl();
  return (
    <Grid.Root tag="dl" gap={4}>
      {COUNTS.map(({ name, color }) => (
        <Grid.Item key={name} col={3} s={6} xs={6} alignItems="stretch">
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
              {text(`keepsake.diffCount.${name}`)}
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
