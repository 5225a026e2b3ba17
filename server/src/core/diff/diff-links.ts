import type { LinkItemDiff, LinksDiff, LinkTarget } from '../../../../shared/contracts/diffs';
import { canonicalJson } from '../snapshot/record';
import type { Link } from '../snapshot/record';
import { matchItems } from './match-items';

/** Finds what people call a link's target; null when it is not known. */
export type LabelOf = (target: LinkTarget) => string | null;

/** Links by whom they name. Strapi's order numbers are not compared one by one: they change with every neighbour. */
export function diffLinks(
  before: Link[],
  after: Link[],
  labelOf: LabelOf,
): Omit<LinksDiff, 'field' | 'kind' | 'media'> {
  const matched = matchItems(before, after, {
    identity: (link) => canonicalJson(targetOf(link)),
    group: () => '',
    editable: false,
  });
  const item = (kind: LinkItemDiff['kind'], link: Link, from: number | null, to: number | null) => {
    const target = targetOf(link);
    return { kind, from, to, target, label: labelOf(target) };
  };
  return {
    items: [
      ...matched.removed.map((from) => item('removed', before[from] as Link, from, null)),
      ...matched.added.map((to) => item('added', after[to] as Link, null, to)),
      ...matched.pairs
        .filter(({ moved }) => moved)
        .map(({ from, to }) => item('moved', after[to] as Link, from, to)),
    ],
    before: before.length,
    after: after.length,
    numbers: after.map(({ o, i }) => [o ?? null, i ?? null]),
  };
}

export function targetOf({ t, d, l, s, f }: Link): LinkTarget {
  return { uid: t, documentId: d, locale: l ?? null, status: s ?? null, field: f ?? null };
}

/** The link that a target and its order numbers describe, as a record stores it. */
export function linkOf(target: LinkTarget, [order, inverse]: [number | null, number | null]): Link {
  return {
    t: target.uid,
    d: target.documentId,
    ...(target.locale === null ? {} : { l: target.locale }),
    ...(target.status === null ? {} : { s: target.status }),
    ...(order === null ? {} : { o: order }),
    ...(inverse === null ? {} : { i: inverse }),
    ...(target.field === null ? {} : { f: target.field }),
  };
}
