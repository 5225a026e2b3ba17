import { useNotification } from '@strapi/strapi/admin';
import type { Export } from '../../../shared/contracts/exports';
import { useFailureText } from '../hooks/useFailureText';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useText } from '../hooks/useText';
import { useDeleteExportMutation } from '../services/exports';
import { ConfirmDialog } from './ConfirmDialog';

interface DeleteExportDialogProps {
  of: Export;
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
    <ConfirmDialog
      title={text('keepsake.exports.delete.title')}
      question={text('keepsake.exports.delete.question', { date: dateTime(one.createdAt) })}
      submit={text('keepsake.exports.delete.title')}
      isStarting={isLoading}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
