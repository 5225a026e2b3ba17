import { useNotification } from '@strapi/strapi/admin';
import type { Template } from '../../../shared/contracts/templates';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useDeleteTemplateMutation } from '../services/templates';
import { ConfirmDialog } from './ConfirmDialog';

interface DeleteTemplateDialogProps {
  template: Template;
  onClose: () => void;
}

export function DeleteTemplateDialog({ template, onClose }: DeleteTemplateDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [deleteTemplate, { isLoading }] = useDeleteTemplateMutation();

  const confirm = async () => {
    try {
      await deleteTemplate(template.documentId).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.templates.deleted') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    } finally {
      onClose();
    }
  };

  return (
    <ConfirmDialog
      title={text('keepsake.templates.delete.title')}
      question={text('keepsake.templates.delete.question', { name: template.name })}
      submit={text('keepsake.templates.delete.title')}
      isStarting={isLoading}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
