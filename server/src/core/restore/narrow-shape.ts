import type { ShapePlan, TypePlan } from '../snapshot/read-plan';

/** The type with only these attributes: what is written through it leaves all others of a row as they are. */
export function narrowShape(type: TypePlan, attributes: Iterable<string>): TypePlan {
  const wanted = new Set(attributes);
  const isWanted = ({ attribute }: { attribute: string }) => wanted.has(attribute);
  return {
    ...type,
    columns: type.columns.filter(isWanted),
    components: type.components.filter(isWanted),
    links: type.links.filter(isWanted),
  };
}

/** Everything that a record of this shape holds. */
export function attributesOf(shape: ShapePlan): string[] {
  const columns = shape.columns.filter(({ role }) => role === 'record');
  return [...columns, ...shape.components, ...shape.links].map(({ attribute }) => attribute);
}
