import type { RawRow } from './read-rows';

/** What the core store says about types and components: a second witness beside table and column names. */
export interface StoredSettings {
  /** `collectionName` by content type uid, as Strapi last booted with it. */
  contentTypeTables: Map<string, string>;
  /** Attribute names by uid, as the content manager lists them; content types and components. */
  attributes: Map<string, string[]>;
}

export function readStoredSettings(coreStore: RawRow[]): StoredSettings {
  const settings: StoredSettings = { contentTypeTables: new Map(), attributes: new Map() };

  for (const { key, value } of coreStore) {
    if (typeof key !== 'string' || typeof value !== 'string') continue;
    if (key === 'strapi_content_types_schema') readContentTypes(parse(value), settings);

    const uid = /^plugin_content_manager_configuration_(?:components|content_types)::(.+)$/.exec(key)?.[1];
    if (uid) settings.attributes.set(uid, Object.keys(member(parse(value), 'metadatas') ?? {}));
  }
  return settings;
}

function readContentTypes(schemas: unknown, settings: StoredSettings): void {
  for (const [uid, schema] of Object.entries(isObject(schemas) ? schemas : {})) {
    const table = member(schema, 'collectionName');
    if (typeof table === 'string') settings.contentTypeTables.set(uid, table);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A damaged setting is the comparer's to compare, not to stumble over: one witness less.
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
