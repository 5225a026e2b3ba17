import { createHash } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { ImportPlan } from '../../../../shared/contracts/imports';
import type { RestorePlanItem, RestoreSelection } from '../../../../shared/contracts/restores';
import type { ReadableRecord } from '../../core/files/readable-record';
import { FILE_UID, FOLDER_UID } from '../../core/media/media-of-record';
import { refuseUnknownFields } from '../../core/restore/chosen-fields';
import { compileReadPlan } from '../snapshots/compile-read-plan';
import { contentAttributes, hasDrafts, isOwnedRelation, secretsIn } from './content-model';
import { ContentWriter } from './content-writer';
import { linksDeepIn, linksIn } from './document-data';
import { settleForeignClashes } from './foreign-clashes';
import type { ForeignFile } from './foreign-file';
import { ForeignFolders, type NewFolder } from './foreign-folders';
import { Identities } from './identities';
import type { Importer } from './importer';
import { typeRule } from './type-rules';

/** Items and files that a preview names. */
const MOST_ITEMS = 500;

export interface PlannedRecord {
  record: ReadableRecord;
  /** `link`: only the links in `fields` are added to what the entry has. */
  action: 'create' | 'update' | 'link';
}

export interface Planned {
  plan: ImportPlan;
  identities: Identities;
  records: PlannedRecord[];
  /** The outer ones first. */
  folders: NewFolder[];
  /** Library entries whose bytes are to be uploaded, and the folder of each. */
  media: { record: ReadableRecord; folder: string | null }[];
  removed: { uid: string; documentId: string; locale: string | null }[];
  /** Whether the content that was compared is as it was; library files and folders are not looked at again. */
  isUnmoved(): Promise<boolean>;
}

interface Counts {
  create: number;
  update: number;
  delete: number;
  unchanged: number;
}

/** Compares a file that nothing vouches for with the site, and says what an import would do. Changes nothing. */
export class ForeignPlanner {
  readonly #types = new Map<string, Counts>();
  readonly #items: RestorePlanItem[] = [];
  readonly #problems = new Map<string, Problem>();
  readonly #blockers = new Map<string, Problem>();
  #records: PlannedRecord[] = [];
  /** Library entries that are not there, chosen or not: an entry that comes back may need them. */
  readonly #absentFiles: { record: ReadableRecord; isChosen: boolean }[] = [];
  readonly #media: Planned['media'] = [];
  readonly #newFolders: NewFolder[] = [];
  readonly #removed: Planned['removed'] = [];
  readonly #fingerprint = createHash('sha256');
  readonly #live = new Map<string, Map<string, string>>();
  readonly #seen = new Map<string, Set<string>>();
  #codes: string[] | null = null;
  #identities = new Identities();
  #folders: ForeignFolders;

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly file: ForeignFile,
    private readonly importer: Importer,
    private readonly selection: RestoreSelection,
  ) {
    this.#folders = new ForeignFolders(strapi, this.#identities);
  }

  /** Throws `field_unknown`, and `file_refused` for what is no record. */
  async run(): Promise<Planned> {
    this.#fingerprint.update(JSON.stringify([this.file.id, this.selection]));
    this.#identities = await Identities.of(this.strapi, this.file.records(this.selection.contentTypes));
    this.#folders = new ForeignFolders(this.strapi, this.#identities);
    for await (const record of this.#named()) await this.#see(record);
    this.#refuseUnknownFields();
    if (this.selection.mode === 'mirror' && !this.selection.fields?.length) this.#planRemovals();
    await this.#settleClashes();
    this.#planFiles();
    await this.#planFolders();
    if (this.selection.withInverse) await this.#planInverseLinks();
    this.#count();
    const writer = new ContentWriter(this.strapi, this.importer, this.#identities);
    for (const blocker of await writer.check(this.#records, this.#removed)) this.#block(blocker);
    return {
      plan: this.#plan(),
      identities: this.#identities,
      records: this.#records,
      folders: this.#newFolders,
      media: this.#media,
      removed: this.#removed,
      isUnmoved: () => this.#isUnmoved(),
    };
  }

  async #isUnmoved(): Promise<boolean> {
    for (const [uid, known] of this.#live) {
      if (uid === FILE_UID || uid === FOLDER_UID) continue;
      const now = await this.#readKeys(uid);
      const isSame = now.size === known.size && [...now].every(([key, time]) => known.get(key) === time);
      if (!isSame) return false;
    }
    return true;
  }

  /** The file's records under the documentIds that they have here. */
  async *#named(): AsyncGenerator<ReadableRecord & { saidId: string }> {
    for await (const record of this.file.records(this.selection.contentTypes)) {
      const { contentType, documentId } = record;
      yield { ...record, documentId: this.#identities.liveId(contentType, documentId), saidId: documentId };
    }
  }

  #isChosen(
    record: Pick<ReadableRecord, 'contentType' | 'documentId' | 'locale' | 'status'>,
    saidId?: string,
  ) {
    const { contentType, documentId, locale, status } = record;
    const { contentTypes, documentIds, locales, status: wanted } = this.selection;
    if (contentTypes?.length && !contentTypes.includes(contentType)) return false;
    const isNamed = documentIds?.includes(documentId) || documentIds?.includes(saidId ?? documentId);
    if (documentIds?.length && !isNamed) return false;
    if (locales?.length && locale !== null && !locales.includes(locale)) return false;
    return !wanted || status === null || status === wanted;
  }

  async #see({ saidId, ...record }: ReadableRecord & { saidId: string }): Promise<void> {
    const { contentType: uid } = record;
    const isChosen = this.#isChosen(record, saidId);
    if (!isChosen && uid !== FILE_UID && uid !== FOLDER_UID) return;
    const rule = typeRule(this.strapi, uid, this.importer, this.selection);
    if (rule.kind === 'passed') return;
    if (rule.kind === 'refused') this.#note(rule.problem);
    else if (rule.kind === 'blocked') this.#block(rule.problem);
    else if (uid === FOLDER_UID) this.#folders.see(record, isChosen);
    else if (uid === FILE_UID) await this.#seeFile(record, isChosen);
    else await this.#seeContent(record);
  }

  async #seeFile(record: ReadableRecord, isChosen: boolean): Promise<void> {
    const live = await this.#liveKeys(FILE_UID);
    if (!live.has(keyOf(record))) this.#absentFiles.push({ record, isChosen });
    else if (isChosen) this.#countsOf(FILE_UID).unchanged += 1;
  }

  async #seeContent(record: ReadableRecord): Promise<void> {
    const { contentType: uid } = record;
    const live = await this.#liveKeys(uid);
    const seen = this.#seen.get(uid) ?? new Set<string>();
    this.#seen.set(uid, seen);
    const key = keyOf(record);
    if (seen.has(key)) {
      this.#block({ code: 'record_twice', message: `The file has ${key} of ${uid} twice.`, item: key });
      return;
    }
    seen.add(key);
    if (record.locale !== null && !(await this.#locales()).includes(record.locale)) {
      this.#block(localeMissing(record.locale));
      return;
    }
    for (const secret of secretsIn(this.strapi, uid, record.fields)) this.#note(secretLeftOut(secret));
    const isNew = !live.has(key);
    const written = isNew ? record : this.#narrowed(record);
    if (!isNew && (this.selection.mode === 'skip' || Object.keys(written.fields).length === 0))
      this.#countsOf(uid).unchanged += 1;
    else this.#records.push({ record: written, action: isNew ? 'create' : 'update' });
  }

  /** Of an entry that exists only the chosen fields. */
  #narrowed(record: ReadableRecord): ReadableRecord {
    const { fields } = this.selection;
    if (!fields?.length) return record;
    const chosen = Object.entries(record.fields).filter(([name]) => fields.includes(name));
    return { ...record, fields: Object.fromEntries(chosen) };
  }

  #refuseUnknownFields(): void {
    const { fields } = this.selection;
    if (!fields?.length) return;
    const { types } = compileReadPlan(this.strapi);
    refuseUnknownFields(
      fields,
      types.filter(({ uid }) => this.#seen.has(uid)),
      types,
    );
  }

  /** Documents of the types in the file that the file does not have, by locale. */
  #planRemovals(): void {
    for (const [uid, seen] of this.#seen) {
      const kept = new Set([...seen].map((key) => key.split('\t').slice(0, 2).join('\t')));
      const gone = new Set<string>();
      for (const key of this.#live.get(uid)?.keys() ?? []) {
        const [documentId = '', locale = ''] = key.split('\t');
        const document = `${documentId}\t${locale}`;
        const record = { contentType: uid, documentId, locale: locale || null, status: null };
        if (kept.has(document) || gone.has(document) || !this.#isChosen(record)) continue;
        gone.add(document);
        this.#removed.push({ uid, documentId, locale: locale || null });
        this.#countsOf(uid).delete += 1;
        this.#item('delete', { ...record, fields: {} });
      }
    }
  }

  async #settleClashes(): Promise<void> {
    const { onConflict = 'stop' } = this.selection;
    const settled = await settleForeignClashes(this.strapi, this.#records, this.#removed, onConflict);
    this.#records = settled.records;
    for (const problem of settled.problems) this.#note(problem);
    for (const blocker of settled.blockers) this.#block(blocker);
  }

  /** Those that were chosen, and those that entries which are written show. */
  #planFiles(): void {
    const shown = new Set(
      this.#records.flatMap(({ record }) =>
        linksDeepIn(record.fields).flatMap(({ type, documentId }) =>
          type === FILE_UID ? this.#identities.liveId(type, documentId) : [],
        ),
      ),
    );
    for (const { record, isChosen } of this.#absentFiles) {
      if (!isChosen && !shown.has(record.documentId)) continue;
      if (!record.file || this.file.media(record.file) === null) {
        this.#note(noBytes(record));
        continue;
      }
      this.#media.push({ record, folder: null });
      this.#countsOf(FILE_UID).create += 1;
      this.#item('create', record);
    }
  }

  async #planFolders(): Promise<void> {
    const { make, refused } = await this.#folders.missing(this.#media.map(({ record }) => record));
    this.#newFolders.push(...make);
    for (const one of this.#media) one.folder = this.#folders.folderOf(one.record);
    for (const { documentId, name } of refused) this.#note(folderRefused(documentId, name));
    for (const { documentId, name } of make) {
      this.#countsOf(FOLDER_UID).create += 1;
      this.#fingerprint.update(`folder ${documentId}\n`);
      const record = { contentType: FOLDER_UID, documentId, locale: null, status: null };
      this.#item('create', { ...record, fields: { name } });
    }
    this.#refuseUploads();
  }

  #refuseUploads(): void {
    const { ability } = this.importer;
    if (ability === null || this.#media.length + this.#newFolders.length === 0) return;
    if (!(ability as { cannot(action: string, subject: string): boolean }).cannot(UPLOAD, FILE_UID)) return;
    const message = 'You may not add files to the media library, which the file would do.';
    this.#block({ code: 'content_forbidden', message, item: FILE_UID });
  }

  /** The links of the file's owners, which stay as they are, to entries and library files that come back. */
  async #planInverseLinks(): Promise<void> {
    const back = new Set(this.#media.map(({ record }) => `${FILE_UID} ${record.documentId}`));
    const written = new Set<string>();
    for (const { record, action } of this.#records) {
      if (action === 'create') back.add(`${record.contentType} ${record.documentId}`);
      written.add(`${record.contentType} ${keyOf(record)}`);
    }
    if (back.size === 0) return;
    for await (const { saidId: _, ...record } of this.#named()) {
      const { contentType: uid } = record;
      const isTaken = typeRule(this.strapi, uid, this.importer, this.selection).kind === 'taken';
      if (!isTaken || uid === FILE_UID || uid === FOLDER_UID || written.has(`${uid} ${keyOf(record)}`))
        continue;
      const live = await this.#liveKeys(uid);
      const fields = live.has(keyOf(record)) ? this.#linksTo(back, record) : {};
      if (Object.keys(fields).length === 0) continue;
      const link: PlannedRecord = { record: { ...record, fields }, action: 'link' };
      this.#records.push(link);
    }
  }

  /** The part of a record's links that leads there. */
  #linksTo(back: Set<string>, { contentType, fields }: ReadableRecord): Record<string, unknown> {
    const found: [string, unknown][] = [];
    for (const [name, attribute] of contentAttributes(this.strapi, contentType)) {
      const isLink =
        attribute.type === 'media' || (attribute.type === 'relation' && isOwnedRelation(attribute));
      if (!isLink || !Object.hasOwn(fields, name)) continue;
      const links = linksIn(fields[name]).filter(({ type, documentId }) =>
        back.has(`${type} ${this.#identities.liveId(type, documentId)}`),
      );
      if (links.length > 0) found.push([name, links]);
    }
    return Object.fromEntries(found);
  }

  #count(): void {
    for (const { record, action } of this.#records) {
      if (action !== 'link') this.#countsOf(record.contentType)[action] += 1;
      this.#item(action, record);
    }
  }

  /** Key and time of change of every row of a type. */
  async #liveKeys(uid: string): Promise<Map<string, string>> {
    const known = this.#live.get(uid);
    if (known) return known;
    const keys = await this.#readKeys(uid);
    for (const [key, time] of keys) this.#fingerprint.update(`${uid} ${key} ${time}\n`);
    this.#live.set(uid, keys);
    return keys;
  }

  async #readKeys(uid: string): Promise<Map<string, string>> {
    const rows = (await this.strapi.db.query(uid as never).findMany({
      select: ['documentId', 'locale', 'publishedAt', 'updatedAt'],
      orderBy: { id: 'asc' },
    } as never)) as unknown as LiveRow[];
    const keys = new Map<string, string>();
    for (const { documentId, locale, publishedAt, updatedAt } of rows) {
      const status = hasDrafts(this.strapi, uid) ? (publishedAt ? 'published' : 'draft') : null;
      const key = keyOf({ documentId, locale: locale || null, status });
      keys.set(key, String(updatedAt));
    }
    return keys;
  }

  async #locales(): Promise<string[]> {
    const i18n = this.strapi.plugin('i18n')?.service('locales') as unknown as
      { find(): Promise<{ code: string }[]> } | undefined;
    this.#codes ??= ((await i18n?.find()) ?? []).map(({ code }) => code);
    return this.#codes;
  }

  #countsOf(uid: string): Counts {
    const counts = this.#types.get(uid) ?? { create: 0, update: 0, delete: 0, unchanged: 0 };
    this.#types.set(uid, counts);
    return counts;
  }

  #item(
    action: RestorePlanItem['action'],
    { contentType, documentId, locale, status, fields }: ReadableRecord,
  ) {
    if (this.#items.length > MOST_ITEMS) return;
    const label = [fields['title'], fields['name']].find((one) => typeof one === 'string') as
      string | undefined;
    this.#items.push({
      action,
      uid: contentType,
      documentId,
      locale,
      status,
      label: (label ?? '').slice(0, 120),
    });
  }

  #note(problem: Problem): void {
    this.#problems.set(`${problem.code} ${problem.item}`, problem);
  }

  #block(problem: Problem): void {
    this.#blockers.set(`${problem.code} ${problem.item}`, problem);
  }

  #plan(): ImportPlan {
    const types = [...this.#types].map(([uid, counts]) => ({
      uid,
      displayName:
        this.strapi.contentTypes[uid as keyof typeof this.strapi.contentTypes]?.info.displayName ?? uid,
      ...counts,
    }));
    const sum = (of: keyof Counts) => types.reduce((total, type) => total + type[of], 0);
    const links = this.#records.filter(({ action }) => action === 'link');
    return {
      trust: 'foreign',
      backupId: this.file.id,
      mode: this.selection.mode,
      fingerprint: this.#fingerprint.digest('base64url'),
      counts: {
        create: sum('create'),
        update: sum('update'),
        delete: sum('delete'),
        unchanged: sum('unchanged'),
        files: this.#media.length,
        links: links.flatMap(({ record }) => Object.values(record.fields).flat()).length,
      },
      types,
      items: this.#items.slice(0, MOST_ITEMS),
      files: this.#media
        .slice(0, MOST_ITEMS)
        .map(({ record: { file } }) => ({ name: file?.split('/').at(-1) ?? '', state: 'missing' as const })),
      truncated: this.#items.length > MOST_ITEMS || this.#media.length > MOST_ITEMS,
      problems: [...this.#problems.values()],
      blockers: [...this.#blockers.values()],
    };
  }
}

const UPLOAD = 'plugin::upload.assets.create';

interface LiveRow {
  documentId: string;
  locale: string | null;
  publishedAt: unknown;
  updatedAt: unknown;
}

function keyOf({ documentId, locale, status }: Pick<ReadableRecord, 'documentId' | 'locale' | 'status'>) {
  return `${documentId}\t${locale ?? ''}\t${status ?? ''}`;
}

function folderRefused(documentId: string, name: string): Problem {
  const message = `The library takes no folder ${JSON.stringify(name)}; what lies in it goes one folder up.`;
  return { code: 'folder_refused', message, item: documentId };
}

function secretLeftOut(item: string): Problem {
  const message = `${item} was left out: no file sets passwords or tokens. Who comes in without one has to set it.`;
  return { code: 'secret_left_out', message, item };
}

function localeMissing(code: string): Problem {
  const message = `The site has no locale ${code}. Add it, or leave it out by choosing the other locales.`;
  return { code: 'locale_missing', message, item: code };
}

function noBytes({ documentId, fields }: ReadableRecord): Problem {
  const name = typeof fields['name'] === 'string' ? fields['name'] : documentId;
  return {
    code: 'media_not_in_file',
    message: `The bytes of “${name}” are not in the file.`,
    item: documentId,
  };
}
