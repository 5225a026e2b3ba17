import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  subtitle?: string;
  children: ReactNode;
}

/** A heading over something that has a box of its own, such as a table. */
export function Section({ title, subtitle, children }: SectionProps) {
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={3}>
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography tag="h2" variant="delta" textColor="neutral800">
          {title}
        </Typography>
        {subtitle && (
          <Typography tag="p" textColor="neutral600">
            {subtitle}
          </Typography>
        )}
      </Flex>
      <div>{children}</div>
    </Flex>
  );
}
