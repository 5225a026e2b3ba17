import { Button, Dialog } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Template } from '../../../shared/contracts/templates';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useDeleteTemplateMutation } from '../services/templates';

interface DeleteTemplateDialogProps {
  /** The one to delete; null keeps the dialog closed. */
  template: Template | null;
  onClose: () => void;
}

export function DeleteTemplateDialog({ template, onClose }: DeleteTemplateDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [deleteTemplate, { isLoading }] = useDeleteTemplateMutation();

  const confirm = async () => {
    if (!template) return;
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
    <Dialog.Root open={template !== null} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Content>
        <Dialog.Header>{text('keepsake.templates.delete.title')}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {template ? text('keepsake.templates.delete.question', { name: template.name }) : ''}
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary">
              {text('keepsake.action.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button fullWidth variant="danger-light" loading={isLoading} onClick={confirm}>
            {text('keepsake.templates.delete.title')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
