import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import { KeepsakeError } from '../../core/errors';
import type { ReadableLink, ReadableRecord } from '../../core/files/readable-record';
import { canonicalJson } from '../../core/snapshot/record';
import { hasDrafts, livePopulate } from './content-model';
import { documentData, linksDeepIn, type LinkResolver } from './document-data';
import type { Identities } from './identities';
import type { Importer } from './importer';
import { keepAbsent } from './keep-absent';
import { attachLinks, keepClaimed } from './keep-links';
import { liveData } from './live-data';
import type { PlannedRecord } from './plan-foreign';
import { isOffLimits } from './type-rules';

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
 *
 * Strapi publishes drafts only. So a published version goes into the draft, is published, and the draft is put back:
 *
 *   live draft kept ──▶ draft written as the published version ──publish──▶ draft as it was, or as the file says
 */
export class ContentWriter {
  readonly #problems = new Map<string, Problem>();
  /** Row ids by document, and there by locale and status. */
  readonly #rows = new Map<string, Map<string, number | null>>();
  /** Groups that this import began: their drafts are nobody's work yet. */
  readonly #begun = new Set<string>();
  /** Documents that have no published version yet and will have: nothing that is published can point at them now. */
  readonly #unpublished = new Set<string>();

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly importer: Importer,
    private readonly identities: Identities,
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
      const needed = action === 'create' ? 'create' : 'update';
      if (checker?.cannot[needed]()) forbid(record.contentType, needed);
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
    for (const { uid, documentId, published } of groups)
      if (published?.action === 'create' && hasDrafts(this.strapi, uid))
        this.#unpublished.add(`${uid} ${documentId}`);
    const early: Group[] = [];
    for (const group of groups) {
      signal.throwIfAborted();
      this.#unpublished.delete(`${group.uid} ${group.documentId}`);
      if (this.#pointsAtUnpublished(group)) early.push(group);
      await this.#fill(group);
    }
    for (const group of early) {
      signal.throwIfAborted();
      await this.#fill(group);
    }
  }

  /** To be filled once more at the end: its published version points at one that comes after it. */
  #pointsAtUnpublished({ published }: Group): boolean {
    if (this.#unpublished.size === 0 || !published) return false;
    return linksDeepIn(published.record.fields).some(({ type, documentId }) =>
      this.#unpublished.has(`${type} ${this.identities.liveId(type, documentId)}`),
    );
  }

  /** Only what is new; links can only be made to what is there. */
  async #begin(group: Group): Promise<void> {
    const { uid, documentId, locale } = group;
    const planned = group.draft ?? group.published;
    if (!planned || (await this.#live(uid, documentId, locale, null))) return;
    this.#begun.add(groupKey(group));
    const raw = await documentData(this.strapi, uid, planned.record.fields, null);
    const checker = this.#checker(uid);
    const data = checker ? await checker.sanitizeCreateInput(raw) : raw;
    await this.#guarded(planned.record, async () => {
      const exists = await this.strapi.db.query(uid as never).findOne({ where: { documentId } } as never);
      if (exists) await this.#documents(uid).update({ documentId, data, ...localeOf(locale) });
      else await this.#documents(uid).create({ data: { ...data, documentId }, ...localeOf(locale) });
    });
  }

  async #fill(group: Group): Promise<void> {
    const { uid, draft, published } = group;
    if (!hasDrafts(this.strapi, uid)) {
      const planned = draft ?? published;
      if (planned) await this.#update(planned, null);
      return;
    }
    if (published) await this.#publish(group, published);
    if (draft) await this.#update(draft, 'draft');
  }

  async #publish(group: Group, planned: PlannedRecord): Promise<void> {
    const { uid, documentId, locale } = group;
    const draft = this.#begun.has(groupKey(group)) ? null : await this.#whole(group, 'draft');
    const live = await this.#whole(group, 'published');
    await this.#update(planned, 'published', live ?? {});
    await this.#guarded(planned.record, () =>
      this.#documents(uid).publish({ documentId, ...localeOf(locale) }),
    );
    // Publishing makes new rows.
    this.#rows.delete(`${uid} ${documentId}`);
    this.#begun.delete(groupKey(group));
    if (!draft || canonicalJson(draft) === canonicalJson(await this.#whole(group, 'draft'))) return;
    await this.#documents(uid).update({ documentId, data: draft, ...localeOf(locale) });
  }

  /** @param base What else is to be written, where the draft must not keep what it has */
  async #update(
    { record, action }: PlannedRecord,
    status: 'draft' | 'published' | null,
    base: Data = {},
  ): Promise<void> {
    const { contentType: uid, documentId, locale, fields } = record;
    const live = await this.#live(uid, documentId, locale, status);
    const entity = (await this.#live(uid, documentId, locale, status === null ? null : 'draft')) ?? {};
    const checker = this.#checker(uid);
    if (checker?.cannot.update(entity)) throw forbidden(uid, documentId);
    const said = await documentData(this.strapi, uid, fields, this.#resolver(record));
    const links = live && liveData(this.strapi, uid, live);
    if (action === 'link') {
      const full = attachLinks(this.strapi, uid, links ?? {}, said);
      for (const attribute of full)
        this.#note('link_place_taken', record, `its field ${attribute} points at another entry by now`);
    } else if (links) keepClaimed(this.strapi, uid, links, said);
    const raw = { ...base, ...keepAbsent(this.strapi, uid, links, said) };
    const data = checker ? await checker.sanitizeUpdateInput(entity)(raw) : raw;
    await this.#guarded(record, () => this.#documents(uid).update({ documentId, data, ...localeOf(locale) }));
  }

  #resolver(record: ReadableRecord): LinkResolver {
    const named = (link: ReadableLink) => ({
      ...link,
      documentId: this.identities.liveId(link.type, link.documentId),
    });
    const dangling = (link: ReadableLink) => {
      this.#note('link_dangling', record, `${link.documentId} of ${link.type} is not there`);
      return null;
    };
    return {
      row: async (link) => {
        const target = named(link);
        const { status: _, ...anyStatus } = target;
        return (await this.#rowId(target)) ?? (await this.#rowId(anyStatus)) ?? dangling(link);
      },
      relation: async (link) => {
        const { status: _, ...target } = named(link);
        if ((await this.#rowId(target)) === null) return dangling(link);
        return { documentId: target.documentId, ...localeOf(target.locale ?? null) };
      },
    };
  }

  async #rowId({ type, documentId, locale, status }: ReadableLink): Promise<number | null> {
    const isKnown = this.strapi.contentTypes[type as keyof typeof this.strapi.contentTypes] !== undefined;
    if (!isKnown || isOffLimits(type)) return null;
    const rows = this.#rows.get(`${type} ${documentId}`) ?? new Map<string, number | null>();
    this.#rows.set(`${type} ${documentId}`, rows);
    const key = `${locale ?? ''} ${status ?? ''}`;
    const known = rows.get(key);
    if (known !== undefined) return known;
    const publishedAt = status === 'published' ? { publishedAt: { $notNull: true } } : { publishedAt: null };
    const where = {
      documentId,
      ...(locale === undefined ? {} : { locale }),
      ...(status === undefined || !hasDrafts(this.strapi, type) ? {} : publishedAt),
    };
    const row = (await this.strapi.db.query(type as never).findOne({ select: ['id'], where } as never)) as {
      id: number;
    } | null;
    rows.set(key, row?.id ?? null);
    return row?.id ?? null;
  }

  async #live(
    uid: string,
    documentId: string,
    locale: string | null,
    status: 'draft' | 'published' | null,
  ): Promise<Data | null> {
    const populate = livePopulate(this.strapi, uid, { links: true });
    const params = { documentId, populate, ...localeOf(locale), ...(status === null ? {} : { status }) };
    return this.#documents(uid).findOne(params);
  }

  async #whole({ uid, documentId, locale }: Removed, status: 'draft' | 'published'): Promise<Data | null> {
    const live = await this.#live(uid, documentId, locale, status);
    return live && liveData(this.strapi, uid, live);
  }

  async #invalid(
    { contentType: uid, documentId, locale, status, fields }: ReadableRecord,
    action: PlannedRecord['action'],
  ) {
    try {
      const data = await documentData(this.strapi, uid, fields, null);
      const model = this.strapi.contentType(uid as never);
      // What is there already may hold the very values that must be unique.
      const isDraft = status === 'draft' || action !== 'create';
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
