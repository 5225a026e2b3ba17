import { Box, Grid, Radio, Typography } from '@strapi/design-system';
import { useId } from 'react';

interface Choice<Value extends string> {
  value: Value;
  title: string;
  explanation: string;
  /** Worth a second thought. */
  isGrave?: boolean;
  isDisabled?: boolean;
}

interface ChoiceCardsProps<Value extends string> {
  /** What is being chosen, for a screen reader. */
  label: string;
  choices: Choice<Value>[];
  /** Null while nothing is chosen. */
  value: Value | null;
  onChange: (value: Value) => void;
  /** Below each other, as in a dialog. */
  isStacked?: boolean;
}

/** One of a few, each with what it means. */
export function ChoiceCards<Value extends string>({
  label,
  choices,
  value,
  onChange,
  isStacked = false,
}: ChoiceCardsProps<Value>) {
  const id = useId();
  const choose = (chosen: string) => {
    const known = choices.find((choice) => choice.value === chosen);
    if (known) onChange(known.value);
  };
  return (
    <Radio.Group value={value ?? ''} onValueChange={choose} aria-label={label}>
      <Grid.Root gap={isStacked ? 2 : 4}>
        {choices.map((choice) => (
          <Grid.Item
            key={choice.value}
            col={isStacked ? 12 : 12 / choices.length}
            s={12}
            xs={12}
            alignItems="stretch"
          >
            <Box
              width="100%"
              padding={4}
              hasRadius
              background={
                choice.isDisabled ? 'neutral150' : choice.value === value ? 'primary100' : 'neutral0'
              }
              borderColor={choice.value === value ? 'primary600' : 'neutral200'}
              cursor={choice.isDisabled ? 'not-allowed' : 'pointer'}
              onClick={() => !choice.isDisabled && onChange(choice.value)}
            >
              <Radio.Item
                value={choice.value}
                disabled={choice.isDisabled}
                aria-describedby={`${id}-${choice.value}`}
              >
                {choice.title}
              </Radio.Item>
              <Typography
                id={`${id}-${choice.value}`}
                tag="p"
                variant="pi"
                textColor={choice.isGrave ? 'danger700' : 'neutral600'}
                paddingTop={2}
              >
                {choice.explanation}
              </Typography>
            </Box>
          </Grid.Item>
        ))}
      </Grid.Root>
    </Radio.Group>
  );
}
