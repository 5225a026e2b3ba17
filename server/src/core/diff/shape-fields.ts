import { FILE_UID } from '../media/media-of-record';
import type { ComponentFieldPlan, ComponentPlan, LinkPlan, ShapePlan } from '../snapshot/read-plan';

/** How a field is compared. */
export type FieldKind =
  | { kind: 'value' | 'text' | 'json' | 'blocks' | 'secret'; type: string }
  | { kind: 'component'; field: ComponentFieldPlan }
  | { kind: 'links'; media: boolean };

/** A content type or component with all components that it may use, as one side's schema has them. */
export interface DiffShape {
  shape: ShapePlan;
  components: Record<string, ComponentPlan>;
}

/** Attribute types whose text is read word by word; a choice, an address or a slug changes as a whole. */
const PROSE = new Set(['string', 'text', 'richtext']);

/** The fields of a shape in the schema's order: columns, then components, then links. */
export function shapeFields(shape: ShapePlan): Map<string, FieldKind> {
  const fields = new Map<string, FieldKind>();
  for (const { attribute, type, attributeType, role } of shape.columns) {
    // The first snapshots do not say what is a password; where it matters, with end users, it is called so.
    const known = attributeType ?? (attribute === 'password' ? attribute : type);
    if (role === 'record') fields.set(attribute, columnKind(type, known));
  }
  for (const field of shape.components) fields.set(field.attribute, { kind: 'component', field });
  for (const link of shape.links) fields.set(link.attribute, { kind: 'links', media: isMedia(link) });
  return fields;
}

/** Whether values of both can be compared in detail. */
export function sameKind(a: FieldKind, b: FieldKind): boolean {
  if (a.kind !== 'component' || b.kind !== 'component') return a.kind === b.kind;
  if (a.field.kind !== b.field.kind) return false;
  return a.field.kind === 'zone' || a.field.components[0] === b.field.components[0];
}

function columnKind(column: string, type: string): FieldKind {
  if (type === 'password') return { kind: 'secret', type };
  if (type === 'blocks') return { kind: 'blocks', type };
  if (column === 'json' || column === 'formats') return { kind: 'json', type };
  return { kind: PROSE.has(type) ? 'text' : 'value', type };
}

function isMedia(link: LinkPlan): boolean {
  return link.kind === 'morphBy' && link.targetUid === FILE_UID;
}
