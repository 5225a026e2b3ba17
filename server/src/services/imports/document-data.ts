import type { Core } from '@strapi/strapi';

import type { ReadableLink } from '../../core/files/readable-record';
import { FILE_UID } from '../../core/media/media-of-record';
import {
  contentAttributes,
  isColumnRelation,
  isOpenRelation,
  isOwnedRelation,
  isToOne,
  type AttributeModel,
} from './content-model';

type Data = Record<string, unknown>;

/** How links of a file become what the document service takes; null for one that leads nowhere. */
export interface LinkResolver {
  relation(link: ReadableLink): Promise<Data | null>;
  /** Id of the row: of a library file, or for a relation that is a column. */
  row(link: ReadableLink): Promise<number | null>;
}

/**
 * The fields of a file's record as the document service takes them, by the schema of this site: what it does not know is
 * not written, passwords and tokens never. Without a resolver links are left out, which is how an entry begins.
 */
export async function documentData(
  strapi: Core.Strapi,
  uid: string,
  fields: Data,
  resolver: LinkResolver | null,
): Promise<Data> {
  const data: [string, unknown][] = [];
  for (const [name, attribute] of contentAttributes(strapi, uid)) {
    if (!Object.hasOwn(fields, name)) continue;
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
  for (const link of linksIn(value).filter(({ type }) => type === FILE_UID)) {
    const id = await resolver.row(link);
    if (id !== null) ids.push(id);
  }
  return multiple ? ids : (ids[0] ?? null);
}

async function relationValue(
  attribute: AttributeModel,
  value: unknown,
  resolver: LinkResolver,
): Promise<unknown> {
  if (!isOwnedRelation(attribute)) return undefined;
  const isOpen = isOpenRelation(attribute);
  const links = linksIn(value).filter(({ type }) => isOpen || type === attribute.target);
  if (isColumnRelation(attribute)) return columnValue(isOpen, links[0], resolver);
  const isMorph = attribute.relation?.startsWith('morph') === true;
  const found: Data[] = [];
  for (const link of links) {
    const resolved = await resolver.relation(link);
    if (resolved) found.push(isMorph ? { ...resolved, __type: link.type } : resolved);
  }
  return { set: isToOne(attribute) ? found.slice(0, 1) : found };
}

async function columnValue(
  isOpen: boolean,
  link: ReadableLink | undefined,
  resolver: LinkResolver,
): Promise<unknown> {
  const id = link ? await resolver.row(link) : null;
  return isOpen && link && id !== null ? { __type: link.type, id } : id;
}

/** Links of a record and of its components. */
export function linksDeepIn(value: unknown): ReadableLink[] {
  if (Array.isArray(value)) return [...linksIn(value), ...(value as unknown[]).flatMap(linksDeepIn)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(linksDeepIn) : [];
}

export function linksIn(value: unknown): ReadableLink[] {
  return listOf(value)
    .filter(isData)
    .flatMap(({ type, documentId, locale, status }) =>
      typeof type === 'string' && typeof documentId === 'string'
        ? [{ type, documentId, ...(typeof locale === 'string' ? { locale } : {}), ...statusOf(status) }]
        : [],
    );
}

function statusOf(status: unknown): Pick<ReadableLink, 'status'> {
  return status === 'draft' || status === 'published' ? { status } : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
