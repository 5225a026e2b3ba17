import { Box, Grid, Radio, Typography } from '@strapi/design-system';
import { useId } from 'react';
import type { RestoreMode } from '../../../shared/contracts/restores';
import { useText } from '../hooks/useText';
import { Card } from './Card';

interface ModeChoiceProps {
  value: RestoreMode;
  onChange: (mode: RestoreMode) => void;
}

/** From the least to the most that a restore may change. */
const MODES: RestoreMode[] = ['skip', 'overwrite', 'mirror'];

export function ModeChoice({ value, onChange }: ModeChoiceProps) {
  const text = useText();
  const id = useId();
  return (
    <Card title={text('keepsake.mode.title')}>
      <Radio.Group
        value={value}
        onValueChange={(mode) => onChange(MODES.find((known) => known === mode) ?? value)}
        aria-label={text('keepsake.mode.title')}
      >
        <Grid.Root gap={4}>
          {MODES.map((mode) => (
            <Grid.Item key={mode} col={4} s={12} xs={12} alignItems="stretch">
              <Box
                width="100%"
                padding={4}
                hasRadius
                background={mode === value ? 'primary100' : 'neutral0'}
                borderColor={mode === value ? 'primary600' : 'neutral200'}
                cursor="pointer"
                onClick={() => onChange(mode)}
              >
                <Radio.Item value={mode} aria-describedby={`${id}-${mode}`}>
                  {text(`keepsake.mode.${mode}`)}
                </Radio.Item>
                <Typography
                  id={`${id}-${mode}`}
                  tag="p"
                  variant="pi"
                  textColor={mode === 'mirror' ? 'danger700' : 'neutral600'}
                  paddingTop={2}
                >
                  {text(`keepsake.mode.${mode}.explanation`)}
                </Typography>
              </Box>
            </Grid.Item>
          ))}
        </Grid.Root>
      </Radio.Group>
    </Card>
  );
}
