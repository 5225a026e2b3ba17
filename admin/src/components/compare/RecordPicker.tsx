import { Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import type { DiffRecord } from '../../../../shared/contracts/diffs';
import { useText } from '../../hooks/useText';

interface RecordPickerProps {
  records: DiffRecord[];
  record: DiffRecord;
  onChange: (record: DiffRecord) => void;
}

/** Which language and status of an entry; only what differs can be chosen. */
export function RecordPicker({ records, record, onChange }: RecordPickerProps) {
  const text = useText();
  const locales = [...new Set(records.map(({ locale }) => locale))];
  const ofLocale = records.filter(({ locale }) => locale === record.locale);
  const chooseLocale = (locale: string | null) => {
    const there = records.filter((one) => one.locale === locale);
    const chosen = there.find(({ status }) => status === record.status) ?? there[0];
    if (chosen) onChange(chosen);
  };
  const nameOf = ({ status, copy }: DiffRecord) =>
    [
      status ? text(`keepsake.status.${status}`) : text('keepsake.compare.noStatus'),
      copy > 0 && `#${copy + 1}`,
    ]
      .filter(Boolean)
      .join(' ');
  return (
    <Flex gap={2} wrap="wrap">
      {record.locale !== null && (
        <SingleSelect
          size="S"
          aria-label={text('keepsake.column.locale')}
          value={record.locale}
          disabled={locales.length === 1}
          onChange={(locale) => chooseLocale(String(locale))}
        >
          {locales.map((locale) => (
            <SingleSelectOption key={locale} value={locale ?? ''}>
              {locale}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      )}
      {(ofLocale.length > 1 || record.status !== null) && (
        <SingleSelect
          size="S"
          aria-label={text('keepsake.column.status')}
          value={keyOf(record)}
          disabled={ofLocale.length === 1}
          onChange={(key) => {
            const chosen = ofLocale.find((one) => keyOf(one) === key);
            if (chosen) onChange(chosen);
          }}
        >
          {ofLocale.map((one) => (
            <SingleSelectOption key={keyOf(one)} value={keyOf(one)}>
              {nameOf(one)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      )}
    </Flex>
  );
}

function keyOf({ status, copy }: DiffRecord): string {
  return `${status ?? ''} ${copy}`;
}
