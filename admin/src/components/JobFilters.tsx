import { FilterSelect } from './FilterSelect';
import { Flex } from '@strapi/design-system';
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
      <FilterSelect
        width="22rem"
        label={text('keepsake.column.kind')}
        all={text('keepsake.jobs.allKinds')}
        value={filter.type}
        options={types}
        onChange={(type) => onChange({ type })}
      />
      <FilterSelect
        width="22rem"
        label={text('keepsake.column.state')}
        all={text('keepsake.jobs.allStates')}
        value={filter.state}
        options={states}
        onChange={(state) => onChange({ state })}
      />
      <FilterSelect
        width="22rem"
        label={text('keepsake.jobs.project')}
        all={text('keepsake.jobs.allProjects')}
        value={filter.project}
        options={known.map((name) => ({ value: name, label: name }))}
        onChange={(project) => onChange({ project })}
      />
    </Flex>
  );
}
