import { Flex, Grid } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import { hasAssets, takesAnnexes, takesAssets, type ExportChoice } from '../services/exportChoice';
import { Card } from './Card';
import { CsvSettings } from './CsvSettings';
import { JsonSettings } from './JsonSettings';
import { PdfSettings } from './PdfSettings';
import { SettingCheckbox } from './SettingCheckbox';
import { ZipSettings } from './ZipSettings';

interface ExportSettingsProps {
  choice: ExportChoice;
  /** Whether private fields may be asked for. */
  showsPrivate: boolean;
  /** Whether history and versions may be. */
  showsHistory: boolean;
  onChange: (change: Partial<ExportChoice>) => void;
}

/** How the file is written. */
export function ExportSettings({ choice, showsPrivate, showsHistory, onChange }: ExportSettingsProps) {
  const text = useText();
  const set = (changed: Record<string, unknown>) =>
    onChange({ settings: { ...choice.settings, ...changed } });
  const own = { choice, onChange, onSet: set };
  return (
    <Card title={text('keepsake.settings.title')}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        {choice.format === 'csv' && <CsvSettings {...own} />}
        {choice.format === 'json' && <JsonSettings {...own} />}
        {choice.format === 'zip' && <ZipSettings {...own} />}
        {choice.format === 'pdf' && <PdfSettings {...own} />}
        <Grid.Root gap={5}>
          <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
            <SettingCheckbox
              label={text('keepsake.settings.assets')}
              hint={text(
                takesAssets(choice) ? 'keepsake.settings.assets.hint' : 'keepsake.settings.assets.none',
              )}
              checked={hasAssets(choice)}
              isDisabled={!takesAssets(choice)}
              onChange={(includeAssets) => onChange({ includeAssets })}
            />
          </Grid.Item>
          <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
            <SettingCheckbox
              label={text('keepsake.settings.components')}
              hint={text('keepsake.settings.components.hint')}
              checked={choice.includeComponents}
              onChange={(includeComponents) => onChange({ includeComponents })}
            />
          </Grid.Item>
          {showsHistory &&
            (['includeHistory', 'includeVersions'] as const).map((name) => (
              <Grid.Item key={name} col={6} s={12} xs={12} alignItems="flex-start">
                <SettingCheckbox
                  label={text(`keepsake.settings.${name}`)}
                  hint={text(
                    takesAnnexes(choice)
                      ? `keepsake.settings.${name}.hint`
                      : 'keepsake.settings.annexes.none',
                  )}
                  checked={takesAnnexes(choice) && choice[name]}
                  isDisabled={!takesAnnexes(choice)}
                  onChange={(isOn) => onChange({ [name]: isOn })}
                />
              </Grid.Item>
            ))}
          {showsPrivate && (
            <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
              <SettingCheckbox
                label={text('keepsake.settings.private')}
                hint={text('keepsake.settings.private.hint')}
                checked={choice.settings.private === true}
                onChange={(isPrivate) => set({ private: isPrivate || undefined })}
              />
            </Grid.Item>
          )}
          <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
            <SettingCheckbox
              label={text('keepsake.settings.deleteAfterDownload')}
              hint={text('keepsake.settings.deleteAfterDownload.hint')}
              checked={choice.deleteAfterDownload}
              onChange={(deleteAfterDownload) => onChange({ deleteAfterDownload })}
            />
          </Grid.Item>
        </Grid.Root>
      </Flex>
    </Card>
  );
}
