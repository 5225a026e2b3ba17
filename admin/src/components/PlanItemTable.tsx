import { Table, Tbody, Thead, Tr } from '@strapi/design-system';
import type { RestorePlan } from '../../../shared/contracts/restores';
import { usePaged } from '../hooks/usePaged';
import type { PlanTicks } from '../hooks/usePlanTicks';
import { useText } from '../hooks/useText';
import { HeadCell } from './HeadCell';
import { PlanItemRow } from './plan/PlanItemRow';
import { ShowMoreButton } from './ShowMoreButton';

interface PlanItemTableProps {
  plan: RestorePlan;
  /** Where each entry can be looked at. */
  snapshotId?: string;
  /** Where entries can be ticked. */
  ticks?: PlanTicks;
}

/** Each record that would be written or removed. */
export function PlanItemTable({ plan: { items, types }, snapshotId, ticks }: PlanItemTableProps) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(items);
  const displayNames = new Map(types.map(({ uid, displayName }) => [uid, displayName]));
  return (
    <>
      <Table colCount={5} rowCount={shown.length + 1} aria-label={text('keepsake.plan.items')}>
        <Thead>
          <Tr>
            <HeadCell>{text('keepsake.column.action')}</HeadCell>
            <HeadCell>{text('keepsake.column.entry')}</HeadCell>
            <HeadCell>{text('keepsake.column.contentType')}</HeadCell>
            <HeadCell>{text('keepsake.column.locale')}</HeadCell>
            <HeadCell>{text('keepsake.column.status')}</HeadCell>
          </Tr>
        </Thead>
        <Tbody>
          {shown.map((item) => (
            <PlanItemRow
              key={[item.uid, item.documentId, item.locale, item.status].join(' ')}
              item={item}
              typeName={displayNames.get(item.uid) ?? item.uid}
              snapshotId={snapshotId}
              ticks={ticks}
            />
          ))}
        </Tbody>
      </Table>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </>
  );
}
