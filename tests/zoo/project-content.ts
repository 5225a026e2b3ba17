import type { ProjectRules, TypeRule } from '../../shared/contracts/projects';
import type { SiteImage } from '../comparer/site-image';
import { documents } from '../site/documents';
import type { Entry } from '../site/documents';
import type { Site } from '../site/open-site';
import { rootOf } from './selected-rows';

/** `<uid> <documentId> <locale> <status>` of every record. */
export type RecordNames = Set<string>;

interface Model {
  collectionName: string;
  options?: { draftAndPublish?: boolean };
  pluginOptions?: { i18n?: { localized?: boolean } };
}

/** What Strapi itself finds with a project's filters, with the files that it shows; row by row, as its own API would. */
export async function foundByStrapi(
  site: Site,
  rules: ProjectRules,
  populate: (uid: string) => object = () => ({}),
): Promise<{ records: RecordNames; files: Set<string> }> {
  const records: RecordNames = new Set();
  const files = new Set<string>();
  for (const rule of rules.types as TypeRule[]) {
    const { options, pluginOptions } = site.strapi.getModel(rule.uid as never) as unknown as Model;
    const isLocalized = pluginOptions?.i18n?.localized === true;
    const wanted = rule.locales ?? rules.locales;
    const locales = !isLocalized ? [undefined] : (wanted ?? ['*']);
    const statuses = options?.draftAndPublish ? ['draft', 'published'] : [null];
    for (const locale of locales) {
      for (const status of statuses) {
        const found = await documents(site, rule.uid).findMany({
          filters: rule.filters,
          populate: populate(rule.uid),
          ...(locale ? { locale } : {}),
          ...(status ? { status } : {}),
        });
        for (const entry of found) {
          records.add(nameOf(rule.uid, entry, isLocalized ? String(entry.locale) : null, status));
          collectFiles(entry, files);
        }
      }
    }
  }
  return { records, files };
}

function nameOf(uid: string, { documentId }: Entry, locale: string | null, status: string | null): string {
  return `${uid} ${documentId} ${locale ?? '-'} ${status ?? '-'}`;
}

/** documentIds of what looks like a file. */
function collectFiles(value: unknown, files: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  const { hash, mime, documentId } = value as { hash?: string; mime?: string; documentId?: string };
  if (hash && mime && documentId) files.add(documentId);
  else Object.values(value).forEach((inner) => collectFiles(inner, files));
}

/** What a snapshot holds of content, and of the media library. */
export async function heldBySnapshot(
  site: Site,
  id: string,
): Promise<{ uids: string[]; records: RecordNames; files: Set<string>; folders: Set<string> }> {
  const repository = await site.service('repository').open();
  const { types } = await repository.readManifest(id);
  const held = {
    uids: types.map(({ uid }) => uid),
    records: new Set<string>(),
    files: new Set<string>(),
    folders: new Set<string>(),
  };
  for (const { uid, part, tree } of types) {
    for await (const { key } of repository.readTree(tree)) {
      const [documentId = '', locale, status] = key.split('\t');
      if (uid === 'plugin::upload.file') held.files.add(documentId);
      else if (uid === 'plugin::upload.folder') held.folders.add(documentId);
      else if (part === 'content') held.records.add(`${uid} ${documentId} ${locale || '-'} ${status || '-'}`);
    }
  }
  return held;
}

/** The folders of these files, and those above them. */
export async function foldersOf(site: Site, files: Set<string>): Promise<Set<string>> {
  const query = (uid: string, where: object, populate: object) =>
    site.strapi.db.query(uid as never).findMany({ where, populate } as never) as unknown as Promise<Placed[]>;
  const found = new Set<string>();
  let level = (await query('plugin::upload.file', { documentId: { $in: [...files] } }, { folder: true })).map(
    ({ folder }) => folder,
  );
  for (let ids = idsOf(level); ids.length > 0; ids = idsOf(level)) {
    for (const folder of level) if (folder) found.add(folder.documentId);
    const folders = await query('plugin::upload.folder', { id: { $in: ids } }, { parent: true });
    level = folders.map(({ parent }) => parent);
  }
  return found;
}

interface Placed {
  folder?: Folder | null;
  parent?: Folder | null;
}

interface Folder {
  id: number;
  documentId: string;
}

function idsOf(folders: (Folder | null | undefined)[]): number[] {
  return folders.flatMap((folder) => (folder ? [folder.id] : []));
}

/** The part of an image that is neither among `changeable` rows nor new since `before`. */
export function elsewhere(
  site: Site,
  image: SiteImage,
  before: SiteImage,
  changeable: RecordNames,
): SiteImage {
  const keys = new Set([...changeable].map((name) => keyOf(site, name)));
  const isElsewhere = (key: string) => {
    const root = rootOf(key);
    return !keys.has(root) && (before.rows.has(root) || !/:(draft|published)$/.test(root));
  };
  return {
    ...image,
    rows: new Map([...image.rows].filter(([key]) => isElsewhere(key))),
    links: new Map(
      [...image.links].flatMap(([name, set]) => {
        const members = set.members.filter((member) => isElsewhere(member));
        return isElsewhere(set.owner) && members.length > 0 ? [[name, { ...set, members }]] : [];
      }),
    ),
    orders: new Map(
      [...image.orders].flatMap(([name, order]) => {
        const ranked = order.ranked.filter(({ member }) => isElsewhere(member));
        return isElsewhere(order.owner) && ranked.length > 1 ? [[name, { ...order, ranked }]] : [];
      }),
    ),
  };
}

/** As the comparer calls the row: a type without drafts counts as published there. */
export function keyOf(site: Site, name: string): string {
  const [uid = '', documentId, locale, status] = name.split(' ');
  const { collectionName } = site.strapi.getModel(uid as never) as unknown as Model;
  return `${collectionName}:${documentId}:${locale}:${status === '-' ? 'published' : status}`;
}
