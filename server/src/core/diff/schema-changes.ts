import type { SchemaChange } from '../../../../shared/contracts/diffs';
import type { ReadPlan, ShapePlan } from '../snapshot/read-plan';

/** Content types, components and fields that came, went or changed their kind, by uid. */
export function schemaChanges(before: ReadPlan, after: ReadPlan): SchemaChange[] {
  const [old, now] = [shapesOf(before), shapesOf(after)];
  return sortedUnion(old.keys(), now.keys()).flatMap((uid) => shapeChanges(uid, old.get(uid), now.get(uid)));
}

function shapesOf(plan: ReadPlan): Map<string, ShapePlan> {
  return new Map([
    ...plan.types.map((type): [string, ShapePlan] => [type.uid, type]),
    ...Object.entries(plan.components),
  ]);
}

function shapeChanges(
  uid: string,
  before: ShapePlan | undefined,
  after: ShapePlan | undefined,
): SchemaChange[] {
  if (!before) return [{ kind: 'added', uid, field: null, before: null, after: null }];
  if (!after) return [{ kind: 'removed', uid, field: null, before: null, after: null }];
  const [old, now] = [fieldTypes(before), fieldTypes(after)];
  return sortedUnion(old.keys(), now.keys()).flatMap((field): SchemaChange[] => {
    const [was, is] = [old.get(field) ?? null, now.get(field) ?? null];
    if (was !== null && is !== null && sameType(was, is)) return [];
    const kind = was === null ? 'added' : is === null ? 'removed' : 'changed';
    return [{ kind, uid, field, before: was?.text ?? null, after: is?.text ?? null }];
  });
}

interface FieldType {
  text: string;
  /** What the first snapshots say of an attribute's type: only that of its column. */
  column?: string;
  rough?: true;
}

function sameType(a: FieldType, b: FieldType): boolean {
  return a.rough || b.rough ? a.column === b.column : a.text === b.text;
}

function fieldTypes(shape: ShapePlan): Map<string, FieldType> {
  const types = new Map<string, FieldType>();
  for (const { attribute, type, attributeType, role } of shape.columns) {
    if (role !== 'record') continue;
    types.set(attribute, {
      text: attributeType ?? type,
      column: type,
      ...(attributeType ? {} : { rough: true }),
    });
  }
  for (const { attribute, kind, components } of shape.components) {
    const name = kind === 'zone' ? 'dynamic zone' : `${kind} component`;
    types.set(attribute, { text: `${name} ${[...components].sort().join(', ')}` });
  }
  for (const link of shape.links) {
    const target = 'targetUid' in link ? link.targetUid : 'any';
    types.set(link.attribute, { text: `relation to ${target}` });
  }
  return types;
}

function sortedUnion(a: Iterable<string>, b: Iterable<string>): string[] {
  return [...new Set([...a, ...b])].sort();
}
