import { Td, Typography, type RawTdProps } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface NumberCellProps extends Pick<RawTdProps, 'coords' | 'aria-colindex'> {
  children: ReactNode;
  /** A smaller second line. */
  note?: ReactNode;
}

const NONE = '–';

/** A right-aligned cell; a dash where there is nothing to count. `coords` and the like come from the row. */
export function NumberCell({ children, note, ...position }: NumberCellProps) {
  const isEmpty = children === false || children === null || children === undefined;
  return (
    <Td {...position} style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
      <Typography tag="p" textAlign="right" textColor={isEmpty ? 'neutral500' : 'neutral800'}>
        {isEmpty ? NONE : children}
      </Typography>
      {note && (
        <Typography tag="p" textAlign="right" variant="pi" textColor="neutral600">
          {note}
        </Typography>
      )}
    </Td>
  );
}
