import { IconButton, Menu } from '@strapi/design-system';
import { ArrowClockwise, ArrowsCounterClockwise, Eye, More, SealCheck, Trash } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';
import type { Backup } from '../../../shared/contracts/backups';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { useVerifyBackup } from '../hooks/useVerifyBackup';
import { PinItem } from './PinItem';
import { isRestorable } from '../services/isRestorable';
import { paths } from '../paths';

interface BackupActionsProps {
  backup: Backup;
  /** A job is under way, so no other can be started. */
  isBusy: boolean;
  onDelete: () => void;
  onJobStarted: (job: Job) => void;
}

export function BackupActions({ backup, isBusy, onDelete, onJobStarted }: BackupActionsProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const navigate = useNavigate();
  const { canBackup, canRestore, canDelete } = useRights();
  const { verify } = useVerifyBackup(onJobStarted);
  const { documentId, state, createdAt } = backup;
  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={text('keepsake.action.menu', { date: dateTime(createdAt) })}
        size="S"
      />
      <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
        <Menu.Item startIcon={<Eye />} onSelect={() => navigate(paths.backup(documentId))}>
          {text('keepsake.action.details')}
        </Menu.Item>
        <Menu.Item
          startIcon={<ArrowsCounterClockwise />}
          disabled={!isRestorable(backup)}
          onSelect={() => navigate(paths.compareWithLive(documentId))}
        >
          {text('keepsake.action.compare')}
        </Menu.Item>
        {canRestore && (
          <Menu.Item
            startIcon={<ArrowClockwise />}
            disabled={!isRestorable(backup)}
            onSelect={() => navigate(paths.restore(documentId))}
          >
            {text('keepsake.action.restore')}
          </Menu.Item>
        )}
        {canBackup && (
          <Menu.Item
            startIcon={<SealCheck />}
            disabled={isBusy || !isRestorable(backup)}
            onSelect={() => verify(documentId)}
          >
            {text('keepsake.action.verify')}
          </Menu.Item>
        )}
        {canBackup && <PinItem backup={backup} />}
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
