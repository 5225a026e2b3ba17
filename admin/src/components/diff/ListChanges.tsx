import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { ListDiff, ListItemDiff } from '../../../../shared/contracts/diffs';
import { usePaged } from '../../hooks/usePaged';
import { useText } from '../../hooks/useText';
import { ShowMoreButton } from '../ShowMoreButton';
import { KindBadge } from './KindBadge';

interface ListChangesProps<Value, Change> {
  list: ListDiff<Value, Change>;
  renderValue: (value: Value, mark: 'added' | 'removed') => ReactNode;
  renderChange: (change: Change) => ReactNode;
}

/** What happened to the items of a list; those that kept their order and content are only counted. */
export function ListChanges<Value, Change>({
  list,
  renderValue,
  renderChange,
}: ListChangesProps<Value, Change>) {
  const text = useText();
  const { shown, rest, showMore } = usePaged(list.items);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography tag="p" variant="pi" textColor="neutral600">
        {list.before === list.after
          ? text('keepsake.diff.items', { count: list.after })
          : text('keepsake.diff.itemsChanged', { before: list.before, after: list.after })}
      </Typography>
      <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
        {shown.map((item, index) => (
          <Box tag="li" key={index} padding={3} hasRadius borderColor="neutral200">
            <Flex gap={2} wrap="wrap" paddingBottom={hasBody(item) ? 3 : 0}>
              <KindBadge kind={item.kind} />
              {'change' in item && (
                <Typography ellipsis fontWeight="semiBold" textColor="neutral800" title={item.label}>
                  {item.label}
                </Typography>
              )}
              <Typography variant="pi" textColor="neutral600">
                <Place item={item} />
              </Typography>
            </Flex>
            {'value' in item && renderValue(item.value, item.kind)}
            {'change' in item && item.change !== null && renderChange(item.change)}
          </Box>
        ))}
      </Flex>
      <ShowMoreButton rest={rest} onClick={showMore} />
    </Flex>
  );
}

function hasBody<Value, Change>(item: ListItemDiff<Value, Change>): boolean {
  return 'value' in item || item.change !== null;
}

/** Counted from one, as people count. */
function Place<Value, Change>({ item }: { item: ListItemDiff<Value, Change> }) {
  const text = useText();
  if (item.kind === 'added') return text('keepsake.diff.place', { place: item.to + 1 });
  if (item.kind === 'removed') return text('keepsake.diff.wasPlace', { place: item.from + 1 });
  if (item.from === item.to) return text('keepsake.diff.place', { place: item.to + 1 });
  return text('keepsake.diff.fromTo', { from: item.from + 1, to: item.to + 1 });
}
