import { IconButton, Menu } from '@strapi/design-system';
import { Duplicate, More, Pencil, Play, Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { Template } from '../../../shared/contracts/templates';
import { useFailureText } from '../hooks/useFailureText';
import { useTemplateName } from '../hooks/useTemplateName';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { useCopyTemplateMutation } from '../services/templates';

interface TemplateMenuProps {
  template: Template;
  onRename: () => void;
  onDelete: () => void;
}

export function TemplateMenu({ template, onRename, onDelete }: TemplateMenuProps) {
  const text = useText();
  const failureText = useFailureText();
  const navigate = useNavigate();
  const { nameOf } = useTemplateName();
  const { toggleNotification } = useNotification();
  const [copyTemplate] = useCopyTemplateMutation();
  const { documentId, canChange } = template;

  const copy = async () => {
    try {
      const { name } = await copyTemplate({ documentId }).unwrap();
      toggleNotification({ type: 'success', message: text('keepsake.templates.copied', { name }) });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={text('keepsake.templates.menu', { name: nameOf(template) })}
        size="S"
      />
      <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
        <Menu.Item startIcon={<Play />} onSelect={() => navigate(paths.newExportFrom(documentId))}>
          {text('keepsake.templates.export')}
        </Menu.Item>
        {canChange && (
          <Menu.Item startIcon={<Pencil />} onSelect={onRename}>
            {text('keepsake.templates.rename')}
          </Menu.Item>
        )}
        <Menu.Item startIcon={<Duplicate />} onSelect={copy}>
          {text('keepsake.templates.copy')}
        </Menu.Item>
        {canChange && (
          <Menu.Item variant="danger" startIcon={<Trash />} onSelect={onDelete}>
            {text('keepsake.action.delete')}
          </Menu.Item>
        )}
      </Menu.Content>
    </Menu.Root>
  );
}
