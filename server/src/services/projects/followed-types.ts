import type { Core } from '@strapi/strapi';

import type { FollowRule, ProjectRoot } from '../../../../shared/contracts/projects';
import { isContent } from '../snapshots/compile-read-plan';
import { rulesInvalid } from './rules-error';

interface RelationAttribute {
  type: string;
  relation?: string;
  target?: string;
}

/** An entry that has one of these belongs to what it points at; tags and the like are nobody's. */
const OWNED_BY = new Set(['manyToOne', 'oneToOne']);

/**
 * The ways from content types to the root. As rules say, or, for a number, found step by step: a type belongs to another
 * by a relation to one of its entries, and is reached on the shortest of its ways, or on all of those. A type on the way
 * to the root by itself (a page below a page) is not followed in circles.
 *
 * @throws KeepsakeError `rules_invalid` for a way that the site does not have
 */
export function followedTypes(strapi: Core.Strapi, { uid, follow }: ProjectRoot): FollowRule[] {
  if (typeof follow !== 'number') {
    for (const rule of follow) checkPath(strapi, rule, uid);
    return follow;
  }
  const reached = new Map<string, FollowRule[]>([[uid, []]]);
  let last: FollowRule[] = [{ uid, path: '' }];
  for (let step = 0; step < follow; step += 1) {
    const next = last.flatMap((parent) => ownersOf(strapi, parent, reached));
    for (const rule of next) reached.set(rule.uid, [...(reached.get(rule.uid) ?? []), rule]);
    last = next;
  }
  return [...reached.values()].flat();
}

/** Types that point at `parent` and were not reached before this step. */
function ownersOf(strapi: Core.Strapi, parent: FollowRule, reached: Map<string, unknown>): FollowRule[] {
  const found: FollowRule[] = [];
  for (const [uid, { attributes }] of Object.entries(strapi.contentTypes)) {
    if (!isContent(uid) || reached.has(uid)) continue;
    for (const [name, attribute] of Object.entries(attributes as Record<string, RelationAttribute>)) {
      if (!pointsAt(attribute, parent.uid) || !OWNED_BY.has(attribute.relation ?? '')) continue;
      found.push({ uid, path: parent.path ? `${name}.${parent.path}` : name });
    }
  }
  return found;
}

function pointsAt(attribute: RelationAttribute, uid: string): boolean {
  return attribute.type === 'relation' && attribute.target === uid;
}

function checkPath(strapi: Core.Strapi, { uid, path }: FollowRule, root: string): void {
  let at = uid;
  for (const name of path.split('.')) {
    const model = strapi.contentTypes[at as keyof typeof strapi.contentTypes];
    const attribute = (model?.attributes as Record<string, RelationAttribute> | undefined)?.[name];
    if (!attribute || attribute.type !== 'relation' || !attribute.target)
      throw rulesInvalid(`root.follow.${uid}.${path}`, `${at} has no relation ${name} to a content type.`);
    at = attribute.target;
  }
  if (at === root) return;
  throw rulesInvalid(`root.follow.${uid}.${path}`, `It leads to ${at}, not to ${root}.`);
}
