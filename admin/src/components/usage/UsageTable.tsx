import { Table, Tbody, Td, Thead, Tr } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { usePaged } from '../../hooks/usePaged';
import { useText, type TextId } from '../../hooks/useText';
import { HeadCell } from '../HeadCell';
import { NumberCell } from '../NumberCell';
import { Section } from '../Section';
import { ShowMoreButton } from '../ShowMoreButton';

export interface UsageColumn<Row> {
  title: TextId;
  /** Of numbers; a dash where it is null. */
  value: (row: Row) => string | null;
}

interface UsageTableProps<Row> {
  title: string;
  subtitle?: string;
  head: TextId;
  rows: Row[];
  keyOf: (row: Row) => string;
  name: (row: Row) => ReactNode;
  columns: UsageColumn<Row>[];
}

/** What takes room, by name, with its numbers. */
export function UsageTable<Row>({ title, subtitle, head, rows, keyOf, name, columns }: UsageTableProps<Row>) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(rows);
  return (
    <Section title={title} subtitle={subtitle}>
      <Table colCount={columns.length + 1} rowCount={rows.length + 1} aria-label={title}>
        <Thead>
          <Tr>
            <HeadCell>{text(head)}</HeadCell>
            {columns.map((column) => (
              <HeadCell key={column.title} align="right">
                {text(column.title)}
              </HeadCell>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {shown.map((row) => (
            <Tr key={keyOf(row)}>
              <Td>{name(row)}</Td>
              {columns.map((column) => (
                <NumberCell key={column.title}>{column.value(row)}</NumberCell>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </Section>
  );
}
