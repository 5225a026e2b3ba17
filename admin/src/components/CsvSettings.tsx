import { Grid } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import type { FormatSettingsProps } from './JsonSettings';
import { SettingCheckbox } from './SettingCheckbox';
import { SettingSelect } from './SettingSelect';

/** The first of each is the default. */
const CHOICES = {
  profile: ['people', 'roundTrip'],
  header: ['names', 'labels'],
  components: ['columns', 'json'],
  repeatables: ['json', 'columns', 'files'],
  links: ['ids', 'json'],
} as const;

const DELIMITERS = [
  { value: ',', name: 'comma' },
  { value: ';', name: 'semicolon' },
  { value: '\t', name: 'tab' },
  { value: '|', name: 'bar' },
] as const;

export function CsvSettings({ choice: { settings }, onSet }: FormatSettingsProps) {
  const text = useText();
  const isRoundTrip = settings.profile === 'roundTrip';

  const select = <Name extends keyof typeof CHOICES>(name: Name) => {
    const values = CHOICES[name] as readonly (typeof CHOICES)[Name][number][];
    const chosen = values.find((value) => value === settings[name]) ?? values[0]!;
    return {
      label: text(`keepsake.csv.${name}`),
      value: chosen,
      options: values.map((value) => ({ value, label: text(`keepsake.csv.${name}.${value}` as never) })),
      onChange: (value: (typeof CHOICES)[Name][number]) =>
        onSet({ [name]: value === values[0] ? undefined : value }),
    };
  };

  /** It fixes how everything is written that could not be read back otherwise. */
  const setProfile = (profile: (typeof CHOICES)['profile'][number]) =>
    onSet({
      profile: profile === 'people' ? undefined : profile,
      header: undefined,
      components: undefined,
      repeatables: undefined,
      links: undefined,
      escapeFormulas: undefined,
    });

  return (
    <Grid.Root gap={5}>
      <SettingSelect {...select('profile')} onChange={setProfile} />
      <SettingSelect
        label={text('keepsake.csv.delimiter')}
        value={String(settings.delimiter ?? ',')}
        options={DELIMITERS.map(({ value, name }) => ({
          value: value as string,
          label: text(`keepsake.csv.delimiter.${name}`),
        }))}
        onChange={(delimiter) => onSet({ delimiter: delimiter === ',' ? undefined : delimiter })}
      />
      {!isRoundTrip && (
        <>
          <SettingSelect {...select('header')} />
          <SettingSelect {...select('components')} />
          <SettingSelect {...select('repeatables')} />
          <SettingSelect {...select('links')} />
        </>
      )}
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <SettingCheckbox
          label={text('keepsake.csv.bom')}
          hint={text('keepsake.csv.bom.hint')}
          checked={settings.bom === true}
          onChange={(bom) => onSet({ bom: bom || undefined })}
        />
      </Grid.Item>
      {!isRoundTrip && (
        <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
          <SettingCheckbox
            label={text('keepsake.csv.escapeFormulas')}
            hint={text('keepsake.csv.escapeFormulas.hint')}
            checked={settings.escapeFormulas !== false}
            onChange={(isOn) => onSet({ escapeFormulas: isOn ? undefined : false })}
          />
        </Grid.Item>
      )}
    </Grid.Root>
  );
}
