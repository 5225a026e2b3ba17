import { Grid } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import type { FormatSettingsProps } from './JsonSettings';
import { PopulateSelect } from './PopulateSelect';
import { SettingCheckbox } from './SettingCheckbox';
import { SettingSelect } from './SettingSelect';

const RECORDS = ['json', 'ndjson'] as const;

export function ZipSettings({ choice, onChange, onSet }: FormatSettingsProps) {
  const text = useText();
  const isLines = choice.settings.records === 'ndjson';
  return (
    <Grid.Root gap={5}>
      <SettingSelect
        label={text('keepsake.settings.records')}
        value={isLines ? 'ndjson' : 'json'}
        options={RECORDS.map((value) => ({ value, label: text(`keepsake.settings.records.${value}`) }))}
        onChange={(records) => onSet({ records: records === 'json' ? undefined : records })}
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
