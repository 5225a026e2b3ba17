import { Button, Checkbox, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { ProjectDetails } from '../../../../shared/contracts/projects';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useDeleteProjectMutation } from '../../services/projects';

/** Its schedules, templates and members go along; its backups only stay where that is said. */
export function DeleteProjectDialog({ project, onClose }: { project: ProjectDetails; onClose: () => void }) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [remove, { isLoading }] = useDeleteProjectMutation();
  const [leaveBackups, setLeaveBackups] = useState(false);
  const { slug, name } = project;

  const confirm = async () => {
    try {
      await remove({ slug, leaveBackups }).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.projects.deleted', { name }) });
      onClose();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && !isLoading && onClose()}>
      <Dialog.Content>
        <Dialog.Header>{text('keepsake.projects.delete.title')}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography tag="p">{text('keepsake.projects.delete.question', { name })}</Typography>
            <Checkbox checked={leaveBackups} onCheckedChange={(checked) => setLeaveBackups(checked === true)}>
              {text('keepsake.projects.delete.leave')}
            </Checkbox>
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary" disabled={isLoading}>
              {text('keepsake.action.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button fullWidth variant="danger-light" loading={isLoading} onClick={confirm}>
            {text('keepsake.projects.delete.title')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
