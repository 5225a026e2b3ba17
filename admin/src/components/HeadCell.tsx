import { Th, Typography, type RawTdProps } from '@strapi/design-system';

interface HeadCellProps extends Pick<RawTdProps, 'coords' | 'aria-colindex'> {
  children: string;
  align?: 'left' | 'right';
  minWidth?: string;
}

/** The header's content is a flex box, so right alignment takes a text of full width. */
export function HeadCell({ children, align = 'left', minWidth, ...position }: HeadCellProps) {
  return (
    <Th {...position} minWidth={minWidth}>
      <Typography
        variant="sigma"
        textColor="neutral600"
        textAlign={align}
        width="100%"
        style={{ whiteSpace: 'nowrap' }}
      >
        {children}
      </Typography>
    </Th>
  );
}
