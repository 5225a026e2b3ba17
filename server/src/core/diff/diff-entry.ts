import type { FieldDiff, JsonValue, UnchangedField } from '../../../../shared/contracts/diffs';
import type { ReadPlan, ShapePlan } from '../snapshot/read-plan';
import { canonicalJson } from '../snapshot/record';
import type { Body } from '../snapshot/record';
import type { LabelOf } from './diff-links';
import { diffRecords } from './diff-records';
import { shapeFields } from './shape-fields';
import { visibleBody } from './visible-body';
import type { Hides } from './visible-body';

/** A record on one side; `body` is null where it is not there. */
export interface EntrySide {
  plan: ReadPlan;
  body: Body | null;
}

/**
 * One record as who asks may see it: what changed field by field, and what did not. A field that changed in something
 * hidden only is named without its values. Hidden passwords and fields are taken out before anything is compared.
 */
export function diffEntry(
  uid: string,
  before: EntrySide,
  after: EntrySide,
  hides: Hides,
  labelOf: LabelOf,
): { fields: FieldDiff[]; unchanged: UnchangedField[] } {
  const old = shapeOf(before.plan, uid) ?? shapeOf(after.plan, uid);
  const now = shapeOf(after.plan, uid) ?? old;
  if (!old || !now) return { fields: [], unchanged: [] };
  const shown = (side: EntrySide, shape: ShapePlan) =>
    visibleBody(side.plan.components, uid, shape, side.body ?? {}, hides);
  const [was, is] = [shown(before, old), shown(after, now)];
  const shapes = {
    before: { shape: old, components: before.plan.components },
    after: { shape: now, components: after.plan.components },
  };
  const { fields } = diffRecords(was, is, shapes, { labelOf });
  const kinds = new Map([...shapeFields(old), ...shapeFields(now)]);
  const typeOf = (field: string) => {
    const kind = kinds.get(field);
    return kind && 'type' in kind ? kind.type : (kind?.kind ?? 'unknown');
  };
  const named = new Set(fields.map(({ field }) => field));
  const hidden = changedNames(before.body ?? {}, after.body ?? {})
    .filter((field) => !named.has(field))
    .map((field): FieldDiff => {
      return { field, kind: 'value', type: typeOf(field), before: null, after: null, hidden: true };
    });
  const unseen = new Set([...named, ...hidden.map(({ field }) => field)]);
  const unchanged = Object.entries(is).flatMap(([field, value]): UnchangedField[] =>
    unseen.has(field) || value === null || kinds.get(field)?.kind === 'secret'
      ? []
      : [{ field, type: typeOf(field), value: value as JsonValue }],
  );
  return { fields: [...fields, ...hidden], unchanged };
}

function shapeOf(plan: ReadPlan, uid: string): ShapePlan | undefined {
  return plan.types.find((type) => type.uid === uid);
}

function changedNames(before: Body, after: Body): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const at = (body: Body, name: string) => (Object.hasOwn(body, name) ? body[name] : null);
  return [...names].filter((name) => canonicalJson(at(before, name)) !== canonicalJson(at(after, name)));
}
