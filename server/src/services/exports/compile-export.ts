import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { KeepsakeError } from '../../core/errors';
import type { LeavesOut } from '../../core/files/readable-record';
import type { ExportHead, ExportRequest } from '../../core/formats/export-request';
import { hasField, narrowFields } from '../../core/formats/export-schema';
import type { ExportField, ExportType } from '../../core/formats/export-schema';
import { FILE_UID } from '../../core/media/media-of-record';
import { Reader } from '../../core/snapshot/reader';
import type { ReadPlan, TypePlan } from '../../core/snapshot/read-plan';
import { leftOut } from '../files/left-out';
import type { Asker } from './asker';
import { annexesFor, missingAnnexes } from './annexes-for';
import { compileFields } from './compile-fields';
import type { FieldCompiler } from './compile-fields';
import type { ExportChoice } from './export-choice';
import { compilePdf } from './compile-pdf';
import { fieldLabels, NAMES_AS_LABELS } from './field-labels';
import { readingRights } from './reading-rights';

const USER_UID = 'plugin::users-permissions.user';

/**
 * Everything that the thread has to know, from what was chosen and what the asker may read.
 *
 * @throws KeepsakeError `content_type_unknown`, `field_unknown`, `locale_unknown`, `document_unknown`, `forbidden` for
 * what is named and may not be read, and what `compilePdf` throws
 */
export async function compileExport(
  strapi: Core.Strapi,
  plan: ReadPlan,
  choice: ExportChoice,
  asker: Asker,
  head: Omit<ExportHead, 'options'>,
): Promise<ExportRequest> {
  const { options } = choice;
  if (choice.showsPrivate && !asker.seesPrivate) throw forbidden('customSettings.private', 'private fields');
  await refuseUnknownLocales(strapi, options.locales);
  const compiler = await fieldCompiler(strapi, plan, choice);
  const all = await readableTypes(strapi, plan, compiler.fields, asker);
  const types = chosenTypes(plan, all, options.contentTypes);
  if (types.length === 0) throw nothingReadable();
  const narrowed = options.fields ? narrowTypes(types, options.fields) : types;
  await refuseUnknownDocuments(strapi, plan, types, options.documentIds);
  const isNarrow = Boolean(options.contentTypes ?? options.documentIds ?? options.fields ?? options.locales);
  const library = all.get(FILE_UID) ?? null;
  const request: ExportRequest = {
    head: { ...head, options: { ...options } },
    format: choice.format,
    types: narrowed,
    targets: choice.populate > 0 ? targetsOf(all) : {},
    filter: {
      ...(options.documentIds ? { documentIds: options.documentIds } : {}),
      ...(options.locales ? { locales: options.locales } : {}),
      ...(options.status === 'all' ? {} : { status: options.status }),
    },
    populate: choice.populate,
    assets: !options.includeAssets ? 'none' : isNarrow ? 'linked' : 'all',
    library,
    annexes: annexesFor(options, asker).map((name) => ({ name, path: null })),
    missing: [...missingOf(compiler.missing, narrowed), ...missingAnnexes(options, asker)],
  };
  return choice.format.kind === 'pdf' ? compilePdf(strapi, plan, request, all) : request;
}

/** All that somebody may have in an export, with the labels that editors know; private fields are not among it. */
export async function exportableTypes(
  strapi: Core.Strapi,
  plan: ReadPlan,
  asker: Asker,
): Promise<ExportType[]> {
  const choice = { showsPrivate: false, hasLabels: true, options: { includeComponents: true } };
  const { fields } = await fieldCompiler(strapi, plan, choice);
  const readable = await readableTypes(strapi, plan, fields, asker);
  return [...readable.values()].filter(({ grants }) => grants?.length !== 0);
}

type FieldChoice = Pick<ExportChoice, 'showsPrivate' | 'hasLabels'> & {
  options: Pick<ExportChoice['options'], 'includeComponents'>;
};

async function fieldCompiler(strapi: Core.Strapi, plan: ReadPlan, choice: FieldChoice) {
  const { leavesOut } = leftOut(strapi, plan, { showsPrivate: choice.showsPrivate });
  const missing = new Map<string, Problem>();
  const noting: LeavesOut = (uid, attribute) => {
    if (!leavesOut(uid, attribute)) return false;
    const item = `${uid}.${attribute}`;
    missing.set(item, { code: 'field_left_out', message: `The field ${attribute} of ${uid}.`, item });
    return true;
  };
  const uids = [...plan.types.map(({ uid }) => uid), ...Object.keys(plan.components)];
  const labels = choice.hasLabels ? await fieldLabels(strapi, uids) : NAMES_AS_LABELS;
  const { includeComponents } = choice.options;
  const fields: FieldCompiler = { strapi, plan, labels, leavesOut: noting, includeComponents };
  return {
    fields,
    /** Of the types that were compiled. */
    get missing() {
      return [...missing.values()];
    },
  };
}

/** Of what was left out on the way, that which is of the chosen types. */
function missingOf(missing: Problem[], types: ExportType[]): Problem[] {
  const uids = new Set(types.flatMap(({ uid, fields }) => [uid, ...componentsIn(fields)]));
  return missing.filter(({ item }) => uids.has(item.slice(0, item.lastIndexOf('.'))));
}

function componentsIn(fields: ExportField[]): string[] {
  return fields.flatMap((field) => {
    if (field.kind === 'component') return [field.component, ...componentsIn(field.fields)];
    if (field.kind !== 'zone') return [];
    return field.components.flatMap((component) => [component.uid, ...componentsIn(component.fields)]);
  });
}

/** Content, the media library and end users: what an export may hold at all. */
export function exportablePlans(plan: ReadPlan): TypePlan[] {
  return plan.types.filter(
    ({ part, uid, key }) =>
      key.kind === 'document' && (part === 'content' || uid === FILE_UID || uid === USER_UID),
  );
}

async function readableTypes(
  strapi: Core.Strapi,
  plan: ReadPlan,
  compiler: FieldCompiler,
  asker: Asker,
): Promise<Map<string, ExportType>> {
  const readable = new Map<string, ExportType>();
  const names = new Set<string>();
  for (const type of exportablePlans(plan)) {
    const grants = await readingRights(strapi, asker, type.uid);
    // Files come along with what shows them, so the library is known even to who may not open it.
    if (grants?.length === 0 && type.uid !== FILE_UID) continue;
    const fields = compileFields(compiler, type.uid, type);
    const seen = grants && type.uid !== FILE_UID ? narrowFields(fields, union(grants)) : fields;
    const name = shortName(type.uid, names);
    readable.set(type.uid, { uid: type.uid, name, displayName: type.displayName, fields: seen, grants });
  }
  return readable;
}

function union(grants: NonNullable<ExportType['grants']>): string[] | null {
  if (grants.some(({ paths }) => paths === null)) return null;
  return grants.flatMap(({ paths }) => paths ?? []);
}

/** `article` of `api::article.article`, the whole of it where another type has that already. */
function shortName(uid: string, taken: Set<string>): string {
  const short = uid.slice(uid.lastIndexOf('.') + 1);
  const name = uid.startsWith('api::') && !taken.has(short) ? short : uid.replace('::', '.');
  taken.add(name);
  return name;
}

function chosenTypes(
  plan: ReadPlan,
  readable: Map<string, ExportType>,
  wanted: string[] | undefined,
): ExportType[] {
  if (!wanted) {
    const content = plan.types.filter(({ part }) => part === 'content');
    return content.flatMap(({ uid }) => readable.get(uid) ?? []);
  }
  const exportable = exportablePlans(plan).map(({ uid }) => uid);
  for (const uid of wanted) {
    if (!exportable.includes(uid)) throw typeUnknown(uid, exportable);
    const type = readable.get(uid);
    if (!type || type.grants?.length === 0) throw forbidden('contentTypes', `entries of ${uid}`);
  }
  return [...new Set(wanted)].flatMap((uid) => readable.get(uid) ?? []);
}

function narrowTypes(types: ExportType[], fields: string[]): ExportType[] {
  for (const field of fields)
    if (!types.some((type) => hasField(type.fields, field))) throw fieldUnknown(field, types);
  return types.map((type) => ({ ...type, fields: onlyNamed(type, fields) }));
}

/** Of a type that has none of them only what names its records is left. */
function onlyNamed(type: ExportType, fields: string[]): ExportType['fields'] {
  const named = narrowFields(type.fields, fields);
  const isTime = (name: string) => ['createdAt', 'updatedAt', 'publishedAt'].includes(name);
  return named.filter(({ name }) => !isTime(name) || fields.includes(name));
}

/** An entry inside of a link is one that the asker may read, with the fields that they may read of it. */
function targetsOf(readable: Map<string, ExportType>): Record<string, ExportType> {
  const targets = [...readable.values()].map((type) =>
    // What an entry shows of its files is seen with it.
    type.uid === FILE_UID ? { ...type, grants: null } : type,
  );
  return Object.fromEntries(targets.map((type) => [type.uid, type]));
}

async function refuseUnknownLocales(strapi: Core.Strapi, wanted: string[] | undefined): Promise<void> {
  if (!wanted) return;
  const known = (await siteLocales(strapi)).map(({ code }) => code);
  const unknown = wanted.find((code) => !known.includes(code));
  if (unknown === undefined) return;
  throw new KeepsakeError('locale_unknown', `locales: the site has no locale "${unknown}".`, {
    hint: `It has: ${known.join(', ') || 'none'}.`,
    item: unknown,
  });
}

export async function siteLocales(strapi: Core.Strapi): Promise<{ code: string; name: string }[]> {
  const service = strapi.plugin('i18n')?.service('locales') as
    { find(): Promise<{ code: string; name: string }[]> } | undefined;
  return (await service?.find()) ?? [];
}

/** Documents per question to the database. */
const AT_ONCE = 500;

async function refuseUnknownDocuments(
  strapi: Core.Strapi,
  plan: ReadPlan,
  types: ExportType[],
  wanted: string[] | undefined,
): Promise<void> {
  const missing = new Set(wanted);
  const reader = new Reader(strapi.db.connection, plan);
  for (const { uid } of types) {
    const type = plan.types.find((one) => one.uid === uid);
    const ids = [...missing];
    for (let start = 0; type && start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      for (const documentId of await reader.documentIds(type, { documentIds: some }))
        missing.delete(documentId);
    }
  }
  const [unknown] = missing;
  if (unknown === undefined) return;
  throw new KeepsakeError(
    'document_unknown',
    `documentIds: none of the chosen content types has a document "${unknown}".`,
    { hint: 'It may have been deleted, or is of another content type.', item: unknown },
  );
}

function typeUnknown(uid: string, known: string[]): KeepsakeError {
  return new KeepsakeError(
    'content_type_unknown',
    `contentTypes: there is no content type "${uid}" to export.`,
    { hint: `There are: ${known.join(', ')}.`, item: uid },
  );
}

function fieldUnknown(field: string, types: ExportType[]): KeepsakeError {
  const known = new Set(types.flatMap(({ fields }) => fields.map(({ name }) => name)));
  return new KeepsakeError(
    'field_unknown',
    `fields: none of the chosen content types has a field "${field}" that this export may hold.`,
    {
      hint: `Known fields: ${[...known].sort().join(', ')}. Private ones take customSettings.private.`,
      item: field,
    },
  );
}

function forbidden(option: string, what: string): KeepsakeError {
  return new KeepsakeError('forbidden', `${option}: you may not read ${what}.`, {
    hint: 'Leave it out, or ask for the right.',
    item: option,
  });
}

function nothingReadable(): KeepsakeError {
  return new KeepsakeError(
    'forbidden',
    'There is no content that you may read, so there is nothing to export.',
    {
      hint: 'Ask for the right to read content types in the content manager.',
    },
  );
}
