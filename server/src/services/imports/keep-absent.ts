import type { Core } from '@strapi/strapi';

import { contentAttributes } from './content-model';

type Data = Record<string, unknown>;

/**
 * What a file does not say stays as it is live: private fields, above all, which a readable file leaves out. Parts of a
 * component are compared place by place.
 */
export function keepAbsent(strapi: Core.Strapi, uid: string, live: Data | null, data: Data): Data {
  if (!live) return data;
  const kept: [string, unknown][] = [];
  for (const [name, attribute] of contentAttributes(strapi, uid)) {
    const { type, component } = attribute;
    const isSaid = Object.hasOwn(data, name);
    const isLink = type === 'relation' || type === 'media';
    if (!isSaid && type !== 'password' && !isLink && type !== 'component' && type !== 'dynamiczone') {
      if (live[name] !== undefined) kept.push([name, live[name]]);
    } else if (isSaid && (type === 'component' || type === 'dynamiczone')) {
      kept.push([name, keepInComponents(strapi, component, live[name], data[name])]);
    }
  }
  return { ...data, ...Object.fromEntries(kept) };
}

function keepInComponents(
  strapi: Core.Strapi,
  only: string | undefined,
  live: unknown,
  said: unknown,
): unknown {
  if (Array.isArray(said)) {
    const before = Array.isArray(live) ? (live as unknown[]) : [];
    return said.map((part, at) => keepInComponents(strapi, only, before[at], part));
  }
  if (!isData(said) || !isData(live)) return said;
  const uid = only ?? String(said['__component']);
  const isSame = only !== undefined || live['__component'] === said['__component'];
  return isSame ? keepAbsent(strapi, uid, live, said) : said;
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
