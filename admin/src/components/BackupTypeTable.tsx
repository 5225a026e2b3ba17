import { Table, Tbody, Td, Thead, Tr } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { BackupTypeCount } from '../../../shared/contracts/backups';
import { useText } from '../hooks/useText';
import { HeadCell } from './HeadCell';
import { NumberCell } from './NumberCell';
import { TypeName } from './TypeName';

/** What a backup holds, by content type. */
export function BackupTypeTable({ types }: { types: BackupTypeCount[] }) {
  const text = useText();
  const { formatNumber } = useIntl();
  return (
    <Table colCount={3} rowCount={types.length + 1} aria-label={text('keepsake.details.types')}>
      <Thead>
        <Tr>
          <HeadCell>{text('keepsake.column.contentType')}</HeadCell>
          <HeadCell align="right">{text('keepsake.column.documents')}</HeadCell>
          <HeadCell align="right">{text('keepsake.column.records')}</HeadCell>
        </Tr>
      </Thead>
      <Tbody>
        {types.map((type) => (
          <Tr key={type.uid}>
            <Td>
              <TypeName uid={type.uid} displayName={type.displayName} />
            </Td>
            <NumberCell>{formatNumber(type.documents)}</NumberCell>
            <NumberCell>{formatNumber(type.records)}</NumberCell>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
