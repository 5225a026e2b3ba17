import { Table, Tbody, Td, Thead, Tr, Typography } from '@strapi/design-system';
import type { RestorePlan } from '../../../shared/contracts/restores';
import { usePaged } from '../hooks/usePaged';
import { useText } from '../hooks/useText';
import { ActionBadge } from './ActionBadge';
import { HeadCell } from './HeadCell';
import { ShowMoreButton } from './ShowMoreButton';

/** Each record that would be written or removed. */
export function PlanItemTable({ plan: { items, types } }: { plan: RestorePlan }) {
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
            <Tr key={[item.uid, item.documentId, item.locale, item.status].join(' ')}>
              <Td>
                <ActionBadge action={item.action} />
              </Td>
              <Td maxWidth="40rem">
                <Typography tag="p" ellipsis textColor="neutral800" title={item.label}>
                  {item.label}
                </Typography>
                <Typography tag="p" variant="pi" textColor="neutral600">
                  {item.documentId}
                </Typography>
              </Td>
              <Td>
                <Typography textColor="neutral800">{displayNames.get(item.uid) ?? item.uid}</Typography>
              </Td>
              <Td>
                <Typography textColor="neutral800">{item.locale ?? '–'}</Typography>
              </Td>
              <Td>
                <Typography textColor="neutral800">
                  {item.status ? text(`keepsake.status.${item.status}`) : '–'}
                </Typography>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </>
  );
}
