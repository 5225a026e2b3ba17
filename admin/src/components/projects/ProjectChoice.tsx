import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useText } from '../../hooks/useText';
import { useProjectsQuery } from '../../services/projects';

const MOST = 100;
const PAUSE_MS = 300;

interface ProjectChoiceProps {
  /** Slug; undefined leaves it to the server, which takes the whole site or the first project that one may see. */
  value: string | undefined;
  onChange: (slug: string | undefined) => void;
}

/** Of which project something is to be made. Nothing is shown where there is no choice. */
export function ProjectChoice({ value, onChange }: ProjectChoiceProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const search = useDebounce(typed, PAUSE_MS);
  const { data: all } = useProjectsQuery({ pageSize: MOST });
  const isMore = (all?.meta.pagination.total ?? 0) > MOST;
  const { data: found } = useProjectsQuery({ pageSize: MOST, search }, { skip: !isMore || search === '' });
  const projects = [...new Map([...(all?.data ?? []), ...(found?.data ?? [])].map((one) => [one.slug, one]))];
  if (projects.length < 2) return null;
  return (
    <Field.Root name="project" hint={text('keepsake.project.hint')}>
      <Field.Label>{text('keepsake.project.label')}</Field.Label>
      <Combobox
        value={value ?? ''}
        placeholder={text('keepsake.project.placeholder')}
        onChange={(slug) => onChange(slug || undefined)}
        onClear={() => onChange(undefined)}
        onInputChange={(event) => setTyped(event.currentTarget.value)}
      >
        {projects.map(([slug, { name }]) => (
          <ComboboxOption key={slug} value={slug}>
            {name}
          </ComboboxOption>
        ))}
      </Combobox>
      <Field.Hint />
    </Field.Root>
  );
}
