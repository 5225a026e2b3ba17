import type { ListDiff, ListItemDiff } from '../../../../shared/contracts/diffs';
import { matchItems } from './match-items';
import type { ItemKind } from './match-items';

export interface ListKind<Item, Value, Change> extends ItemKind<Item> {
  /** What people call the item. */
  label(item: Item): string;
  value(item: Item): Value;
  change(before: Item, after: Item): Change;
}

/** What happened to the items of a list; see `matchItems` for which one is taken for which. */
export function diffList<Item, Value, Change>(
  before: readonly Item[],
  after: readonly Item[],
  kind: ListKind<Item, Value, Change>,
): ListDiff<Value, Change> {
  const { pairs, removed, added } = matchItems(before, after, kind);
  const items: { at: number; item: ListItemDiff<Value, Change> }[] = [];
  /** New place of the last item that stayed, for each old place: where a removed one is shown. */
  const shownAt: number[] = [];
  for (const { from, to, moved } of pairs) if (!moved) shownAt[from] = to;
  let last = -1;
  for (const from of before.keys()) shownAt[from] = last = shownAt[from] ?? last;

  for (const from of removed) {
    const item = before[from] as Item;
    const at = (shownAt[from] as number) + 0.5;
    items.push({ at, item: { kind: 'removed', from, label: kind.label(item), value: kind.value(item) } });
  }
  for (const to of added) {
    const item = after[to] as Item;
    items.push({ at: to, item: { kind: 'added', to, label: kind.label(item), value: kind.value(item) } });
  }
  for (const { from, to, equal, moved } of pairs) {
    const [old, now] = [before[from] as Item, after[to] as Item];
    const label = kind.label(now);
    if (moved)
      items.push({
        at: to,
        item: { kind: 'moved', from, to, label, change: equal ? null : kind.change(old, now) },
      });
    else if (!equal)
      items.push({ at: to, item: { kind: 'changed', from, to, label, change: kind.change(old, now) } });
  }
  items.sort((a, b) => a.at - b.at);
  return { before: before.length, after: after.length, items: items.map(({ item }) => item) };
}
