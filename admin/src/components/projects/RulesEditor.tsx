import { Box, Checkbox, Field, Flex, Grid, Textarea, TextInput, Typography } from '@strapi/design-system';
import type { ProjectRules } from '../../../../shared/contracts/projects';
import { useText } from '../../hooks/useText';
import type { ProjectForm } from '../../services/projectForm';
import { usePreviewProjectQuery } from '../../services/projects';
import { SettingCheckbox } from '../SettingCheckbox';
import { SettingSelect } from '../SettingSelect';

interface RulesEditorProps {
  form: ProjectForm;
  /** Uids whose filter is no JSON. */
  wrong: string[];
  onChange: (form: ProjectForm) => void;
}

const MEDIA = ['referenced', 'all', 'none'] as const;
const EVERYTHING: ProjectRules = { types: 'all', media: 'none', users: false, settings: false };

/** Which content types, by which filters, in which languages, and what comes besides. */
export function RulesEditor({ form, wrong, onChange }: RulesEditorProps) {
  const text = useText();
  // Of everything: so the content types that there are, by name.
  const { data } = usePreviewProjectQuery(EVERYTHING);
  const toggle = (uid: string, isChosen: boolean) => {
    const { [uid]: _uid, ...others } = form.filters;
    onChange({ ...form, filters: isChosen ? { ...others, [uid]: '' } : others });
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <SettingCheckbox
        label={text('keepsake.projects.allTypes')}
        hint={text('keepsake.projects.allTypes.hint')}
        checked={form.isAll}
        onChange={(isAll) => onChange({ ...form, isAll })}
      />
      {!form.isAll && (
        <Box
          tag="fieldset"
          aria-label={text('keepsake.projects.contentTypes')}
          borderColor="neutral200"
          hasRadius
          padding={4}
        >
          <Flex direction="column" alignItems="stretch" gap={3}>
            {(data?.types ?? []).map(({ uid, displayName }) => (
              <Flex key={uid} direction="column" alignItems="stretch" gap={2}>
                <Checkbox
                  checked={uid in form.filters}
                  onCheckedChange={(checked) => toggle(uid, checked === true)}
                >
                  {displayName}
                </Checkbox>
                {uid in form.filters && (
                  <Field.Root
                    error={wrong.includes(uid) ? text('keepsake.projects.filter.wrong') : undefined}
                    hint={text('keepsake.projects.filter.hint')}
                  >
                    <Field.Label>{text('keepsake.projects.filter', { type: displayName })}</Field.Label>
                    <Textarea
                      value={form.filters[uid]}
                      placeholder={'{ "slug": { "$startsWith": "a" } }'}
                      onChange={(event) =>
                        onChange({ ...form, filters: { ...form.filters, [uid]: event.target.value } })
                      }
                    />
                    <Field.Hint />
                    <Field.Error />
                  </Field.Root>
                )}
              </Flex>
            ))}
          </Flex>
        </Box>
      )}
      {form.kept.root && (
        <Typography textColor="neutral600">{text('keepsake.projects.keepsRoot')}</Typography>
      )}
      <Grid.Root gap={4}>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root hint={text('keepsake.projects.locales.hint')}>
            <Field.Label>{text('keepsake.projects.locales')}</Field.Label>
            <TextInput
              autoComplete="off"
              value={form.locales}
              onChange={(event) => onChange({ ...form, locales: event.target.value })}
            />
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
        <SettingSelect
          label={text('keepsake.projects.media')}
          value={form.media}
          options={MEDIA.map((value) => ({ value, label: text(`keepsake.projects.media.${value}`) }))}
          onChange={(media) => onChange({ ...form, media })}
        />
      </Grid.Root>
      <SettingCheckbox
        label={text('keepsake.projects.users')}
        hint={text('keepsake.projects.users.hint')}
        checked={form.users}
        onChange={(users) => onChange({ ...form, users })}
      />
      <SettingCheckbox
        label={text('keepsake.projects.settings')}
        hint={text('keepsake.projects.settings.hint')}
        checked={form.settings}
        onChange={(settings) => onChange({ ...form, settings })}
      />
    </Flex>
  );
}
