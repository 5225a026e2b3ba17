import { Button, Dialog } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Backup } from '../../../shared/contracts/backups';
import { useFailureText } from '../hooks/useFailureText';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { useDeleteBackupMutation } from '../services/backups';

interface DeleteBackupDialogProps {
  /** The one to delete; null keeps the dialog closed. */
  backup: Backup | null;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteBackupDialog({ backup, onClose, onDeleted }: DeleteBackupDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const dateTime = useFormatDateTime();
  const { toggleNotification } = useNotification();
  const [deleteBackup, { isLoading }] = useDeleteBackupMutation();

  const confirm = async () => {
    if (!backup) return;
    try {
      await deleteBackup(backup.documentId).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.delete.done') });
      onDeleted?.();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    } finally {
      onClose();
    }
  };

  return (
    <Dialog.Root open={backup !== null} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Content>
        <Dialog.Header>{text('keepsake.delete.title')}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {backup ? text('keepsake.delete.question', { date: dateTime(backup.createdAt) }) : ''}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary">
              {text('keepsake.action.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button fullWidth variant="danger-light" loading={isLoading} onClick={confirm}>
            {text('keepsake.delete.submit')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
