import type { Core } from '@strapi/strapi';

import type {
  ColumnPlan,
  ColumnType,
  ComponentFieldPlan,
  DatabaseClient,
  KeyPlan,
  LinkPlan,
  ReadPlan,
  ShapePlan,
  TypePlan,
} from '../../core/snapshot/read-plan';
import type { Part } from '../../core/repository/repository';

/**
 * Strapi's own metadata (`strapi.db.metadata` names every table and column, already shortened) compiled into the
 * plain read plan that core works from. Nothing here guesses a name.
 */

type AnyAttribute = Record<string, unknown> & { type: string };

interface Meta {
  uid: string;
  tableName: string;
  attributes: Record<string, AnyAttribute>;
}

/** Bookkeeping of Strapi or of ourselves, secrets, and what belongs to one installation: never in a snapshot. */
const NEVER = [
  /^admin::/,
  /^plugin::keepsake\./,
  /^plugin::content-releases\./,
  /^plugin::review-workflows\./,
];

/** Attributes that other Strapi editions add to every content type; their targets are never restored. */
const FOREIGN_ATTRIBUTES = new Set(['strapi_stage', 'strapi_assignee']);

const SETTINGS_TYPES = new Set(['plugin::users-permissions.role', 'plugin::users-permissions.permission']);
const CORE_STORE_PREFIXES = [
  'plugin_content_manager_',
  'plugin_i18n_',
  // Not all of the upload plugin's: it also keeps metrics, rewritten by its clock, and the row id of a folder.
  'plugin_upload_settings',
  'plugin_upload_view_configuration',
  'plugin_users-permissions_',
];
const FILE = 'plugin::upload.file';
const FOLDER = 'plugin::upload.folder';
const USER = 'plugin::users-permissions.user';

const LABEL_ATTRIBUTES = [
  'title',
  'name',
  'label',
  'displayName',
  'username',
  'slug',
  'code',
  'key',
  'action',
];

/** @throws Error when a link's target has no table, which Strapi itself would not have booted with */
export function compileReadPlan(strapi: Core.Strapi): ReadPlan {
  const metadata = strapi.db.metadata as unknown as Map<string, Meta>;
  const contentTypes = Object.values(strapi.contentTypes).filter(
    (type) => !NEVER.some((rule) => rule.test(type.uid)),
  );
  const components: ReadPlan['components'] = {};
  for (const uid of Object.keys(strapi.components)) components[uid] = compileShape(strapi, metadata, uid);
  return {
    client: strapi.db.dialect.client as DatabaseClient,
    databaseSchema: databaseSchema(strapi),
    types: [
      ...contentTypes.map((type) => compileType(strapi, metadata, type.uid)),
      ...compileStores(strapi, metadata),
    ].sort((a, b) => (a.uid < b.uid ? -1 : 1)),
    components,
    targets: compileTargets(strapi, metadata),
  };
}

function databaseSchema(strapi: Core.Strapi): string | null {
  const connection = strapi.config.get('database.connection.connection') as { schema?: string } | undefined;
  return strapi.db.dialect.client === 'postgres' ? (connection?.schema ?? null) : null;
}

function compileTargets(strapi: Core.Strapi, metadata: Map<string, Meta>): ReadPlan['targets'] {
  const targets: ReadPlan['targets'] = {};
  for (const uid of Object.keys(strapi.contentTypes)) {
    const meta = metadata.get(uid);
    if (meta) targets[uid] = { table: meta.tableName, draftAndPublish: hasDraftAndPublish(strapi, uid) };
  }
  return targets;
}

function hasDraftAndPublish(strapi: Core.Strapi, uid: string): boolean {
  return strapi.contentTypes[uid as keyof typeof strapi.contentTypes]?.options?.draftAndPublish === true;
}

function compileType(strapi: Core.Strapi, metadata: Map<string, Meta>, uid: string): TypePlan {
  const contentType = strapi.contentTypes[uid as keyof typeof strapi.contentTypes];
  const shape = compileShape(strapi, metadata, uid);
  const key: KeyPlan = { kind: 'document', draftAndPublish: hasDraftAndPublish(strapi, uid) };
  return {
    ...shape,
    uid,
    part: partOf(uid),
    displayName: contentType?.info?.displayName ?? uid,
    singleType: contentType?.kind === 'singleType',
    key,
    labelColumn: labelColumn(shape),
    tracksAuthors: metadata.get(uid)?.attributes.createdBy !== undefined,
    ...sharedAttributes(strapi, uid),
    only: null,
  };
}

interface LocalizationRules {
  isLocalizedContentType(model: unknown): boolean;
  getNonLocalizedAttributes(model: unknown): string[];
}

/** By the i18n plugin's own rules, which its synchronisation of locales goes by too. */
function sharedAttributes(strapi: Core.Strapi, uid: string): Pick<TypePlan, 'sharedAttributes'> {
  const model = strapi.contentTypes[uid as keyof typeof strapi.contentTypes];
  const rules = strapi.plugin('i18n')?.service('content-types') as LocalizationRules | undefined;
  if (!model || !rules?.isLocalizedContentType(model)) return {};
  const attributes = rules.getNonLocalizedAttributes(model);
  return attributes.length > 0 ? { sharedAttributes: attributes } : {};
}

/** Tables without documents that hold a site's settings. */
function compileStores(strapi: Core.Strapi, metadata: Map<string, Meta>): TypePlan[] {
  const stores: { uid: string; displayName: string; keys: string[]; only: TypePlan['only'] }[] = [
    {
      uid: 'strapi::core-store',
      displayName: 'Settings of Strapi and its plugins',
      keys: ['key'],
      only: { column: 'key', prefixes: CORE_STORE_PREFIXES },
    },
    { uid: 'strapi::webhook', displayName: 'Webhooks', keys: ['name', 'url'], only: null },
  ];
  return stores
    .filter(({ uid }) => metadata.has(uid))
    .map(({ uid, displayName, keys, only }) => {
      const shape = compileShape(strapi, metadata, uid);
      return {
        ...shape,
        uid,
        part: 'settings',
        displayName,
        singleType: false,
        key: { kind: 'columns', columns: keys },
        labelColumn: keys[0] ?? null,
        tracksAuthors: false,
        only,
      };
    });
}

/** Whether it is one of the site's content types, which rules of projects may name. */
export function isContent(uid: string): boolean {
  return !NEVER.some((rule) => rule.test(uid)) && partOf(uid) === 'content';
}

function partOf(uid: string): Part {
  if (uid === FILE || uid === FOLDER) return 'media';
  if (uid === 'plugin::i18n.locale') return 'locales';
  if (uid === USER) return 'users';
  return SETTINGS_TYPES.has(uid) ? 'settings' : 'content';
}

function labelColumn(shape: ShapePlan): string | null {
  const texts = shape.columns.filter((column) => column.type === 'text' && column.role === 'record');
  for (const attribute of LABEL_ATTRIBUTES) {
    const found = texts.find((column) => column.attribute === attribute);
    if (found) return found.column;
  }
  return texts[0]?.column ?? null;
}

function compileShape(strapi: Core.Strapi, metadata: Map<string, Meta>, uid: string): ShapePlan {
  const meta = metadata.get(uid);
  if (!meta) throw new Error(`Strapi's metadata has no table for ${uid}.`);
  const shape: ShapePlan = {
    table: meta.tableName,
    columns: [],
    components: [],
    componentTable: null,
    links: [],
  };
  for (const [attribute, definition] of Object.entries(meta.attributes)) {
    if (isOwnBusiness(attribute, definition)) continue;
    const field = componentField(strapi, uid, attribute);
    if (field) {
      shape.components.push(field);
      shape.componentTable = (definition.joinTable as { name: string }).name;
    } else if (definition.type === 'relation') {
      const link = compileLink(metadata, uid, attribute, definition);
      if (link) shape.links.push(link);
    } else {
      shape.columns.push(compileColumn(uid, attribute, definition));
    }
  }
  return shape;
}

/** The key itself, who made it (kept beside the record), and virtual attributes. */
function isOwnBusiness(attribute: string, definition: AnyAttribute): boolean {
  if (['id', 'documentId', 'locale', 'createdBy', 'updatedBy'].includes(attribute)) return true;
  return definition.unstable_virtual === true || FOREIGN_ATTRIBUTES.has(attribute);
}

/** Component fields look like relations in the metadata; the model tells them apart. */
function componentField(strapi: Core.Strapi, uid: string, attribute: string): ComponentFieldPlan | null {
  const definition = (strapi.getModel(uid as never) as { attributes?: Record<string, unknown> } | undefined)
    ?.attributes?.[attribute] as
    { type: string; component?: string; components?: string[]; repeatable?: boolean } | undefined;
  if (definition?.type === 'component' && definition.component) {
    return {
      attribute,
      kind: definition.repeatable ? 'repeatable' : 'single',
      components: [definition.component],
    };
  }
  if (definition?.type === 'dynamiczone') {
    return { attribute, kind: 'zone', components: [...(definition.components ?? [])] };
  }
  return null;
}

interface JoinTable {
  name: string;
  joinColumn: { name: string };
  inverseJoinColumn?: { name: string };
  morphColumn?: { idColumn: { name: string }; typeColumn: { name: string } };
  orderColumnName?: string;
  inverseOrderColumnName?: string;
}

function compileLink(
  metadata: Map<string, Meta>,
  uid: string,
  attribute: string,
  definition: AnyAttribute,
): LinkPlan | null {
  const joinTable = definition.joinTable as JoinTable | undefined;
  const targetUid = String(definition.target);
  if (definition.morphBy) return compileMorphBy(metadata, uid, attribute, targetUid, definition);
  // The inverse side is derived from the owner's.
  if (definition.mappedBy) return null;
  if (definition.relation === 'morphToMany' && joinTable?.morphColumn) {
    return {
      kind: 'morphTable',
      attribute,
      table: joinTable.name,
      source: joinTable.joinColumn.name,
      idColumn: joinTable.morphColumn.idColumn.name,
      typeColumn: joinTable.morphColumn.typeColumn.name,
      claimed: claims(metadata, uid, attribute),
    };
  }
  if (definition.relation === 'morphToOne') {
    const morph = definition.morphColumn as { idColumn: { name: string }; typeColumn: { name: string } };
    return {
      kind: 'morphColumn',
      attribute,
      idColumn: morph.idColumn.name,
      typeColumn: morph.typeColumn.name,
    };
  }
  const isOneToOne = definition.relation === 'oneToOne' && definition.inversedBy !== undefined;
  const isToOne = definition.relation === 'oneToOne' || definition.relation === 'manyToOne';
  const exclusive = isOneToOne ? ({ exclusive: true } as const) : {};
  if (joinTable?.inverseJoinColumn) {
    return {
      kind: 'table',
      attribute,
      table: joinTable.name,
      source: joinTable.joinColumn.name,
      target: joinTable.inverseJoinColumn.name,
      targetUid,
      order: joinTable.orderColumnName ?? null,
      inverseOrder: joinTable.inverseOrderColumnName ?? null,
      ...(isToOne ? { single: true as const } : {}),
      ...exclusive,
    };
  }
  const joinColumn = definition.joinColumn as { name: string } | undefined;
  return joinColumn ? { kind: 'column', attribute, column: joinColumn.name, targetUid, ...exclusive } : null;
}

function compileMorphBy(
  metadata: Map<string, Meta>,
  uid: string,
  attribute: string,
  targetUid: string,
  definition: AnyAttribute,
): LinkPlan | null {
  const owner = metadata.get(targetUid)?.attributes[String(definition.morphBy)];
  const joinTable = owner?.joinTable as JoinTable | undefined;
  // The inverse of a morphToOne: the link lies in the target's own row, which stores it.
  if (!joinTable?.morphColumn) return null;
  return {
    kind: 'morphBy',
    attribute,
    table: joinTable.name,
    target: joinTable.joinColumn.name,
    targetUid,
    idColumn: joinTable.morphColumn.idColumn.name,
    typeColumn: joinTable.morphColumn.typeColumn.name,
    typeValue: uid,
    ...(definition.relation === 'morphOne' ? { single: true } : {}),
  };
}

/** Every (type, field) that claims rows of this polymorphic table through `morphBy`. */
function claims(
  metadata: Map<string, Meta>,
  uid: string,
  attribute: string,
): { uid: string; field: string }[] {
  const found: { uid: string; field: string }[] = [];
  for (const [otherUid, meta] of metadata) {
    for (const [field, definition] of Object.entries(meta.attributes)) {
      if (definition.morphBy === attribute && definition.target === uid) found.push({ uid: otherUid, field });
    }
  }
  return found;
}

/** Beside the record: these follow the storage provider, not the file. */
const FILE_ASIDE = new Set(['url', 'previewUrl', 'provider', 'provider_metadata']);
const DERIVED: Record<string, Set<string>> = {
  [FILE]: new Set(['folderPath']),
  [FOLDER]: new Set(['path', 'pathId']),
};
const SECRET: Record<string, Set<string>> = { [USER]: new Set(['resetPasswordToken', 'confirmationToken']) };

function compileColumn(uid: string, attribute: string, definition: AnyAttribute): ColumnPlan {
  return {
    attribute,
    column: String(definition.columnName),
    type: uid === FILE && attribute === 'formats' ? 'formats' : columnType(definition.type),
    attributeType: definition.type,
    role: columnRole(uid, attribute),
    ...(definition.unique === true || definition.type === 'uid' ? { unique: true } : {}),
    ...columnLimits(definition),
  };
}

/** Strapi's own limits, or those that the schema asks for (`column: { type, args }`). */
function columnLimits(definition: AnyAttribute): Pick<ColumnPlan, 'length' | 'digits'> {
  const asked = definition.column as { type?: string; args?: unknown[] } | undefined;
  const [first, second] = (asked?.args ?? []).map(Number);
  if (definition.type === 'decimal') return { digits: [first ?? 10, second ?? 2] };
  if (!SHORT_TEXTS.has(definition.type) || (asked?.type ?? 'string') !== 'string') return {};
  return { length: first ?? 255 };
}

function columnRole(uid: string, attribute: string): ColumnPlan['role'] {
  if (uid === FILE && FILE_ASIDE.has(attribute)) return 'aside';
  if (DERIVED[uid]?.has(attribute)) return 'derived';
  return SECRET[uid]?.has(attribute) ? 'secret' : 'record';
}

/** Kept as `varchar(255)`. */
const SHORT_TEXTS = new Set(['string', 'email', 'password', 'uid', 'enumeration']);

/** Custom fields are stored as their underlying type, which is what the metadata says. */
function columnType(type: string): ColumnType {
  switch (type) {
    case 'integer':
    case 'biginteger':
    case 'decimal':
    case 'float':
    case 'boolean':
    case 'date':
    case 'time':
    case 'json':
      return type;
    case 'blocks':
      return 'json';
    case 'datetime':
    case 'timestamp':
      return 'datetime';
    default:
      return 'text';
  }
}
