import type { Core } from '@strapi/strapi';

import { contentAttributes } from './content-model';

type Data = Record<string, unknown>;

/**
 * What a file does not say stays as it is live: private fields, above all, which a readable file leaves out. Both sides
 * as the document service takes them. Parts of a component are compared place by place; since Strapi writes components
 * anew, there their links have to be said again too.
 */
export function keepAbsent(strapi: Core.Strapi, uid: string, live: Data | null, data: Data): Data {
  return keep(strapi, uid, live, data, false);
}

function keep(strapi: Core.Strapi, uid: string, live: Data | null, data: Data, isPart: boolean): Data {
  if (!live) return data;
  const kept: [string, unknown][] = [];
  for (const [name, { type, component }] of contentAttributes(strapi, uid)) {
    const hasParts = type === 'component' || type === 'dynamiczone';
    if (Object.hasOwn(data, name)) {
      if (hasParts) kept.push([name, keepInParts(strapi, component, live[name], data[name])]);
    } else if (live[name] !== undefined) {
      const isScalar = !hasParts && type !== 'relation' && type !== 'media';
      if (isScalar || isPart) kept.push([name, live[name]]);
    }
  }
  return { ...data, ...Object.fromEntries(kept) };
}

function keepInParts(strapi: Core.Strapi, only: string | undefined, live: unknown, said: unknown): unknown {
  if (Array.isArray(said)) {
    const before = Array.isArray(live) ? (live as unknown[]) : [];
    return said.map((part, at) => keepInParts(strapi, only, before[at], part));
  }
  if (!isData(said) || !isData(live)) return said;
  const uid = only ?? String(said['__component']);
  const isSame = only !== undefined || live['__component'] === said['__component'];
  return isSame ? keep(strapi, uid, live, said, true) : said;
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
