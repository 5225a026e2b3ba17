import { Box, Button, Modal } from '@strapi/design-system';
import { useDebounce, useNotification } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import type { Schedule, ScheduleInput } from '../../../shared/contracts/schedules';
import { useFailureText } from '../hooks/useFailureText';
import { ownTimeZone } from '../hooks/useFormatZoned';
import { useText } from '../hooks/useText';
import {
  useCreateScheduleMutation,
  usePreviewScheduleQuery,
  useUpdateScheduleMutation,
} from '../services/schedules';
import { ProjectChoice } from './projects/ProjectChoice';
import { ScheduleFields } from './ScheduleFields';
import { ScheduleForecast } from './ScheduleForecast';

const FORM_ID = 'keepsake-schedule';
const PAUSE_MS = 300;

interface ScheduleDialogProps {
  /** The one to change; null for a new one. */
  schedule: Schedule | null;
  onClose: () => void;
}

/** Shows what is wrong, and when it would run, while it is filled in; the server says both. */
export function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const text = useText();
  const failureText = useFailureText();
  const { toggleNotification } = useNotification();
  const [create, { isLoading: isCreating }] = useCreateScheduleMutation();
  const [update, { isLoading: isUpdating }] = useUpdateScheduleMutation();
  const [input, setInput] = useState<ScheduleInput>(() => (schedule ? inputOf(schedule) : empty()));
  const [isSent, setSent] = useState(false);
  const [project, setProject] = useState<string>();
  const asked = useDebounce(JSON.stringify(input), PAUSE_MS);
  const { currentData: preview } = usePreviewScheduleQuery(JSON.parse(asked) as Record<string, unknown>);
  const faults = (preview?.faults ?? []).filter(({ field }) => isSent || field !== 'name');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    try {
      if (schedule) await update({ documentId: schedule.documentId, change: input }).unwrap();
      else await create({ ...input, ...(project ? { project } : {}) }).unwrap();
      toggleNotification({
        type: 'success',
        message: text('keepsake.schedules.saved', { name: input.name }),
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
            {text(schedule ? 'keepsake.schedules.editTitle' : 'keepsake.schedules.createTitle')}
          </Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <form id={FORM_ID} onSubmit={submit} noValidate>
            {!schedule && (
              <Box paddingBottom={4}>
                <ProjectChoice value={project} onChange={setProject} />
              </Box>
            )}
            <ScheduleFields input={input} faults={faults} onChange={setInput} />
            <ScheduleForecast input={input} nextRuns={preview?.nextRuns ?? []} />
          </form>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {text('keepsake.action.cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} loading={isCreating || isUpdating}>
            {text('keepsake.schedules.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}

function empty(): ScheduleInput {
  return {
    name: '',
    schedule: 'daily',
    format: 'json',
    time: '02:00',
    timezone: ownTimeZone(),
    retention_count: 7,
    retries: 2,
    notify: true,
  };
}

function inputOf(schedule: Schedule): ScheduleInput {
  const { name, schedule: kind, cron, format, time, day_of_week, day_of_month, timezone } = schedule;
  const { retention_count, retries, notify } = schedule;
  return {
    name,
    schedule: kind,
    cron,
    format,
    time,
    day_of_week,
    day_of_month,
    timezone,
    retention_count,
    retries,
    notify,
  };
}
