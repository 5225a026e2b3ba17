import { Box, Grid, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useDiffLook } from '../../hooks/useDiffLook';
import { useText } from '../../hooks/useText';

interface SidesProps {
  /** Null where there is nothing. */
  before: ReactNode | null;
  after: ReactNode | null;
}

/** What was and what is: beside each other, or one below the other. */
export function Sides({ before, after }: SidesProps) {
  const { view } = useDiffLook();
  const col = view === 'side' ? 6 : 12;
  return (
    <Grid.Root gap={view === 'side' ? 4 : 2}>
      {(view === 'side' || before !== null) && (
        <Grid.Item col={col} s={col} xs={12} alignItems="stretch">
          <Side color="danger600">{before}</Side>
        </Grid.Item>
      )}
      {(view === 'side' || after !== null) && (
        <Grid.Item col={col} s={col} xs={12} alignItems="stretch">
          <Side color="success600">{after}</Side>
        </Grid.Item>
      )}
    </Grid.Root>
  );
}

function Side({ color, children }: { color: 'danger600' | 'success600'; children: ReactNode | null }) {
  const text = useText();
  return (
    <Box
      width="100%"
      minWidth={0}
      paddingLeft={3}
      borderColor={children === null ? 'neutral200' : color}
      borderStyle="solid"
      borderWidth="0 0 0 2px"
    >
      {children ?? <Typography textColor="neutral500">{text('keepsake.diff.nothing')}</Typography>}
    </Box>
  );
}
