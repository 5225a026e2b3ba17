import { Box, Button, Field, Modal, TextInput, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import type { Job } from '../../../shared/contracts/jobs';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { useCreateBackupMutation } from '../services/backups';
import { useStatusQuery } from '../services/status';
import { ProjectChoice } from './projects/ProjectChoice';
import { SettingCheckbox } from './SettingCheckbox';

const NOTE_LENGTH = 200;
const FORM_ID = 'keepsake-create-backup';

interface CreateBackupDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onStarted: (job: Job) => void;
}

export function CreateBackupDialog({ isOpen, onClose, onStarted }: CreateBackupDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [createBackup, { isLoading }] = useCreateBackupMutation();
  const [note, setNote] = useState('');
  const [isAway, setAway] = useState(false);
  const [project, setProject] = useState<string>();
  const { data: status } = useStatusQuery();

  const close = () => {
    setNote('');
    setAway(false);
    setProject(undefined);
    onClose();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const request = {
        ...(note.trim() ? { note: note.trim() } : {}),
        ...(project ? { project } : {}),
        ...(isAway ? { is_cloud_backup: true } : {}),
      };
      onStarted(await createBackup(request).unwrap());
      close();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Modal.Root open={isOpen} onOpenChange={(open) => !open && close()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{text('keepsake.create.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <form id={FORM_ID} onSubmit={submit}>
            <Typography tag="p" textColor="neutral700" paddingBottom={5}>
              {text('keepsake.create.explanation')}
            </Typography>
            <Field.Root name="note" hint={text('keepsake.create.noteHint')}>
              <Field.Label>{text('keepsake.create.note')}</Field.Label>
              <TextInput
                autoFocus
                autoComplete="off"
                maxLength={NOTE_LENGTH}
                placeholder={text('keepsake.create.notePlaceholder')}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
              <Field.Hint />
            </Field.Root>
            <Box paddingTop={5}>
              <ProjectChoice value={project} onChange={setProject} />
            </Box>
            {status?.cloud && (
              <Box paddingTop={5}>
                <SettingCheckbox
                  label={text('keepsake.create.cloud')}
                  hint={text('keepsake.create.cloudHint', {
                    cloud: status.cloud.location,
                    main: status.storage.location,
                  })}
                  checked={isAway}
                  onChange={setAway}
                />
              </Box>
            )}
          </form>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={close}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} loading={isLoading}>
            {text('keepsake.create.submit')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
