import { Field, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { JOB_STATES, type JobState } from '../../../shared/contracts/jobs';
import { useText, type TextId } from '../hooks/useText';

export interface JobFilter {
  state?: string;
  type?: string;
  project?: string;
}

interface JobFiltersProps {
  filter: JobFilter;
  /** Those that have jobs on this page. */
  projects: string[];
  onChange: (change: JobFilter) => void;
}

const TYPES = ['backup', 'version', 'restore', 'verify', 'drill', 'export', 'maintenance', 'keys'] as const;

/** The badge of a partial job counts its problems; a filter has none. */
const nameOf = (state: JobState): TextId =>
  state === 'partial' ? 'keepsake.jobs.state.partial' : `keepsake.jobState.${state}`;

export function JobFilters({ filter, projects, onChange }: JobFiltersProps) {
  const text = useText();
  const states = JOB_STATES.map((state) => ({ value: state, label: text(nameOf(state)) }));
  const types = TYPES.map((type) => ({ value: type, label: text(`keepsake.jobType.${type}`) }));
  const known = [...new Set([...projects, filter.project].filter((name): name is string => Boolean(name)))];
  return (
    <Flex gap={4} wrap="wrap" alignItems="flex-end">
      <Choice
        label={text('keepsake.column.kind')}
        all={text('keepsake.jobs.allKinds')}
        value={filter.type}
        options={types}
        onChange={(type) => onChange({ type })}
      />
      <Choice
        label={text('keepsake.column.state')}
        all={text('keepsake.jobs.allStates')}
        value={filter.state}
        options={states}
        onChange={(state) => onChange({ state })}
      />
      <Choice
        label={text('keepsake.jobs.project')}
        all={text('keepsake.jobs.allProjects')}
        value={filter.project}
        options={known.map((name) => ({ value: name, label: name }))}
        onChange={(project) => onChange({ project })}
      />
    </Flex>
  );
}

interface ChoiceProps {
  label: string;
  /** Shown while nothing is chosen. */
  all: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  const text = useText();
  return (
    <Field.Root width="22rem">
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        placeholder={all}
        value={value ?? ''}
        onChange={(chosen) => onChange(chosen ? String(chosen) : undefined)}
        onClear={() => onChange(undefined)}
        clearLabel={text('keepsake.action.clear')}
      >
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  );
}
