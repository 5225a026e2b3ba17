import { Checkbox } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { ProjectDetails } from '../../../../shared/contracts/projects';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useDeleteProjectMutation } from '../../services/projects';
import { ConfirmDialog } from '../ConfirmDialog';

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
    <ConfirmDialog
      title={text('keepsake.projects.delete.title')}
      question={text('keepsake.projects.delete.question', { name })}
      submit={text('keepsake.projects.delete.title')}
      isStarting={isLoading}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Checkbox checked={leaveBackups} onCheckedChange={(checked) => setLeaveBackups(checked === true)}>
        {text('keepsake.projects.delete.leave')}
      </Checkbox>
    </ConfirmDialog>
  );
}
