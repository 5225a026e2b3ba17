import { IconButton, Menu } from '@strapi/design-system';
import { Clock, Cross, More, Pencil, Play, Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { Schedule } from '../../../shared/contracts/schedules';
import { useFailureText } from '../hooks/useFailureText';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { useRunScheduleMutation, useUpdateScheduleMutation } from '../services/schedules';

interface ScheduleMenuProps {
  schedule: Schedule;
  onEdit: () => void;
  onDelete: () => void;
}

export function ScheduleMenu({ schedule, onEdit, onDelete }: ScheduleMenuProps) {
  const text = useText();
  const failureText = useFailureText();
  const { canSchedule } = useRights();
  const { toggleNotification } = useNotification();
  const [run] = useRunScheduleMutation();
  const [update] = useUpdateScheduleMutation();
  const { documentId, name, enabled } = schedule;
  if (!canSchedule) return null;

  const say = async (work: () => Promise<unknown>, message: string) => {
    try {
      await work();
      toggleNotification({ type: 'success', message });
    } catch (error) {
      toggleNotification({ type: 'danger', message: failureText(error) });
    }
  };
  const runNow = () => say(() => run(documentId).unwrap(), text('keepsake.schedules.started', { name }));
  const pause = () =>
    say(
      () => update({ documentId, change: { enabled: !enabled } }).unwrap(),
      text(enabled ? 'keepsake.schedules.isPaused' : 'keepsake.schedules.isResumed', { name }),
    );

  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={text('keepsake.schedules.menu', { name })}
        size="S"
      />
      <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
        <Menu.Item startIcon={<Play />} onSelect={runNow}>
          {text('keepsake.schedules.run')}
        </Menu.Item>
        <Menu.Item startIcon={<Pencil />} onSelect={onEdit}>
          {text('keepsake.schedules.edit')}
        </Menu.Item>
        <Menu.Item startIcon={enabled ? <Cross /> : <Clock />} onSelect={pause}>
          {text(enabled ? 'keepsake.schedules.pause' : 'keepsake.schedules.resume')}
        </Menu.Item>
        <Menu.Item variant="danger" startIcon={<Trash />} onSelect={onDelete}>
          {text('keepsake.action.delete')}
        </Menu.Item>
      </Menu.Content>
    </Menu.Root>
  );
}
