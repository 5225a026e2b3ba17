import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface ActionCardProps {
  title: string;
  explanation: string;
  /** What it came to, or why it cannot be done. */
  children?: ReactNode;
  actions: ReactNode;
}

/** Something that can be done: what, why, and the button at the bottom, so that neighbours line up. */
export function ActionCard({ title, explanation, children, actions }: ActionCardProps) {
  return (
    <Flex
      tag="section"
      aria-label={title}
      direction="column"
      alignItems="stretch"
      gap={4}
      width="100%"
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={6}
    >
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography tag="h3" variant="delta" textColor="neutral800">
          {title}
        </Typography>
        <Typography tag="p" textColor="neutral600">
          {explanation}
        </Typography>
      </Flex>
      {children}
      <Flex gap={2} wrap="wrap" alignItems="flex-end" marginTop="auto">
        {actions}
      </Flex>
    </Flex>
  );
}
