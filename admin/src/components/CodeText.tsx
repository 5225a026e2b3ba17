import { Typography } from '@strapi/design-system';

/** An id, as it is, in letters of one width. */
export function CodeText({ children }: { children: string }) {
  return (
    <Typography
      tag="code"
      variant="pi"
      textColor="neutral800"
      style={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}
    >
      {children}
    </Typography>
  );
}
