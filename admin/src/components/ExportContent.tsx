import {
  Button,
  Field,
  Flex,
  Grid,
  MultiSelect,
  MultiSelectOption,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import type { ExportChoices } from '../../../shared/contracts/exports';
import { useText } from '../hooks/useText';
import type { ExportChoice } from '../services/exportChoice';
import { Banner } from './Banner';
import { Card } from './Card';
import { ContentTypeChoice } from './ContentTypeChoice';

interface ExportContentProps {
  choices: ExportChoices;
  choice: ExportChoice;
  onChange: (change: Partial<ExportChoice>) => void;
}

const STATUSES = ['draft', 'published', 'all'] as const;

/** Which content types, and of them which fields, languages and versions. */
export function ExportContent({ choices, choice, onChange }: ExportContentProps) {
  const text = useText();
  const { contentTypes, documentIds } = choice;
  const fields = fieldsOf(choices, contentTypes);
  return (
    <Card title={text('keepsake.content.title')} subtitle={text('keepsake.content.explanation')}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        {documentIds.length > 0 ? (
          <Banner
            variant="info"
            title={text('keepsake.content.chosen', { count: documentIds.length })}
            action={
              <Button variant="tertiary" size="S" onClick={() => onChange({ documentIds: [] })}>
                {text('keepsake.content.all')}
              </Button>
            }
          />
        ) : (
          <ContentTypeChoice
            types={choices.contentTypes}
            chosen={contentTypes}
            // Fields of a type that is not chosen any more would be refused.
            onChange={(uids) => onChange({ contentTypes: uids, fields: [] })}
          />
        )}
        <Grid.Root gap={5}>
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root hint={text('keepsake.content.fields.hint')}>
              <Field.Label>{text('keepsake.filter.fields')}</Field.Label>
              <MultiSelect
                withTags
                placeholder={text('keepsake.filter.fields.all')}
                value={choice.fields}
                onChange={(chosen: string[]) => onChange({ fields: chosen })}
                onClear={() => onChange({ fields: [] })}
                clearLabel={text('keepsake.action.clear')}
              >
                {fields.map(({ path, label }) => (
                  <MultiSelectOption key={path} value={path}>
                    {label === path ? path : `${label} (${path})`}
                  </MultiSelectOption>
                ))}
              </MultiSelect>
              <Field.Hint />
            </Field.Root>
          </Grid.Item>
          {choices.locales.length > 1 && (
            <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
              <Field.Root>
                <Field.Label>{text('keepsake.filter.locales')}</Field.Label>
                <MultiSelect
                  withTags
                  placeholder={text('keepsake.filter.locales.all')}
                  value={choice.locales}
                  onChange={(locales: string[]) => onChange({ locales })}
                  onClear={() => onChange({ locales: [] })}
                  clearLabel={text('keepsake.action.clear')}
                >
                  {choices.locales.map(({ code, name }) => (
                    <MultiSelectOption key={code} value={code}>
                      {name}
                    </MultiSelectOption>
                  ))}
                </MultiSelect>
              </Field.Root>
            </Grid.Item>
          )}
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root>
              <Field.Label>{text('keepsake.content.status')}</Field.Label>
              <SingleSelect
                value={choice.status}
                onChange={(chosen) => {
                  const status = STATUSES.find((one) => one === chosen);
                  if (status) onChange({ status });
                }}
              >
                {STATUSES.map((status) => (
                  <SingleSelectOption key={status} value={status}>
                    {text(`keepsake.content.status.${status}`)}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Field.Root>
          </Grid.Item>
        </Grid.Root>
      </Flex>
    </Card>
  );
}

/** Of the chosen content types, or of all content; those of the same name once. */
function fieldsOf({ contentTypes }: ExportChoices, chosen: string[]) {
  const types = contentTypes.filter(({ uid, part }) =>
    chosen.length > 0 ? chosen.includes(uid) : part === 'content',
  );
  const byPath = new Map(types.flatMap(({ fields }) => fields).map((field) => [field.path, field]));
  return [...byPath.values()];
}
