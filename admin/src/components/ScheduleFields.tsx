import {
  Combobox,
  ComboboxOption,
  Field,
  Grid,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { ScheduleFault, ScheduleInput } from '../../../shared/contracts/schedules';
import { useFaultText } from '../hooks/useFaultText';
import { useWeekdays } from '../hooks/useScheduleSentence';
import { useText } from '../hooks/useText';
import type { TextId } from '../hooks/useText';
import { useStatusQuery } from '../services/status';
import { SettingCheckbox } from './SettingCheckbox';

interface ScheduleFieldsProps {
  input: ScheduleInput;
  faults: ScheduleFault[];
  onChange: (input: ScheduleInput) => void;
}

const KINDS = ['daily', 'weekly', 'monthly', 'cron'] as const;
const FORMATS = ['json', 'zip', 'csv', 'pdf'] as const;
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

export function ScheduleFields({ input, faults, onChange }: ScheduleFieldsProps) {
  const text = useText();
  const weekdays = useWeekdays();
  const faultText = useFaultText();
  const { data: status } = useStatusQuery();
  const set = (change: Partial<ScheduleInput>) => onChange({ ...input, ...change });
  const field = (name: keyof ScheduleInput, label: TextId, control: ReactNode, hint?: TextId) => (
    <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
      <Field.Root
        name={name}
        error={faultText(faults.find((fault) => fault.field === name))}
        hint={hint && text(hint)}
      >
        <Field.Label>{text(label)}</Field.Label>
        {control}
        <Field.Hint />
        <Field.Error />
      </Field.Root>
    </Grid.Item>
  );
  const number = (name: 'day_of_month' | 'retention_count' | 'retries') => (
    <NumberInput value={input[name]} onValueChange={(value) => set({ [name]: value })} />
  );

  return (
    <Grid.Root gap={4}>
      {field(
        'name',
        'keepsake.schedules.field.name',
        <TextInput
          autoFocus
          autoComplete="off"
          value={input.name}
          onChange={(event) => set({ name: event.target.value })}
        />,
      )}
      {field(
        'schedule',
        'keepsake.schedules.field.kind',
        <SingleSelect
          value={input.schedule}
          onChange={(kind) => set(withDefaults(input, String(kind) as ScheduleInput['schedule']))}
        >
          {KINDS.map((kind) => (
            <SingleSelectOption key={kind} value={kind}>
              {text(`keepsake.schedules.kind.${kind}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>,
      )}
      {input.schedule === 'cron' &&
        field(
          'cron',
          'keepsake.schedules.field.cron',
          <TextInput
            autoComplete="off"
            value={input.cron ?? ''}
            onChange={(event) => set({ cron: event.target.value })}
          />,
          'keepsake.schedules.cronHelp',
        )}
      {input.schedule === 'weekly' &&
        field(
          'day_of_week',
          'keepsake.schedules.field.weekday',
          <SingleSelect
            value={String(input.day_of_week ?? 1)}
            onChange={(day) => set({ day_of_week: Number(day) })}
          >
            {weekdays.map((name, day) => (
              <SingleSelectOption key={name} value={String(day)}>
                {name}
              </SingleSelectOption>
            ))}
          </SingleSelect>,
        )}
      {input.schedule === 'monthly' &&
        field(
          'day_of_month',
          'keepsake.schedules.field.day',
          number('day_of_month'),
          'keepsake.schedules.dayHelp',
        )}
      {input.schedule !== 'cron' &&
        field(
          'time',
          'keepsake.schedules.field.time',
          <TextInput
            autoComplete="off"
            placeholder="02:00"
            value={input.time}
            onChange={(event) => set({ time: event.target.value })}
          />,
        )}
      {field(
        'timezone',
        'keepsake.schedules.field.zone',
        <Combobox
          // A city is looked for by its own name, not by its continent's.
          autocomplete={{ type: 'list', filter: 'contains' }}
          value={input.timezone}
          onChange={(zone) => set({ timezone: String(zone ?? '') })}
        >
          {ZONES.map((zone) => (
            <ComboboxOption key={zone} value={zone}>
              {zone}
            </ComboboxOption>
          ))}
        </Combobox>,
      )}
      {field(
        'retention_count',
        'keepsake.schedules.field.keep',
        number('retention_count'),
        'keepsake.schedules.keepHelp',
      )}
      {field(
        'format',
        'keepsake.schedules.field.format',
        <SingleSelect
          value={input.format}
          onChange={(format) => set({ format: String(format) as ScheduleInput['format'] })}
        >
          {FORMATS.map((format) => (
            <SingleSelectOption key={format} value={format}>
              {format === 'json' ? text('keepsake.schedules.noExport') : format.toUpperCase()}
            </SingleSelectOption>
          ))}
        </SingleSelect>,
        'keepsake.schedules.formatHelp',
      )}
      {field(
        'retries',
        'keepsake.schedules.field.retries',
        number('retries'),
        'keepsake.schedules.retriesHelp',
      )}
      <Grid.Item col={6} xs={12} direction="column" alignItems="stretch" justifyContent="center">
        <SettingCheckbox
          label={text('keepsake.schedules.field.notify')}
          hint={text('keepsake.schedules.notifyHelp')}
          checked={input.notify !== false}
          onChange={(notify) => set({ notify })}
        />
      </Grid.Item>
      {status && (status.cloud || input.is_cloud_backup) && (
        <Grid.Item col={12} direction="column" alignItems="stretch">
          <SettingCheckbox
            label={text('keepsake.create.cloud')}
            hint={
              faultText(faults.find((fault) => fault.field === 'is_cloud_backup')) ??
              text('keepsake.create.cloudHint', {
                cloud: status.cloud?.location ?? '–',
                main: status.storage.location,
              })
            }
            checked={input.is_cloud_backup ?? false}
            onChange={(is_cloud_backup) => set({ is_cloud_backup })}
          />
        </Grid.Item>
      )}
    </Grid.Root>
  );
}

/** A kind that needs a day has one at once. */
function withDefaults(input: ScheduleInput, schedule: ScheduleInput['schedule']): Partial<ScheduleInput> {
  return {
    schedule,
    ...(schedule === 'weekly' ? { day_of_week: input.day_of_week ?? 1 } : {}),
    ...(schedule === 'monthly' ? { day_of_month: input.day_of_month ?? 1 } : {}),
    ...(schedule === 'cron' ? { cron: input.cron ?? '0 2 * * 1-5' } : {}),
  };
}
