import { Button, Checkbox, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import type { Template, TemplateOptions } from '../../../shared/contracts/templates';
import { useFailureText } from '../hooks/useFailureText';
import { useText } from '../hooks/useText';
import { readFailure } from '../services/readFailure';
import { useCreateTemplateMutation, useUpdateTemplateMutation } from '../services/templates';

interface SaveTemplateDialogProps {
  options: TemplateOptions;
  /** The one whose name and description are changed; without it a new one is made. */
  template?: Template;
  /** Single entries were chosen, which a template does not keep. */
  leavesEntries?: boolean;
  onSaved?: (template: Template) => void;
  onClose: () => void;
}

const FORM_ID = 'keepsake-save-template';
const NAME_LENGTH = 100;
const DESCRIPTION_LENGTH = 500;

export function SaveTemplateDialog({
  options,
  template,
  leavesEntries = false,
  onSaved,
  onClose,
}: SaveTemplateDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [create, creating] = useCreateTemplateMutation();
  const [update, updating] = useUpdateTemplateMutation();
  const [name, setName] = useState(template?.name ?? '');
  const [description, setDescription] = useState(template?.description ?? '');
  const [isShared, setShared] = useState(template?.shared ?? false);
  const failure = creating.error ?? updating.error;
  const isTaken = readFailure(failure).code === 'template_name_taken';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { name: name.trim(), description: description.trim(), options, shared: isShared };
    try {
      const saved = await (
        template ? update({ documentId: template.documentId, ...input }) : create(input)
      ).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.templates.saved') });
      onSaved?.(saved);
      onClose();
    } catch (error) {
      // A name that is taken is said beside the name.
      if (readFailure(error).code === 'template_name_taken') return;
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>
            {text(template ? 'keepsake.templates.rename' : 'keepsake.templates.saveAs.title')}
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <form id={FORM_ID} onSubmit={submit}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              {leavesEntries && (
                <Typography tag="p" textColor="neutral700">
                  {text('keepsake.templates.leavesEntries')}
                </Typography>
              )}
              <Field.Root name="name" required error={isTaken ? failureText(failure) : undefined}>
                <Field.Label>{text('keepsake.templates.name')}</Field.Label>
                <TextInput
                  autoFocus
                  autoComplete="off"
                  maxLength={NAME_LENGTH}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
                <Field.Error />
              </Field.Root>
              <Field.Root name="description">
                <Field.Label>{text('keepsake.templates.description')}</Field.Label>
                <TextInput
                  autoComplete="off"
                  maxLength={DESCRIPTION_LENGTH}
                  value={description}
                  onChange={(event) => setDescription(event.target.value)}
                />
              </Field.Root>
              <Checkbox checked={isShared} onCheckedChange={(checked) => setShared(checked === true)}>
                {text('keepsake.templates.share')}
              </Checkbox>
            </Flex>
          </form>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button
            type="submit"
            form={FORM_ID}
            disabled={name.trim() === ''}
            loading={creating.isLoading || updating.isLoading}
          >
            {text('keepsake.templates.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
