import type { RestorePlan, RestorePlanItem } from '../../../shared/contracts/restores';

export interface PlanChange {
  item: RestorePlanItem;
  /** It is in the plan by now and was not, is not any more, or something else would be done with it. */
  kind: 'new' | 'gone' | 'other';
}

const keyOf = ({ uid, documentId, locale, status }: RestorePlanItem) =>
  [uid, documentId, locale, status].join(' ');

/** What moved between two previews of one choice, as far as they list entries. */
export function planChanges(seen: Pick<RestorePlan, 'items'>, now: Pick<RestorePlan, 'items'>): PlanChange[] {
  const before = new Map(seen.items.map((item) => [keyOf(item), item]));
  const after = new Set(now.items.map(keyOf));
  const here = now.items.flatMap((item): PlanChange[] => {
    const known = before.get(keyOf(item));
    if (!known) return [{ item, kind: 'new' }];
    return known.action === item.action && known.label === item.label ? [] : [{ item, kind: 'other' }];
  });
  const gone = seen.items.filter((item) => !after.has(keyOf(item)));
  return [...here, ...gone.map((item): PlanChange => ({ item, kind: 'gone' }))];
}
