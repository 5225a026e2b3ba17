import {
  Field,
  Grid,
  MultiSelect,
  MultiSelectOption,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';
import type { BackupTypeCount } from '../../../shared/contracts/backups';
import { useText } from '../hooks/useText';
import type { RestoreChoice } from '../services/restoreChoice';
import { Card } from './Card';

interface RestoreFiltersProps {
  types: Pick<BackupTypeCount, 'uid' | 'displayName'>[];
  choice: RestoreChoice;
  onChange: (change: Partial<RestoreChoice>) => void;
  /** Whether single fields can be chosen. */
  hasFields?: boolean;
}

/** Narrows a restore to some types, entries, languages, fields, or to drafts or published versions. */
export function RestoreFilters({ types, choice, onChange, hasFields = true }: RestoreFiltersProps) {
  const text = useText();
  return (
    <Card title={text('keepsake.filter.title')} subtitle={text('keepsake.filter.explanation')}>
      <Grid.Root gap={5}>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root>
            <Field.Label>{text('keepsake.filter.types')}</Field.Label>
            <MultiSelect
              withTags
              placeholder={text('keepsake.filter.types.all')}
              value={choice.contentTypes}
              onChange={(contentTypes: string[]) => onChange({ contentTypes })}
              onClear={() => onChange({ contentTypes: [] })}
              clearLabel={text('keepsake.action.clear')}
            >
              {types.map(({ uid, displayName }) => (
                <MultiSelectOption key={uid} value={uid}>
                  {displayName}
                </MultiSelectOption>
              ))}
            </MultiSelect>
          </Field.Root>
        </Grid.Item>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root hint={text('keepsake.filter.documents.hint')}>
            <Field.Label>{text('keepsake.filter.documents')}</Field.Label>
            <TextInput
              autoComplete="off"
              spellCheck={false}
              placeholder={text('keepsake.filter.documents.all')}
              value={choice.documentIds}
              onChange={(event) => onChange({ documentIds: event.target.value })}
            />
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root hint={text('keepsake.filter.locales.hint')}>
            <Field.Label>{text('keepsake.filter.locales')}</Field.Label>
            <TextInput
              autoComplete="off"
              spellCheck={false}
              placeholder={text('keepsake.filter.locales.all')}
              value={choice.locales}
              onChange={(event) => onChange({ locales: event.target.value })}
            />
            <Field.Hint />
          </Field.Root>
        </Grid.Item>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Field.Root>
            <Field.Label>{text('keepsake.filter.status')}</Field.Label>
            <SingleSelect
              value={choice.status}
              onChange={(status) =>
                onChange({ status: status === 'draft' || status === 'published' ? status : 'both' })
              }
            >
              <SingleSelectOption value="both">{text('keepsake.status.both')}</SingleSelectOption>
              <SingleSelectOption value="draft">{text('keepsake.status.draft')}</SingleSelectOption>
              <SingleSelectOption value="published">{text('keepsake.status.published')}</SingleSelectOption>
            </SingleSelect>
          </Field.Root>
        </Grid.Item>
        {hasFields && (
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root hint={text('keepsake.filter.fields.hint')}>
              <Field.Label>{text('keepsake.filter.fields')}</Field.Label>
              <TextInput
                autoComplete="off"
                spellCheck={false}
                placeholder={text('keepsake.filter.fields.all')}
                value={choice.fields}
                onChange={(event) => onChange({ fields: event.target.value })}
              />
              <Field.Hint />
            </Field.Root>
          </Grid.Item>
        )}
      </Grid.Root>
    </Card>
  );
}
