import { Grid } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import type { ExportChoice } from '../services/exportChoice';
import { PopulateSelect } from './PopulateSelect';
import { SettingCheckbox } from './SettingCheckbox';
import { SettingSelect } from './SettingSelect';

export interface FormatSettingsProps {
  choice: ExportChoice;
  onChange: (change: Partial<ExportChoice>) => void;
  onSet: (settings: Record<string, unknown>) => void;
}

const SHAPES = ['document', 'lines'] as const;

export function JsonSettings({ choice, onChange, onSet }: FormatSettingsProps) {
  const text = useText();
  const isLines = choice.settings.lines === true;
  const setShape = (shape: (typeof SHAPES)[number]) => {
    const settings = { ...choice.settings, lines: shape === 'lines' ? true : undefined };
    // Lines hold no files, and are never broken.
    onChange({ settings, includeAssets: null, minify: false });
  };
  return (
    <Grid.Root gap={5}>
      <SettingSelect
        label={text('keepsake.settings.shape')}
        value={isLines ? 'lines' : 'document'}
        options={SHAPES.map((value) => ({ value, label: text(`keepsake.settings.shape.${value}`) }))}
        onChange={setShape}
      />
      <PopulateSelect choice={choice} onSet={onSet} />
      {!isLines && (
        <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
          <SettingCheckbox
            label={text('keepsake.settings.minify')}
            hint={text('keepsake.settings.minify.hint')}
            checked={choice.minify}
            onChange={(minify) => onChange({ minify })}
          />
        </Grid.Item>
      )}
    </Grid.Root>
  );
}
