import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { KeepsakeError } from '../../core/errors';
import type { ReadableLink, ReadableRecord } from '../../core/files/readable-record';
import { FILE_UID } from '../../core/media/media-of-record';
import { componentPopulate, hasDrafts } from './content-model';
import { documentData, type LinkResolver } from './document-data';
import type { PlannedRecord } from './foreign-import';
import type { Importer } from './importer';
import { keepAbsent } from './keep-absent';

type Data = Record<string, unknown>;

interface Documents {
  create(params: object): Promise<{ documentId: string }>;
  update(params: object): Promise<{ documentId: string } | null>;
  publish(params: object): Promise<unknown>;
  delete(params: object): Promise<unknown>;
  findOne(params: object): Promise<Data | null>;
}

/** One document in one locale: the records of the file that are to be written. */
interface Group {
  uid: string;
  documentId: string;
  locale: string | null;
  draft?: PlannedRecord;
  published?: PlannedRecord;
}

interface Removed {
  uid: string;
  documentId: string;
  locale: string | null;
}

interface Checker {
  cannot: Record<'create' | 'update' | 'delete' | 'publish', (entity?: Data) => boolean>;
  sanitizeCreateInput(data: Data): Promise<Data>;
  sanitizeUpdateInput(entity: Data): (data: Data) => Promise<Data>;
}

/**
 * Writes records as an admin would type them in: an entry is made without its links, then all entries get theirs, then
 * what was published is published. What the importer may not write is not written.
 */
export class ContentWriter {
  readonly #problems = new Map<string, Problem>();
  readonly #known = new Map<string, number | null>();

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly importer: Importer,
  ) {}

  problems(): Problem[] {
    return [...this.#problems.values()];
  }

  /** What keeps these records from being written: missing rights, and values that Strapi does not take. */
  async check(records: PlannedRecord[], removed: Removed[]): Promise<Problem[]> {
    const blockers = new Map<string, Problem>();
    const forbid = (uid: string, action: string) =>
      blockers.set(`${uid} ${action}`, {
        code: 'content_forbidden',
        message: `You may not ${action} entries of ${uid}, which the file would do.`,
        item: uid,
      });
    for (const { record, action } of records) {
      const checker = this.#checker(record.contentType);
      if (checker?.cannot[action]()) forbid(record.contentType, action);
      if (record.status === 'published' && checker?.cannot.publish()) forbid(record.contentType, 'publish');
      const invalid = await this.#invalid(record, action);
      if (invalid && blockers.size < MOST_BLOCKERS)
        blockers.set(`${record.contentType} ${record.documentId}`, invalid);
    }
    for (const { uid } of removed) if (this.#checker(uid)?.cannot.delete()) forbid(uid, 'delete');
    return [...blockers.values()];
  }

  async write(records: PlannedRecord[], removed: Removed[], signal: AbortSignal): Promise<void> {
    const groups = groupsOf(records);
    for (const { uid, documentId, locale } of removed) {
      signal.throwIfAborted();
      const live = await this.#live(uid, documentId, locale, null);
      if (live && this.#checker(uid)?.cannot.delete(live)) throw forbidden(uid, documentId);
      await this.#documents(uid).delete({ documentId, ...localeOf(locale) });
    }
    for (const group of groups) {
      signal.throwIfAborted();
      await this.#begin(group);
    }
    for (const group of groups) {
      signal.throwIfAborted();
      await this.#fill(group);
    }
  }

  /** Only what is new; links can only be made to what is there. */
  async #begin(group: Group): Promise<void> {
    const { uid, documentId, locale } = group;
    const planned = group.draft ?? group.published;
    if (!planned || (await this.#live(uid, documentId, locale, null))) return;
    const raw = await documentData(this.strapi, uid, planned.record.fields, null);
    const checker = this.#checker(uid);
    const data = checker ? await checker.sanitizeCreateInput(raw) : raw;
    await this.#guarded(planned.record, async () => {
      const exists = await this.strapi.db.query(uid as never).findOne({ where: { documentId } } as never);
      if (exists) await this.#documents(uid).update({ documentId, data, ...localeOf(locale) });
      else await this.#documents(uid).create({ data: { ...data, documentId }, ...localeOf(locale) });
    });
  }

  async #fill({ uid, documentId, locale, draft, published }: Group): Promise<void> {
    if (!hasDrafts(this.strapi, uid)) {
      const planned = draft ?? published;
      if (planned) await this.#update(uid, planned.record, null);
      return;
    }
    const before = await this.#live(uid, documentId, locale, 'draft');
    if (
      published &&
      !draft &&
      published.action === 'create' &&
      (await this.#isEdited(uid, documentId, locale))
    ) {
      this.#note('published_left_out', published.record, 'its draft is there already and stays as it is');
      return;
    }
    if (published) {
      await this.#update(uid, published.record, 'published');
      await this.#guarded(published.record, () =>
        this.#documents(uid).publish({ documentId, ...localeOf(locale) }),
      );
    }
    if (draft) await this.#update(uid, draft.record, 'draft', before);
  }

  /** A draft that this import did not make. */
  async #isEdited(uid: string, documentId: string, locale: string | null): Promise<boolean> {
    return !this.#begun.has(groupKey({ uid, documentId, locale }));
  }

  readonly #begun = new Set<string>();

  async #update(
    uid: string,
    record: ReadableRecord,
    status: 'draft' | 'published' | null,
    before?: Data | null,
  ) {
    const { documentId, locale, fields } = record;
    const live = before ?? (await this.#live(uid, documentId, locale, status));
    const entity = (await this.#live(uid, documentId, locale, status === null ? null : 'draft')) ?? {};
    const checker = this.#checker(uid);
    if (checker?.cannot.update(entity)) throw forbidden(uid, documentId);
    const raw = keepAbsent(
      this.strapi,
      uid,
      live,
      await documentData(this.strapi, uid, fields, this.#resolver(record)),
    );
    const data = checker ? await checker.sanitizeUpdateInput(entity)(raw) : raw;
    await this.#guarded(record, () => this.#documents(uid).update({ documentId, data, ...localeOf(locale) }));
  }

  #resolver(record: ReadableRecord): LinkResolver {
    return {
      media: async (link) => {
        if (link.type !== FILE_UID) return null;
        const id = await this.#rowId(FILE_UID, link);
        if (id === null)
          this.#note('link_dangling', record, `${link.documentId} of ${FILE_UID} is not there`);
        return id;
      },
      relation: async (uid, link) => {
        if ((await this.#rowId(uid, link)) === null) {
          this.#note('link_dangling', record, `${link.documentId} of ${uid} is not there`);
          return null;
        }
        return { documentId: link.documentId, ...localeOf(link.locale ?? null) };
      },
    };
  }

  async #rowId(uid: string, { documentId, locale }: ReadableLink): Promise<number | null> {
    const key = `${uid} ${documentId} ${locale ?? ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const where = { documentId, ...(locale === undefined ? {} : { locale }) };
    const row = (await this.strapi.db.query(uid as never).findOne({ select: ['id'], where } as never)) as {
      id: number;
    } | null;
    this.#known.set(key, row?.id ?? null);
    return row?.id ?? null;
  }

  async #live(
    uid: string,
    documentId: string,
    locale: string | null,
    status: 'draft' | 'published' | null,
  ): Promise<Data | null> {
    const populate = componentPopulate(this.strapi, uid);
    const params = { documentId, populate, ...localeOf(locale), ...(status === null ? {} : { status }) };
    return this.#documents(uid).findOne(params);
  }

  async #invalid({ contentType: uid, documentId, locale, status, fields }: ReadableRecord, action: string) {
    try {
      const data = await documentData(this.strapi, uid, fields, null);
      const model = this.strapi.contentType(uid as never);
      // What is there already may hold the very values that must be unique.
      const isDraft = status === 'draft' || action === 'update';
      await this.strapi.entityValidator.validateEntityCreation(model as never, data as never, {
        isDraft,
        ...localeOf(locale),
      });
      return null;
    } catch (error) {
      return invalid(uid, documentId, error);
    }
  }

  async #guarded(record: ReadableRecord, work: () => Promise<unknown>): Promise<void> {
    this.#begun.add(groupKey({ ...record, uid: record.contentType }));
    try {
      await work();
    } catch (error) {
      const { code, message, item } = invalid(record.contentType, record.documentId, error);
      throw new KeepsakeError(code, message, {
        item,
        cause: error,
        hint: 'Nothing of the content was changed.',
      });
    }
  }

  #checker(uid: string): Checker | null {
    if (this.importer.ability === null) return null;
    return this.strapi
      .plugin('content-manager')
      .service('permission-checker')
      .create({ userAbility: this.importer.ability, model: uid }) as Checker;
  }

  #documents(uid: string): Documents {
    return this.strapi.documents(uid as never) as unknown as Documents;
  }

  #note(code: string, { contentType, documentId }: ReadableRecord, why: string): void {
    const item = `${contentType} ${documentId}`;
    this.#problems.set(`${code} ${item} ${why}`, { code, message: `${item}: ${why}.`, item });
  }
}

const MOST_BLOCKERS = 50;

function groupsOf(records: PlannedRecord[]): Group[] {
  const groups = new Map<string, Group>();
  for (const planned of records) {
    const { contentType: uid, documentId, locale, status } = planned.record;
    const group = groups.get(groupKey({ uid, documentId, locale })) ?? { uid, documentId, locale };
    group[status === 'published' ? 'published' : 'draft'] = planned;
    groups.set(groupKey(group), group);
  }
  return [...groups.values()];
}

function groupKey({ uid, documentId, locale }: Removed): string {
  return `${uid} ${documentId} ${locale ?? ''}`;
}

function localeOf(locale: string | null): { locale?: string } {
  return locale === null ? {} : { locale };
}

function invalid(uid: string, documentId: string, error: unknown): Problem {
  const why = error instanceof Error ? error.message : String(error);
  return { code: 'record_invalid', message: `${documentId} of ${uid}: ${why}`, item: `${uid} ${documentId}` };
}

function forbidden(uid: string, documentId: string): KeepsakeError {
  return new KeepsakeError('forbidden', `You may not change ${documentId} of ${uid}.`, {
    item: `${uid} ${documentId}`,
    hint: 'Nothing of the content was changed. Leave it out, or ask for the right.',
  });
}
