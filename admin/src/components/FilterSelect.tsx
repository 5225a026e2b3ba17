import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useText } from '../hooks/useText';

interface FilterSelectProps {
  width: string;
  label: string;
  /** Shown while nothing is chosen. */
  all: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

/** One of a few, or all of them. */
export function FilterSelect({ width, label, all, value, options, onChange }: FilterSelectProps) {
  const text = useText();
  return (
    <Field.Root width={width}>
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
