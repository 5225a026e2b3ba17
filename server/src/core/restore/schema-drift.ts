import type { Problem } from '../../../../shared/contracts/errors';
import type { ReadPlan, ShapePlan } from '../snapshot/read-plan';

/**
 * How a content type, and the components it uses, changed since the snapshot. A field that is gone loses its values
 * and is a problem to know of; a field that changed its kind cannot take them and blocks.
 */
export function schemaDrift(
  uid: string,
  snapshot: ReadPlan,
  live: ReadPlan,
): { problems: Problem[]; blockers: Problem[] } {
  const before = snapshot.types.find((type) => type.uid === uid);
  const now = live.types.find((type) => type.uid === uid);
  const drift = { problems: [] as Problem[], blockers: [] as Problem[] };
  if (!before || !now) return drift;
  compareShapes(uid, before, now, drift);
  for (const component of usedComponents(before, snapshot)) {
    const old = snapshot.components[component];
    const current = live.components[component];
    if (!old) continue;
    if (current) compareShapes(component, old, current, drift);
    else drift.problems.push(gone(component, 'The component', component));
  }
  return drift;
}

function compareShapes(
  place: string,
  before: ShapePlan,
  now: ShapePlan,
  drift: { problems: Problem[]; blockers: Problem[] },
): void {
  const kinds = fieldKinds(now);
  for (const [attribute, kind] of fieldKinds(before)) {
    const current = kinds.get(attribute);
    if (!current) drift.problems.push(gone(`${place}.${attribute}`, 'The field', attribute));
    else if (current !== kind) {
      drift.blockers.push({
        code: 'field_changed',
        message:
          `The field ${attribute} of ${place} was ${kind} when the backup was made and is ${current} now. ` +
          'Put its type back, or leave this content type out.',
        item: `${place}.${attribute}`,
      });
    }
  }
}

function gone(item: string, what: string, name: string): Problem {
  return {
    code: 'field_gone',
    message: `${what} ${name} is in the backup, but the site no longer has it. Its values will not be restored.`,
    item,
  };
}

function fieldKinds(shape: ShapePlan): Map<string, string> {
  const kinds = new Map<string, string>();
  for (const column of shape.columns) if (column.role === 'record') kinds.set(column.attribute, column.type);
  for (const field of shape.components) kinds.set(field.attribute, `a ${field.kind} component`);
  for (const link of shape.links) kinds.set(link.attribute, 'a relation');
  return kinds;
}

function usedComponents(shape: ShapePlan, plan: ReadPlan, found = new Set<string>()): Set<string> {
  for (const field of shape.components) {
    for (const uid of field.components) {
      if (found.has(uid)) continue;
      found.add(uid);
      const component = plan.components[uid];
      if (component) usedComponents(component, plan, found);
    }
  }
  return found;
}
