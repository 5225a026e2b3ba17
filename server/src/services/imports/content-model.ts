import type { Core } from '@strapi/strapi';

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

/** The attributes of a content type or component that content may be written to. */
export function contentAttributes(strapi: Core.Strapi, uid: string): [string, AttributeModel][] {
  const model = strapi.getModel(uid as never) as { attributes?: Record<string, AttributeModel> } | undefined;
  return Object.entries(model?.attributes ?? {}).filter(([name]) => !OWN.includes(name));
}

export function hasDrafts(strapi: Core.Strapi, uid: string): boolean {
  return strapi.contentTypes[uid as keyof typeof strapi.contentTypes]?.options?.draftAndPublish === true;
}

/** Loads the components of an entry, and theirs. */
export function componentPopulate(strapi: Core.Strapi, uid: string, depth = 0): Record<string, unknown> {
  if (depth > 10) return {};
  const populate = (component: string) => ({ populate: componentPopulate(strapi, component, depth + 1) });
  const parts: [string, unknown][] = [];
  for (const [name, attribute] of contentAttributes(strapi, uid)) {
    if (attribute.type === 'component' && attribute.component)
      parts.push([name, populate(attribute.component)]);
    if (attribute.type === 'dynamiczone') {
      const on = (attribute.components ?? []).map((one) => [one, populate(one)]);
      parts.push([name, { on: Object.fromEntries(on) as unknown }]);
    }
  }
  return Object.fromEntries(parts);
}
