import { Checkbox, Flex, Table, Tbody, Td, Thead, Tr } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { RestorePlan } from '../../../shared/contracts/restores';
import type { PlanTicks } from '../hooks/usePlanTicks';
import { useText } from '../hooks/useText';
import { HeadCell } from './HeadCell';
import { NumberCell } from './NumberCell';
import { TypeName } from './TypeName';

const COUNTS = ['create', 'update', 'delete', 'unchanged'] as const;

interface PlanTypeTableProps {
  types: RestorePlan['types'];
  /** Where content types can be ticked. */
  ticks?: PlanTicks;
}

export function PlanTypeTable({ types, ticks }: PlanTypeTableProps) {
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
              <Flex gap={3}>
                {ticks && (
                  <Checkbox
                    aria-label={text('keepsake.ticks.type', { name: type.displayName })}
                    checked={ticks.ticked.contentTypes.includes(type.uid)}
                    onCheckedChange={() => ticks.toggle('contentTypes', type.uid)}
                  />
                )}
                <div>
                  <TypeName uid={type.uid} displayName={type.displayName} />
                </div>
              </Flex>
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
