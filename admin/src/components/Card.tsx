import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface CardProps {
  title?: string;
  subtitle?: string;
  /** Beside the title. */
  action?: ReactNode;
  children?: ReactNode;
}

/** A titled white box on the page's grey. */
export function Card({ title, subtitle, action, children }: CardProps) {
  return (
    <Box tag="section" aria-label={title} background="neutral0" hasRadius shadow="tableShadow" padding={6}>
      {title && (
        <Flex
          justifyContent="space-between"
          alignItems="flex-start"
          gap={4}
          wrap="wrap"
          paddingBottom={children ? 4 : 0}
        >
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
          {action}
        </Flex>
      )}
      {children}
    </Box>
  );
}
