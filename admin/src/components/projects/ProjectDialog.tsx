import { Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import type { ProjectDetails } from '../../../../shared/contracts/projects';
import { useFailureText } from '../../hooks/useFailureText';
import { useText } from '../../hooks/useText';
import { formOf, rulesOf, wrongFilters } from '../../services/projectForm';
import { useChangeProjectMutation, useCreateProjectMutation } from '../../services/projects';
import { RulesEditor } from './RulesEditor';
import { RulesPreview } from './RulesPreview';

interface ProjectDialogProps {
  /** The one to change; null for a new one. */
  project: ProjectDetails | null;
  onClose: () => void;
}

const FORM_ID = 'keepsake-project';

/** Shows what the rules match while they are made. */
export function ProjectDialog({ project, onClose }: ProjectDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [create, creating] = useCreateProjectMutation();
  const [change, changing] = useChangeProjectMutation();
  const [form, setForm] = useState(() => formOf(project));
  const hasRules = !project?.builtIn && !project?.automatic;
  const wrong = wrongFilters(form);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = { name: form.name.trim(), tier: form.tier.trim() || null };
    try {
      if (project) {
        const changes = hasRules ? { ...named, rules: rulesOf(form) } : named;
        await change({ slug: project.slug, change: changes }).unwrap();
      } else await create({ ...named, rules: rulesOf(form) }).unwrap();
      toggleNotification({
        type: 'success',
        message: text('keepsake.projects.saved', { name: named.name }),
      });
      onClose();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Modal.Root open onOpenChange={(open) => !open && onClose()}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={text('keepsake.action.close')}>
          <Modal.Title>
            {text(project ? 'keepsake.projects.editTitle' : 'keepsake.projects.create')}
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <form id={FORM_ID} onSubmit={submit}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              <Field.Root name="name" required>
                <Field.Label>{text('keepsake.projects.name')}</Field.Label>
                <TextInput
                  autoComplete="off"
                  maxLength={120}
                  value={form.name}
                  onChange={(event) => setForm({ ...form, name: event.target.value })}
                />
              </Field.Root>
              <Field.Root name="tier" hint={text('keepsake.projects.tier.hint')}>
                <Field.Label>{text('keepsake.projects.tier')}</Field.Label>
                <TextInput
                  autoComplete="off"
                  maxLength={60}
                  value={form.tier}
                  onChange={(event) => setForm({ ...form, tier: event.target.value })}
                />
                <Field.Hint />
              </Field.Root>
              {hasRules ? (
                <>
                  <RulesEditor form={form} wrong={wrong} onChange={setForm} />
                  <RulesPreview rules={wrong.length === 0 ? rulesOf(form) : null} />
                </>
              ) : (
                <Typography textColor="neutral600">{text('keepsake.projects.fixed')}</Typography>
              )}
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
            disabled={form.name.trim() === '' || wrong.length > 0}
            loading={creating.isLoading || changing.isLoading}
          >
            {text('keepsake.action.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
