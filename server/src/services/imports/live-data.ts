import type { Core } from '@strapi/strapi';

import {
  contentAttributes,
  isColumnRelation,
  isOpenRelation,
  isOwnedRelation,
  type AttributeModel,
} from './content-model';

type Data = Record<string, unknown>;

/**
 * An entry, loaded with `livePopulate` and its links, as the document service takes it: what it needs to be written
 * again. Strapi publishes drafts only, so an import that writes a published version has to put the draft back.
 */
export function liveData(strapi: Core.Strapi, uid: string, entry: Data): Data {
  const data: [string, unknown][] = [];
  for (const [name, attribute] of contentAttributes(strapi, uid)) {
    const value = entry[name];
    if (value === undefined || (attribute.type === 'relation' && !isOwnedRelation(attribute))) continue;
    data.push([name, liveValue(strapi, attribute, value)]);
  }
  return Object.fromEntries(data);
}

function liveValue(strapi: Core.Strapi, attribute: AttributeModel, value: unknown): unknown {
  const { type, component = '', multiple } = attribute;
  switch (type) {
    case 'component':
      if (Array.isArray(value)) return (value as Data[]).map((part) => liveData(strapi, component, part));
      return value === null ? null : liveData(strapi, component, value as Data);
    case 'dynamiczone':
      return ((value ?? []) as Data[]).map((part) => {
        const uid = String(part['__component']);
        return { __component: uid, ...liveData(strapi, uid, part) };
      });
    case 'media': {
      const ids = listOf(value).map(({ id }) => id);
      return multiple ? ids : (ids[0] ?? null);
    }
    case 'relation':
      if (isColumnRelation(attribute)) return columnData(attribute, listOf(value)[0]);
      return { set: listOf(value).map((target) => linkData(attribute, target)) };
    default:
      return value;
  }
}

function columnData(attribute: AttributeModel, target: Data | undefined): unknown {
  if (!target) return null;
  return isOpenRelation(attribute) ? { __type: target['__type'], id: target['id'] } : target['id'];
}

function linkData(attribute: AttributeModel, { documentId, locale, __type }: Data): Data {
  const type = isOpenRelation(attribute) ? __type : attribute.target;
  return {
    documentId,
    ...(locale ? { locale } : {}),
    ...(attribute.relation?.startsWith('morph') ? { __type: type } : {}),
  };
}

function listOf(value: unknown): Data[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? (value as Data[]) : [value as Data];
}
