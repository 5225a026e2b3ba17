import { Menu } from '@strapi/design-system';
import { Pin } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Backup } from '../../../shared/contracts/backups';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useChangeBackupMutation } from '../services/backups';

/** Keeps a backup from being removed by retention, or no longer. */
export function PinItem({ backup: { documentId, pinned } }: { backup: Backup }) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [change] = useChangeBackupMutation();
  const toggle = async () => {
    try {
      await change({ documentId, pinned: !pinned }).unwrap();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };
  return (
    <Menu.Item startIcon={<Pin />} onSelect={toggle}>
      {text(pinned ? 'keepsake.pin.clear' : 'keepsake.pin.set')}
    </Menu.Item>
  );
}
