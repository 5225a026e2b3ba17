import { Field, Grid, NumberInput, TextInput } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import type { FormatSettingsProps } from './JsonSettings';
import { SettingCheckbox } from './SettingCheckbox';
import { SettingSelect } from './SettingSelect';

const PAPERS = ['A3', 'A4', 'A5', 'Letter', 'Legal'] as const;
const ORIENTATIONS = ['portrait', 'landscape'] as const;
const LANGUAGES = ['en', 'de'] as const;
/** The server's defaults. */
const PAPER = 'A4';
const MARGIN = { least: 5, usual: 20, most: 60 };
const TITLE_LENGTH = 200;

export function PdfSettings({ choice: { settings }, onSet }: FormatSettingsProps) {
  const text = useText();
  return (
    <Grid.Root gap={5}>
      <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
        <Field.Root>
          <Field.Label>{text('keepsake.pdf.title')}</Field.Label>
          <TextInput
            autoComplete="off"
            maxLength={TITLE_LENGTH}
            placeholder={text('keepsake.pdf.title.none')}
            value={typeof settings.title === 'string' ? settings.title : ''}
            onChange={(event) => onSet({ title: event.target.value.trim() ? event.target.value : undefined })}
          />
        </Field.Root>
      </Grid.Item>
      <SettingSelect
        label={text('keepsake.pdf.language')}
        value={settings.language === 'de' ? 'de' : 'en'}
        options={LANGUAGES.map((value) => ({ value, label: text(`keepsake.pdf.language.${value}`) }))}
        onChange={(language) => onSet({ language: language === 'en' ? undefined : language })}
      />
      <SettingSelect
        label={text('keepsake.pdf.paper')}
        value={PAPERS.find((paper) => paper === settings.paper) ?? PAPER}
        options={PAPERS.map((value) => ({ value, label: value }))}
        onChange={(paper) => onSet({ paper: paper === PAPER ? undefined : paper })}
      />
      <SettingSelect
        label={text('keepsake.pdf.orientation')}
        value={settings.orientation === 'landscape' ? 'landscape' : 'portrait'}
        options={ORIENTATIONS.map((value) => ({ value, label: text(`keepsake.pdf.${value}`) }))}
        onChange={(side) => onSet({ orientation: side === 'portrait' ? undefined : side })}
      />
      <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
        <Field.Root>
          <Field.Label>{text('keepsake.pdf.margin')}</Field.Label>
          <NumberInput
            min={MARGIN.least}
            max={MARGIN.most}
            value={Number(settings.margin ?? MARGIN.usual)}
            onValueChange={(margin) => onSet({ margin: margin === MARGIN.usual ? undefined : margin })}
          />
        </Field.Root>
      </Grid.Item>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <SettingCheckbox
          label={text('keepsake.pdf.toc')}
          hint={text('keepsake.pdf.toc.hint')}
          checked={settings.toc !== false}
          onChange={(isOn) => onSet({ toc: isOn ? undefined : false })}
        />
      </Grid.Item>
      <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
        <SettingCheckbox
          label={text('keepsake.pdf.pictures')}
          hint={text('keepsake.pdf.pictures.hint')}
          checked={settings.pictures !== false}
          onChange={(isOn) => onSet({ pictures: isOn ? undefined : false })}
        />
      </Grid.Item>
    </Grid.Root>
  );
}
