import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { JsonValue } from '../../../../shared/contracts/diffs';
import { useFormatValue } from '../../hooks/useFormatValue';
import { useText } from '../../hooks/useText';
import { linksOf } from '../../services/plainText';
import { CodeText } from '../CodeText';
import { Code, Deleted, Inserted, Prose } from './Marks';

interface PlainValueProps {
  /** Attribute type, as Strapi's schema names it. */
  type: string;
  value: JsonValue;
  mark?: 'added' | 'removed';
}

/** A stored value as it is, never as HTML. */
export function PlainValue({ type, value, mark }: PlainValueProps) {
  const text = useText();
  const format = useFormatValue();
  const links = linksOf(value);
  if (links) {
    return (
      <Flex direction="column" alignItems="flex-start" gap={1}>
        {links.map(({ documentId, uid }, index) => (
          <span key={index}>
            <CodeText>{documentId}</CodeText>{' '}
            <Typography variant="pi" textColor="neutral600">
              {uid}
            </Typography>
          </span>
        ))}
      </Flex>
    );
  }
  if (isComponents(value)) return <ComponentValues value={value} mark={mark} />;
  const formatted = format(type, value);
  if (!formatted) return <Typography textColor="neutral500">{text('keepsake.diff.nothing')}</Typography>;
  const Wrapper = formatted.isCode ? Code : Prose;
  return (
    <Wrapper>
      <Mark kind={mark}>{formatted.text}</Mark>
    </Wrapper>
  );

  function isComponents(of: JsonValue): of is FieldValues | FieldValues[] {
    return (type === 'component' || type === 'components') && typeof of === 'object' && of !== null;
  }
}

type FieldValues = { [attribute: string]: JsonValue };

function ComponentValues({
  value,
  mark,
}: {
  value: FieldValues | FieldValues[];
  mark: PlainValueProps['mark'];
}) {
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      {[value].flat().map((component, index) => (
        <FieldList key={index} value={component} mark={mark} />
      ))}
    </Flex>
  );
}

/** The fields of a component, each with its value. */
export function FieldList({ value, mark }: { value: FieldValues; mark?: PlainValueProps['mark'] }) {
  const filled = Object.entries(value).filter(([, field]) => field !== null);
  return (
    <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
      {filled.map(([name, field]) => (
        <Box key={name}>
          <Typography tag="dt" variant="pi" textColor="neutral600">
            {name}
          </Typography>
          <Box tag="dd" marginLeft={0}>
            <PlainValue
              type={typeof field === 'object' && !linksOf(field) ? 'json' : 'string'}
              value={field}
              mark={mark}
            />
          </Box>
        </Box>
      ))}
    </Flex>
  );
}

function Mark({ kind, children }: { kind: PlainValueProps['mark']; children: ReactNode }) {
  if (kind === 'added') return <Inserted>{children}</Inserted>;
  if (kind === 'removed') return <Deleted>{children}</Deleted>;
  return <>{children}</>;
}
