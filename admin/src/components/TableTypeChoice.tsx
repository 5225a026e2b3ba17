import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useText } from '../hooks/useText';
import { Card } from './Card';

interface TableTypeChoiceProps {
  /** Content types whose fields the columns of the table could be. */
  uids: string[];
  isDisabled: boolean;
  onChoose: (uid: string) => void;
}

/** Asks which content type a CSV file is of that does not say so. */
export function TableTypeChoice({ uids, isDisabled, onChoose }: TableTypeChoiceProps) {
  const text = useText();
  return (
    <Card title={text('keepsake.table.title')} subtitle={text('keepsake.table.explanation')}>
      <Field.Root>
        <Field.Label>{text('keepsake.table.label')}</Field.Label>
        <SingleSelect
          placeholder={text('keepsake.table.placeholder')}
          disabled={isDisabled}
          onChange={(uid) => onChoose(String(uid))}
        >
          {uids.map((uid) => (
            <SingleSelectOption key={uid} value={uid}>
              {uid}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
    </Card>
  );
}
