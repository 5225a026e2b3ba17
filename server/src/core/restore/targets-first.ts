import type { ComponentPlan, ShapePlan } from '../snapshot/read-plan';
import type { TypeActions } from './restore-plan';

/**
 * The order in which types are written: `ready` ones point at nothing but types before them, so that their links can
 * be written with their rows; `waiting` ones point at themselves, at each other or at anything (polymorphic), and have
 * their links written when all rows are there. (Databases check foreign keys at once: Strapi makes none deferrable.)
 */
export function targetsFirst(
  types: TypeActions[],
  components: Record<string, ComponentPlan>,
): { ready: TypeActions[]; waiting: TypeActions[] } {
  const uids = new Set(types.map(({ uid }) => uid));
  const needs = new Map(types.map((one) => [one, targetsOf(one.type, components, uids)]));
  const ready: TypeActions[] = [];
  const written = new Set<string>();
  for (let found = true; found;) {
    found = false;
    for (const [one, targets] of needs) {
      if (written.has(one.uid) || ![...targets].every((uid) => written.has(uid))) continue;
      written.add(one.uid);
      ready.push(one);
      found = true;
    }
  }
  return { ready, waiting: types.filter(({ uid }) => !written.has(uid)) };
}

/** Restored types that rows of this shape, or of components anywhere below it, can point at. */
function targetsOf(
  shape: ShapePlan,
  components: Record<string, ComponentPlan>,
  uids: Set<string>,
): Set<string> {
  const targets = new Set<string>();
  const seen = new Set<ShapePlan>();
  const walk = (at: ShapePlan | undefined) => {
    if (!at || seen.has(at)) return;
    seen.add(at);
    for (const link of at.links) {
      if ('targetUid' in link) targets.add(link.targetUid);
      else uids.forEach((uid) => targets.add(uid));
    }
    for (const field of at.components) for (const uid of field.components) walk(components[uid]);
  };
  walk(shape);
  return new Set([...targets].filter((uid) => uids.has(uid)));
}
