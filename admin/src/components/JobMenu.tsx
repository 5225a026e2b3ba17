import { IconButton, Menu } from '@strapi/design-system';
import { ArrowClockwise, Cross, Eye, More, Play } from '@strapi/icons';
import type { Job } from '../../../shared/contracts/jobs';
import { useFormatDateTime } from '../hooks/useFormatDateTime';
import { useJobActions } from '../hooks/useJobActions';
import { useRights } from '../hooks/useRights';
import { useText } from '../hooks/useText';
import { isFinished } from '../services/isFinished';

interface JobMenuProps {
  job: Job;
  onOpen: () => void;
}

export function JobMenu({ job, onOpen }: JobMenuProps) {
  const text = useText();
  const dateTime = useFormatDateTime();
  const { canChange } = useRights();
  const { cancel, retry, resume } = useJobActions();
  const isOwn = canChange(job);
  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={text('keepsake.jobs.menu', { date: dateTime(job.createdAt) })}
        size="S"
      />
      <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
        <Menu.Item startIcon={<Eye />} onSelect={onOpen}>
          {text('keepsake.jobs.open')}
        </Menu.Item>
        {isOwn && job.canResume && (
          <Menu.Item startIcon={<Play />} onSelect={() => resume(job)}>
            {text('keepsake.jobs.resume')}
          </Menu.Item>
        )}
        {isOwn && job.canRetry && (
          <Menu.Item startIcon={<ArrowClockwise />} onSelect={() => retry(job)}>
            {text('keepsake.jobs.retry')}
          </Menu.Item>
        )}
        {isOwn && !isFinished(job) && (
          <Menu.Item
            variant="danger"
            startIcon={<Cross />}
            disabled={job.isCancelling}
            onSelect={() => cancel(job)}
          >
            {text('keepsake.job.cancel')}
          </Menu.Item>
        )}
      </Menu.Content>
    </Menu.Root>
  );
}
