import { Field, Grid, SingleSelect, SingleSelectOption } from '@strapi/design-system';

interface SettingSelectProps<Value extends string> {
  label: string;
  hint?: string;
  value: Value;
  options: { value: Value; label: string }[];
  isDisabled?: boolean;
  onChange: (value: Value) => void;
}

/** One of a few, in the grid of a form. */
export function SettingSelect<Value extends string>(props: SettingSelectProps<Value>) {
  const { label, hint, value, options, isDisabled, onChange } = props;
  const choose = (chosen: string | number) => {
    const known = options.find((option) => option.value === chosen);
    if (known) onChange(known.value);
  };
  return (
    <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
      <Field.Root hint={hint}>
        <Field.Label>{label}</Field.Label>
        <SingleSelect value={value} disabled={isDisabled} onChange={choose}>
          {options.map((option) => (
            <SingleSelectOption key={option.value} value={option.value}>
              {option.label}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        {hint && <Field.Hint />}
      </Field.Root>
    </Grid.Item>
  );
}
