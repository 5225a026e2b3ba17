import { Button } from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';
import { useText } from '../hooks/useText';
import { ActionCard } from './ActionCard';

interface ReconnectCardProps {
  isBusy: boolean;
  onReconnect: () => void;
}

export function ReconnectCard({ isBusy, onReconnect }: ReconnectCardProps) {
  const text = useText();
  return (
    <ActionCard
      title={text('keepsake.reconnect.title')}
      explanation={text('keepsake.reconnect.explanation')}
      actions={
        <Button
          variant="secondary"
          startIcon={<ArrowsCounterClockwise />}
          disabled={isBusy}
          onClick={onReconnect}
        >
          {text('keepsake.reconnect.open')}
        </Button>
      }
    />
  );
}
