import { Table, Tbody, Td, Thead, Tr } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { RestorePlan } from '../../../shared/contracts/restores';
import { useText } from '../hooks/useText';
import { HeadCell } from './HeadCell';
import { NumberCell } from './NumberCell';
import { TypeName } from './TypeName';

const COUNTS = ['create', 'update', 'delete', 'unchanged'] as const;

export function PlanTypeTable({ types }: { types: RestorePlan['types'] }) {
  const text = useText();
  const { formatNumber } = useIntl();
  return (
    <Table colCount={5} rowCount={types.length + 1} aria-label={text('keepsake.plan.types')}>
      <Thead>
        <Tr>
          <HeadCell>{text('keepsake.column.contentType')}</HeadCell>
          {COUNTS.map((name) => (
            <HeadCell key={name} align="right">
              {text(`keepsake.plan.${name}`)}
            </HeadCell>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {types.map((type) => (
          <Tr key={type.uid}>
            <Td>
              <TypeName uid={type.uid} displayName={type.displayName} />
            </Td>
            {COUNTS.map((name) => (
              <NumberCell key={name}>{type[name] > 0 && formatNumber(type[name])}</NumberCell>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
