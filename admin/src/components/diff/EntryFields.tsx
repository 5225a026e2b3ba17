import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { EntryDiff, FieldDiff, UnchangedField } from '../../../../shared/contracts/diffs';
import { useDiffLook } from '../../hooks/useDiffLook';
import { useText } from '../../hooks/useText';
import { FieldChange } from './FieldChange';
import { PlainValue } from './PlainValue';

interface EntryFieldsProps {
  entry: EntryDiff;
  /** What can be done with a field that changed. */
  fieldAction?: (field: FieldDiff) => ReactNode;
}

/** Written by Strapi itself: what people wrote comes first. */
const STAMPS = ['createdAt', 'updatedAt', 'publishedAt'];

const stampsLast = <Field extends { field: string }>(fields: Field[]): Field[] => [
  ...fields.filter(({ field }) => !STAMPS.includes(field)),
  ...fields.filter(({ field }) => STAMPS.includes(field)),
];

/** One record, field by field. */
export function EntryFields({ entry, fieldAction }: EntryFieldsProps) {
  const text = useText();
  const { onlyChanged } = useDiffLook();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {stampsLast(entry.fields).map((field) => (
        <FieldBox key={field.field} name={field.field} type={typeOf(field)} action={fieldAction?.(field)}>
          <FieldChange diff={field} />
        </FieldBox>
      ))}
      {entry.fields.length === 0 && (
        <Typography tag="p" textColor="neutral600">
          {text('keepsake.diff.noFields')}
        </Typography>
      )}
      {!onlyChanged &&
        stampsLast(entry.unchanged).map((field) => <Unchanged key={field.field} field={field} />)}
    </Flex>
  );
}

function Unchanged({ field: { field, type, value } }: { field: UnchangedField }) {
  const text = useText();
  return (
    <FieldBox name={field} type={text('keepsake.diff.unchanged')}>
      <PlainValue type={type} value={value} />
    </FieldBox>
  );
}

interface FieldBoxProps {
  name: string;
  type: string;
  action?: ReactNode;
  children: ReactNode;
}

function FieldBox({ name, type, action, children }: FieldBoxProps) {
  return (
    <Box
      tag="section"
      aria-label={name}
      paddingTop={4}
      borderColor="neutral150"
      borderStyle="solid"
      borderWidth="1px 0 0 0"
    >
      <Flex justifyContent="space-between" gap={3} paddingBottom={2} wrap="wrap">
        <Flex gap={2} alignItems="baseline" wrap="wrap">
          <Typography tag="h4" fontWeight="bold" textColor="neutral800">
            {name}
          </Typography>
          <Typography variant="pi" textColor="neutral600">
            {type}
          </Typography>
        </Flex>
        {action}
      </Flex>
      {children}
    </Box>
  );
}

function typeOf(diff: FieldDiff): string {
  if (diff.kind === 'value' || diff.kind === 'text') return diff.type;
  if (diff.kind === 'links') return diff.media ? 'media' : 'relation';
  if (diff.kind === 'components') return diff.zone ? 'dynamiczone' : 'component';
  return diff.kind;
}
