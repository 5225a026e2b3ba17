import { Flex, Grid, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useText, type TextId } from '../hooks/useText';

export type Fact = [TextId, ReactNode];

/** Terms and values, side by side. */
export function FactGrid({ facts }: { facts: Fact[] }) {
  const text = useText();
  return (
    <Grid.Root tag="dl" gap={5}>
      {facts.map(([term, value]) => (
        <Grid.Item key={term} col={3} s={6} xs={12} direction="column" alignItems="flex-start" gap={1}>
          <Typography tag="dt" variant="sigma" textColor="neutral600">
            {text(term)}
          </Typography>
          <Flex tag="dd" marginLeft={0} maxWidth="100%">
            {typeof value === 'string' ? (
              <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
                {value}
              </Typography>
            ) : (
              value
            )}
          </Flex>
        </Grid.Item>
      ))}
    </Grid.Root>
  );
}
