import { Box } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** What lies inside of something: set in a little. */
export function Nested({ children }: { children: ReactNode }) {
  return (
    <Box paddingTop={1} paddingLeft={3} borderColor="neutral200" borderStyle="solid" borderWidth="0 0 0 1px">
      {children}
    </Box>
  );
}
