import { useNotification } from '@strapi/strapi/admin';
import type { Version } from '../../../../shared/contracts/versions';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useDeleteVersionMutation } from '../../services/versions';
import { ConfirmDialog } from '../ConfirmDialog';

interface DeleteVersionDialogProps {
  version: Version;
  onClose: () => void;
}

export function DeleteVersionDialog({ version, onClose }: DeleteVersionDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [remove, { isLoading }] = useDeleteVersionMutation();

  const confirm = async () => {
    try {
      await remove(version.documentId).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.version.deleted') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    } finally {
      onClose();
    }
  };

  return (
    <ConfirmDialog
      title={text('keepsake.version.delete')}
      question={text('keepsake.version.deleteQuestion', { number: version.number })}
      submit={text('keepsake.version.delete')}
      isStarting={isLoading}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
