import { Checkbox, Flex, Typography } from '@strapi/design-system';
import { useId } from 'react';

interface SettingCheckboxProps {
  label: string;
  hint: string;
  checked: boolean;
  isDisabled?: boolean;
  onChange: (checked: boolean) => void;
}

/** Something to have or not, with what that means. */
export function SettingCheckbox({ label, hint, checked, isDisabled, onChange }: SettingCheckboxProps) {
  const id = useId();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Checkbox
        checked={checked}
        disabled={isDisabled}
        aria-describedby={id}
        onCheckedChange={(now) => onChange(now === true)}
      >
        {label}
      </Checkbox>
      <Typography id={id} tag="p" variant="pi" textColor="neutral600" paddingLeft={7}>
        {hint}
      </Typography>
    </Flex>
  );
}
