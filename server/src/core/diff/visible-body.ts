import type { ComponentPlan, ShapePlan } from '../snapshot/read-plan';
import type { Body, BodyValue, ComponentBody } from '../snapshot/record';

/**
 * Whether an attribute of a content type or component is kept from who asks. `path` names the attributes that lead to it
 * from the record, itself the last.
 */
export type Hides = (uid: string, attribute: string, path: string[]) => boolean;

/** A record without what is hidden, in its components too. */
export function visibleBody(
  components: Record<string, ComponentPlan>,
  uid: string,
  shape: ShapePlan,
  body: Body,
  hides: Hides,
  path: string[] = [],
): Body {
  const fields = new Map(shape.components.map((field) => [field.attribute, field]));
  const shown: [string, BodyValue][] = [];
  for (const [attribute, value] of Object.entries(body)) {
    const here = [...path, attribute];
    if (attribute !== '__component' && hides(uid, attribute, here)) continue;
    const field = fields.get(attribute);
    const part = (item: ComponentBody): ComponentBody => {
      const inside = String(item.__component ?? field?.components[0] ?? '');
      const known = components[inside];
      return known ? visibleBody(components, inside, known, item, hides, here) : {};
    };
    if (!field || value === null || typeof value !== 'object') shown.push([attribute, value]);
    else if (Array.isArray(value)) shown.push([attribute, (value as ComponentBody[]).map(part)]);
    else shown.push([attribute, part(value as ComponentBody)]);
  }
  return Object.fromEntries(shown);
}
