import { Button } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useCheckHealthMutation } from '../../services/health';

export function CheckHealthButton({ variant = 'default' }: { variant?: 'default' | 'secondary' }) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [check, { isLoading }] = useCheckHealthMutation();

  const run = async () => {
    try {
      await check().unwrap();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Button variant={variant} startIcon={<ArrowClockwise />} loading={isLoading} onClick={() => void run()}>
      {text('keepsake.health.checkNow')}
    </Button>
  );
}
