import {
  Box,
  Button,
  Checkbox,
  Field,
  Flex,
  Modal,
  Textarea,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import type { Job } from '../../../../shared/contracts/jobs';
import type { Version } from '../../../../shared/contracts/versions';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { useCreateVersionMutation, useUpdateVersionMutation } from '../../services/versions';
import { ProjectChoice } from '../projects/ProjectChoice';

const FORM_ID = 'keepsake-version';
const LABEL_LENGTH = 120;
const NOTE_LENGTH = 500;

interface VersionDialogProps {
  /** The one to rename; a new one is made without. */
  version?: Version;
  onClose: () => void;
  onStarted?: (job: Job) => void;
}

/** Names a version: a new one, or one that is there. */
export function VersionDialog({ version, onClose, onStarted }: VersionDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [create, { isLoading: isCreating }] = useCreateVersionMutation();
  const [update, { isLoading: isUpdating }] = useUpdateVersionMutation();
  const [label, setLabel] = useState(version?.label ?? '');
  const [note, setNote] = useState(version?.note ?? '');
  const [pinned, setPinned] = useState(version?.pinned ?? false);
  const [project, setProject] = useState<string>();
  const title = version
    ? text('keepsake.version.renameTitle', { number: version.number })
    : text('keepsake.version.create');

  const save = async () => {
    const named = { label: label.trim() || null, note: note.trim() || null, pinned };
    if (version) return void (await update({ documentId: version.documentId, ...named }).unwrap());
    const { label: newLabel, note: newNote } = named;
    const data = {
      pinned,
      ...(project ? { project } : {}),
      ...(newLabel ? { label: newLabel } : {}),
      ...(newNote ? { note: newNote } : {}),
    };
    onStarted?.(await create(data).unwrap());
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await save();
      onClose();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <form id={FORM_ID} onSubmit={submit}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              {!version && (
                <Typography tag="p" textColor="neutral700">
                  {text('keepsake.version.explanation')}
                </Typography>
              )}
              <Field.Root name="label">
                <Field.Label>{text('keepsake.version.label')}</Field.Label>
                <TextInput
                  autoFocus
                  autoComplete="off"
                  maxLength={LABEL_LENGTH}
                  placeholder={text('keepsake.version.labelPlaceholder')}
                  value={label}
                  onChange={(event) => setLabel(event.target.value)}
                />
              </Field.Root>
              <Field.Root name="note">
                <Field.Label>{text('keepsake.version.note')}</Field.Label>
                <Textarea
                  maxLength={NOTE_LENGTH}
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
              </Field.Root>
              {!version && <ProjectChoice value={project} onChange={setProject} />}
              <Box>
                <Checkbox checked={pinned} onCheckedChange={(checked) => setPinned(checked === true)}>
                  {text('keepsake.version.pinHint')}
                </Checkbox>
              </Box>
            </Flex>
          </form>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} loading={isCreating || isUpdating}>
            {text(version ? 'keepsake.action.save' : 'keepsake.version.submit')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
