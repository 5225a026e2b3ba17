import { Box, Button, EmptyStateLayout } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';

interface LoadFailureProps {
  error: unknown;
  onRetry: () => void;
}

export function LoadFailure({ error, onRetry }: LoadFailureProps) {
  const text = useText();
  const failureText = useFailureText();
  return (
    <Box role="alert">
      <EmptyStateLayout
        icon={<WarningCircle width="6.4rem" height="6.4rem" fill="danger600" />}
        content={failureText(error)}
        action={
          <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
            {text('keepsake.action.retry')}
          </Button>
        }
        hasRadius
        shadow="tableShadow"
      />
    </Box>
  );
}
