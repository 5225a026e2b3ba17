import { Button, Dialog } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Export } from '../../../shared/contracts/exports';
import { useFailureText } from '../hooks/useFailureText';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { useDeleteExportMutation } from '../services/exports';

interface DeleteExportDialogProps {
  /** The one to delete; null keeps the dialog closed. */
  of: Export | null;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteExportDialog({ of: one, onClose, onDeleted }: DeleteExportDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const dateTime = useFormatDateTime();
  const { toggleNotification } = useNotification();
  const [deleteExport, { isLoading }] = useDeleteExportMutation();

  const confirm = async () => {
    if (!one) return;
    try {
      await deleteExport(one.documentId).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.exports.deleted') });
      onDeleted?.();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    } finally {
      onClose();
    }
  };

  return (
    <Dialog.Root open={one !== null} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Content>
        <Dialog.Header>{text('keepsake.exports.delete.title')}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {one ? text('keepsake.exports.delete.question', { date: dateTime(one.createdAt) }) : ''}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary">
              {text('keepsake.action.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button fullWidth variant="danger-light" loading={isLoading} onClick={confirm}>
            {text('keepsake.exports.delete.title')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
