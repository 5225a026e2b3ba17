import { Button, Field, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Template } from '../../../shared/contracts/templates';
import { useFailureText } from '../hooks/useFailureText';
import { useTemplateName } from '../hooks/useTemplateName';
import { useText } from '../hooks/useText';
import { toTemplateOptions, type ExportChoice } from '../services/exportChoice';
import { useUpdateTemplateMutation } from '../services/templates';
import { Card } from './Card';
import { SaveTemplateDialog } from './SaveTemplateDialog';
import { TemplateMisfits } from './TemplateMisfits';

interface ExportTemplateCardProps {
  templates: Template[];
  /** The one that the form began with. */
  template: Template | null;
  choice: ExportChoice;
  onChoose: (template: Template | null) => void;
}

/** Beginning with a saved choice, and saving this one. */
export function ExportTemplateCard({ templates, template, choice, onChoose }: ExportTemplateCardProps) {
  const text = useText();
  const failureText = useFailureText();
  const { nameOf } = useTemplateName();
  const { toggleNotification } = useNotification();
  const [updateTemplate, { isLoading }] = useUpdateTemplateMutation();
  const [isSaving, setSaving] = useState(false);

  const update = async ({ documentId, name, description, shared }: Template) => {
    try {
      const options = toTemplateOptions(choice);
      await updateTemplate({ documentId, name, description, shared, options }).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.templates.updated') });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Card title={text('keepsake.templates.use')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex gap={3} alignItems="flex-end" wrap="wrap">
          <Field.Root flex="1" minWidth="20rem">
            <Field.Label>{text('keepsake.templates.one')}</Field.Label>
            <SingleSelect
              placeholder={text('keepsake.templates.choose')}
              value={template?.documentId ?? ''}
              onChange={(id) => onChoose(templates.find(({ documentId }) => documentId === id) ?? null)}
              onClear={() => onChoose(null)}
              clearLabel={text('keepsake.action.clear')}
            >
              {templates.map((one) => (
                <SingleSelectOption key={one.documentId} value={one.documentId}>
                  {nameOf(one)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
          {template?.canChange && (
            <Button size="L" variant="tertiary" loading={isLoading} onClick={() => update(template)}>
              {text('keepsake.templates.update')}
            </Button>
          )}
          <Button size="L" variant="tertiary" onClick={() => setSaving(true)}>
            {text('keepsake.templates.saveAs')}
          </Button>
        </Flex>
        {template && <TemplateMisfits template={template} />}
      </Flex>
      {isSaving && (
        <SaveTemplateDialog
          options={toTemplateOptions(choice)}
          leavesEntries={choice.documentIds.length > 0}
          onSaved={onChoose}
          onClose={() => setSaving(false)}
        />
      )}
    </Card>
  );
}
