import type { ComponentPlan, ReadPlan, ShapePlan } from '../snapshot/read-plan';
import { canonicalJson } from '../snapshot/record';
import type { Body, BodyValue, ComponentBody, Link } from '../snapshot/record';

/**
 * What a record says, without Strapi's order numbers of its links; whom it names, and in which order, stays. When an entry
 * is deleted, Strapi numbers anew all that named the same targets, and each of their records has another hash for it.
 */
export function contentOf({ types, components }: ReadPlan, uid: string, body: Body): string {
  const shape = types.find((type) => type.uid === uid);
  return canonicalJson(shape ? withoutPlaces(shape, components, body) : body);
}

function withoutPlaces(shape: ShapePlan, components: Record<string, ComponentPlan>, body: Body): Body {
  const links = new Set(shape.links.map(({ attribute }) => attribute));
  const parts = new Map(shape.components.map((field) => [field.attribute, field]));
  const inside = (item: ComponentBody, uid = ''): ComponentBody => {
    const known = components[String(item.__component ?? uid)];
    return known ? withoutPlaces(known, components, item) : item;
  };
  return Object.fromEntries(
    Object.entries(body).map(([attribute, value]): [string, BodyValue] => {
      const part = parts.get(attribute);
      if (links.has(attribute) && Array.isArray(value)) return [attribute, (value as Link[]).map(unplaced)];
      if (!part || value === null || typeof value !== 'object') return [attribute, value];
      const [uid] = part.components;
      if (!Array.isArray(value)) return [attribute, inside(value as ComponentBody, uid)];
      return [attribute, (value as ComponentBody[]).map((item) => inside(item, uid))];
    }),
  );
}

function unplaced({ t, d, l, s, f }: Link): Link {
  return { t, d, ...(l ? { l } : {}), ...(s ? { s } : {}), ...(f ? { f } : {}) };
}
