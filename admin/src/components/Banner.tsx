import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';
import type { ReactNode } from 'react';

type BannerVariant = 'danger' | 'warning' | 'success' | 'info';

interface BannerProps {
  variant: BannerVariant;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Danger has a border that is red in the dark theme too, where the paler tokens are all grey. */
const LOOKS = {
  danger: { background: 'danger100', borderColor: 'danger600', icon: WarningCircle, fill: 'danger600' },
  warning: { background: 'warning100', borderColor: 'warning200', icon: WarningCircle, fill: 'warning600' },
  success: { background: 'success100', borderColor: 'success200', icon: CheckCircle, fill: 'success600' },
  info: { background: 'primary100', borderColor: 'primary200', icon: Information, fill: 'primary600' },
} as const;

/** An alert that stays: the design system's own always shows a close button. */
export function Banner({ variant, title, children, action }: BannerProps) {
  const { background, borderColor, icon: Icon, fill } = LOOKS[variant];
  return (
    <Flex
      background={background}
      borderColor={borderColor}
      hasRadius
      padding={4}
      gap={3}
      alignItems="flex-start"
      role={variant === 'danger' ? 'alert' : 'status'}
    >
      <Flex shrink={0} paddingTop={1} aria-hidden>
        <Icon fill={fill} width="1.6rem" height="1.6rem" />
      </Flex>
      <Flex direction="column" alignItems="stretch" gap={2} flex="1" minWidth={0}>
        <Typography tag="p" fontWeight="bold" textColor={variant === 'danger' ? 'danger700' : 'neutral800'}>
          {title}
        </Typography>
        {children}
        {action && <Box>{action}</Box>}
      </Flex>
    </Flex>
  );
}
