import type { Core } from '@strapi/strapi';

import { isSecretField } from '../secret-fields';

/** What Strapi's schema says of an attribute, as far as an import has to know it. */
export interface AttributeModel {
  type: string;
  relation?: string;
  target?: string;
  mappedBy?: string;
  morphBy?: string;
  multiple?: boolean;
  component?: string;
  components?: string[];
  repeatable?: boolean;
  unique?: boolean;
  useJoinTable?: boolean;
}

/** Never taken from a file: Strapi keeps these itself. */
const OWN = [
  'id',
  'documentId',
  'locale',
  'localizations',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
];

/** The attributes of a content type or component that content may be written to; passwords and tokens are not among them. */
export function contentAttributes(strapi: Core.Strapi, uid: string): [string, AttributeModel][] {
  return allAttributes(strapi, uid).filter(
    ([name, { type }]) => !OWN.includes(name) && !isSecretField(uid, name, type),
  );
}

function allAttributes(strapi: Core.Strapi, uid: string): [string, AttributeModel][] {
  const model = strapi.getModel(uid as never) as { attributes?: Record<string, AttributeModel> } | undefined;
  return Object.entries(model?.attributes ?? {});
}

/** `<uid>.<attribute>` of each password and token that a file's record says, in components too. */
export function secretsIn(strapi: Core.Strapi, uid: string, fields: Record<string, unknown>): string[] {
  const found: string[] = [];
  for (const [name, { type, component }] of allAttributes(strapi, uid)) {
    const value = Object.hasOwn(fields, name) ? fields[name] : null;
    if (value === null || value === undefined) continue;
    if (isSecretField(uid, name, type)) found.push(`${uid}.${name}`);
    if (type !== 'component' && type !== 'dynamiczone') continue;
    for (const part of (Array.isArray(value) ? value : [value]) as unknown[]) {
      if (!isRecord(part)) continue;
      const inside = component ?? String(part['__component']);
      if (strapi.components[inside as keyof typeof strapi.components])
        found.push(...secretsIn(strapi, inside, part));
    }
  }
  return found;
}

/** Whether an import sets it: the inverse of a relation is set from its other side. */
export function isOwnedRelation({ relation = '', target, mappedBy }: AttributeModel): boolean {
  if (isOpenRelation({ relation })) return true;
  return target !== undefined && !mappedBy && relation !== 'morphOne';
}

/** A polymorphic relation that may point at any content type. */
export function isOpenRelation({ relation }: Pick<AttributeModel, 'relation'>): boolean {
  return relation === 'morphToOne' || relation === 'morphToMany';
}

/** Kept in a column of the row, which the document service takes row ids for. */
export function isColumnRelation({ relation, useJoinTable }: AttributeModel): boolean {
  return relation === 'morphToOne' || useJoinTable === false;
}

export function isToOne({ relation = '' }: AttributeModel): boolean {
  return relation.endsWith('ToOne');
}

export function hasDrafts(strapi: Core.Strapi, uid: string): boolean {
  return strapi.contentTypes[uid as keyof typeof strapi.contentTypes]?.options?.draftAndPublish === true;
}

/** Loads the components of an entry, and theirs; with `links` also what it points at by relations that it owns. */
export function livePopulate(
  strapi: Core.Strapi,
  uid: string,
  options: { links: boolean },
  depth = 0,
): Record<string, unknown> {
  if (depth > 10) return {};
  const populate = (component: string) => ({ populate: livePopulate(strapi, component, options, depth + 1) });
  const parts: [string, unknown][] = [];
  for (const [name, attribute] of contentAttributes(strapi, uid)) {
    if (attribute.type === 'component' && attribute.component)
      parts.push([name, populate(attribute.component)]);
    if (attribute.type === 'dynamiczone') {
      const on = (attribute.components ?? []).map((one) => [one, populate(one)]);
      parts.push([name, { on: Object.fromEntries(on) as unknown }]);
    }
    const isLink =
      attribute.type === 'media' || (attribute.type === 'relation' && isOwnedRelation(attribute));
    if (options.links && isLink) parts.push([name, true]);
  }
  return Object.fromEntries(parts);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
