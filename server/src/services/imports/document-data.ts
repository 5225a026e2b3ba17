import type { Core } from '@strapi/strapi';

import type { ReadableLink } from '../../core/files/readable-record';
import { contentAttributes, type AttributeModel } from './content-model';

type Data = Record<string, unknown>;

/** How links of a file become what the document service takes; null for one that leads nowhere. */
export interface LinkResolver {
  relation(uid: string, link: ReadableLink): Promise<Data | null>;
  media(link: ReadableLink): Promise<number | null>;
}

/**
 * The fields of a file's record as the document service takes them, by the schema of this site: what it does not know is
 * not written, passwords never. Without a resolver links are left out, which is how an entry begins.
 */
export async function documentData(
  strapi: Core.Strapi,
  uid: string,
  fields: Data,
  resolver: LinkResolver | null,
): Promise<Data> {
  const data: [string, unknown][] = [];
  for (const [name, attribute] of contentAttributes(strapi, uid)) {
    if (!Object.hasOwn(fields, name) || attribute.type === 'password') continue;
    const value = await attributeValue(strapi, attribute, fields[name], resolver);
    if (value !== undefined) data.push([name, value]);
  }
  return Object.fromEntries(data);
}

async function attributeValue(
  strapi: Core.Strapi,
  attribute: AttributeModel,
  value: unknown,
  resolver: LinkResolver | null,
): Promise<unknown> {
  switch (attribute.type) {
    case 'component':
      return componentValue(strapi, attribute, value, resolver);
    case 'dynamiczone':
      return zoneValue(strapi, attribute, value, resolver);
    case 'media':
      return resolver ? mediaValue(attribute, value, resolver) : undefined;
    case 'relation':
      return resolver ? relationValue(attribute, value, resolver) : undefined;
    default:
      return value;
  }
}

async function componentValue(
  strapi: Core.Strapi,
  { component = '', repeatable }: AttributeModel,
  value: unknown,
  resolver: LinkResolver | null,
): Promise<unknown> {
  if (!repeatable) return isData(value) ? documentData(strapi, component, value, resolver) : null;
  const parts: Data[] = [];
  for (const part of listOf(value).filter(isData))
    parts.push(await documentData(strapi, component, part, resolver));
  return parts;
}

async function zoneValue(
  strapi: Core.Strapi,
  { components = [] }: AttributeModel,
  value: unknown,
  resolver: LinkResolver | null,
): Promise<unknown> {
  const parts: Data[] = [];
  for (const part of listOf(value).filter(isData)) {
    const uid = String(part['__component']);
    if (!components.includes(uid)) continue;
    parts.push({ __component: uid, ...(await documentData(strapi, uid, part, resolver)) });
  }
  return parts;
}

async function mediaValue(
  { multiple }: AttributeModel,
  value: unknown,
  resolver: LinkResolver,
): Promise<unknown> {
  const ids: number[] = [];
  for (const link of linksIn(value)) {
    const id = await resolver.media(link);
    if (id !== null) ids.push(id);
  }
  return multiple ? ids : (ids[0] ?? null);
}

/** Polymorphic relations have no form that the document service takes by documentId; they stay as they are. */
async function relationValue(
  { relation = '', target, mappedBy, morphBy }: AttributeModel,
  value: unknown,
  resolver: LinkResolver,
): Promise<unknown> {
  if (!target || mappedBy || morphBy || relation.startsWith('morph')) return undefined;
  const found: Data[] = [];
  for (const link of linksIn(value)) {
    if (link.type !== target) continue;
    const resolved = await resolver.relation(target, link);
    if (resolved) found.push(resolved);
  }
  return { set: relation.endsWith('ToOne') ? found.slice(0, 1) : found };
}

function linksIn(value: unknown): ReadableLink[] {
  return listOf(value)
    .filter(isData)
    .flatMap(({ type, documentId, locale }) =>
      typeof type === 'string' && typeof documentId === 'string'
        ? [{ type, documentId, ...(typeof locale === 'string' ? { locale } : {}) }]
        : [],
    );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
