import { IconButton, Menu } from '@strapi/design-system';
import { ArrowClockwise, ArrowsCounterClockwise, More, Pencil, Pin, Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { Version } from '../../../../shared/contracts/versions';
import { useFailureText } from '../../hooks/useFailureText';
import { useRights } from '../../hooks/useRights';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { isRestorable } from '../../services/isRestorable';
import { useUpdateVersionMutation } from '../../services/versions';

interface VersionActionsProps {
  version: Version;
  onRename: () => void;
  onDelete: () => void;
}

export function VersionActions({ version, onRename, onDelete }: VersionActionsProps) {
  const text = useText();
  const failureText = useFailureText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const { canBackup, canRestore, canDelete } = useRights();
  const [update] = useUpdateVersionMutation();
  const { documentId, number, pinned, state } = version;

  const pin = async () => {
    try {
      await update({ documentId, pinned: !pinned }).unwrap();
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };

  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={text('keepsake.version.menu', { number })}
        size="S"
      />
      <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
        <Menu.Item
          startIcon={<ArrowsCounterClockwise />}
          disabled={!isRestorable(version)}
          onSelect={() => navigate(paths.compareWithLive(documentId))}
        >
          {text('keepsake.action.compare')}
        </Menu.Item>
        {canRestore && (
          <Menu.Item
            startIcon={<ArrowClockwise />}
            disabled={!isRestorable(version)}
            onSelect={() => navigate(paths.restore(documentId))}
          >
            {text('keepsake.action.restore')}
          </Menu.Item>
        )}
        {canBackup && (
          <Menu.Item startIcon={<Pencil />} onSelect={onRename}>
            {text('keepsake.version.rename')}
          </Menu.Item>
        )}
        {canBackup && (
          <Menu.Item startIcon={<Pin />} onSelect={pin}>
            {text(pinned ? 'keepsake.version.unpin' : 'keepsake.version.pin')}
          </Menu.Item>
        )}
        {canDelete && (
          <Menu.Item
            variant="danger"
            startIcon={<Trash />}
            disabled={state === 'running'}
            onSelect={onDelete}
          >
            {text('keepsake.action.delete')}
          </Menu.Item>
        )}
      </Menu.Content>
    </Menu.Root>
  );
}
