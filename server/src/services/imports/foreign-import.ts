import { createHash } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { ImportPlan } from '../../../../shared/contracts/imports';
import type { Problem } from '../../../../shared/contracts/errors';
import type { RestorePlanItem, RestoreSelection } from '../../../../shared/contracts/restores';
import type { Backup } from '../../../../shared/contracts/backups';
import { KeepsakeError } from '../../core/errors';
import type { ReadableRecord } from '../../core/files/readable-record';
import { FILE_UID, FOLDER_UID } from '../../core/media/media-of-record';
import type { JobContext } from '../jobs/job-kinds';
import type { HeldLock } from '../jobs/lock-service';
import { pluginService } from '../plugin-service';
import type { RestoreOutcome } from '../restores/restore-service';
import { ContentWriter } from './content-writer';
import type { ForeignFile } from './foreign-file';
import type { ImportRequest, OpenedImport } from './import-service';
import type { Importer } from './importer';
import { MediaImporter } from './media-importer';
import { typeRule } from './type-rules';

/** Items and files that a preview names. */
const MOST_ITEMS = 500;

/**
 * Brings in what nothing vouches for. Each record goes through Strapi's document service: its validation, its
 * lifecycles, and before it the content rights of who imports. Content is written in one transaction; library files,
 * which cannot be, are uploaded before it and removed again when it fails.
 */
export function createForeignImport(
  strapi: Core.Strapi,
  file: ForeignFile,
  importer: Importer,
): OpenedImport {
  return {
    plan: async (selection) => (await new ForeignPlanner(strapi, file, importer, selection).run()).plan,

    start(request) {
      const job = {
        type: 'restore' as const,
        project: file.project,
        backupId: null,
        startedBy: request.startedBy,
      };
      return pluginService(strapi, 'jobs').start(job, (context) =>
        pluginService(strapi, 'locks').hold((lock) => run(request, context, lock)),
      );
    },

    close: () => file.close(),
  };

  async function run(request: ImportRequest, context: JobContext, lock: HeldLock): Promise<RestoreOutcome> {
    const planned = await new ForeignPlanner(strapi, file, importer, request.selection).run();
    const { plan } = planned;
    const [blocker] = plan.blockers;
    if (blocker) {
      const hint = 'Nothing was changed. Choose what to import so that this is left out.';
      throw new KeepsakeError(blocker.code, blocker.message, { item: blocker.item, hint });
    }
    if (request.fingerprint !== null && request.fingerprint !== plan.fingerprint) throw stale();
    const { create, update, delete: removed, files } = plan.counts;
    if (create + update + removed + files === 0) return { plan, safetyBackup: null, problems: plan.problems };
    const safetyBackup = request.safety ? await makeSafetyBackup(request, context, lock) : null;
    const problems = await write(planned, context, lock);
    await strapi.eventHub.emit('keepsake.restored', {
      backupId: null,
      safetyBackupId: safetyBackup?.documentId ?? null,
      counts: plan.counts,
    });
    return { plan, safetyBackup, problems: [...plan.problems, ...problems] };
  }

  async function makeSafetyBackup(
    request: ImportRequest,
    context: JobContext,
    lock: HeldLock,
  ): Promise<Backup> {
    const { backup } = await pluginService(strapi, 'backups').take(
      { project: 'site', kind: 'safety', note: 'Before an import', author: request.startedBy },
      {
        lock,
        signal: context.signal,
        onProgress: (progress) => context.progress({ ...progress, phase: 'safety' }),
      },
    );
    await context.set({ safetyBackupId: backup.documentId });
    return backup;
  }

  async function inTransaction(writer: ContentWriter, planned: Planned, context: JobContext): Promise<void> {
    const loud = await context.quiet();
    try {
      await strapi.db.transaction(() => writer.write(planned.records, planned.removed, context.signal));
    } finally {
      loud();
    }
  }

  async function write(planned: Planned, context: JobContext, lock: HeldLock): Promise<Problem[]> {
    const media = new MediaImporter(strapi, file, importer);
    try {
      for (const record of planned.media) {
        context.signal.throwIfAborted();
        await media.add(record);
      }
      await lock.assertHeld();
      const writer = new ContentWriter(strapi, importer);
      await pluginService(strapi, 'closure').during(context.documentId, () =>
        lock.withoutRenewal(() => inTransaction(writer, planned, context)),
      );
      return [...media.problems, ...writer.problems()];
    } catch (error) {
      await media.undo();
      throw error;
    }
  }
}

export interface PlannedRecord {
  record: ReadableRecord;
  action: 'create' | 'update';
}

interface Planned {
  plan: ImportPlan;
  records: PlannedRecord[];
  /** Library entries whose bytes are to be uploaded. */
  media: ReadableRecord[];
  removed: { uid: string; documentId: string; locale: string | null }[];
}

interface Counts {
  create: number;
  update: number;
  delete: number;
  unchanged: number;
}

class ForeignPlanner {
  readonly #types = new Map<string, Counts>();
  readonly #items: RestorePlanItem[] = [];
  readonly #problems = new Map<string, Problem>();
  readonly #blockers = new Map<string, Problem>();
  readonly #records: PlannedRecord[] = [];
  readonly #media: ReadableRecord[] = [];
  readonly #removed: Planned['removed'] = [];
  readonly #fingerprint = createHash('sha256');
  readonly #live = new Map<string, Map<string, string>>();
  #codes: string[] | null = null;
  readonly #seen = new Map<string, Set<string>>();

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly file: ForeignFile,
    private readonly importer: Importer,
    private readonly selection: RestoreSelection,
  ) {}

  async run(): Promise<Planned> {
    const { fields, withInverse } = this.selection;
    if (fields?.length || withInverse) throw needsOwnBackup(fields?.length ? 'fields' : 'withInverse');
    this.#fingerprint.update(JSON.stringify([this.file.id, this.selection]));
    for await (const record of this.file.records()) {
      if (this.#isChosen(record)) await this.#see(record);
    }
    if (this.selection.mode === 'mirror') this.#planRemovals();
    const writer = new ContentWriter(this.strapi, this.importer);
    for (const blocker of await writer.check(this.#records, this.#removed)) this.#block(blocker);
    return {
      plan: this.#plan(),
      records: this.#records,
      media: this.#media,
      removed: this.#removed,
    };
  }

  #isChosen({ contentType, documentId, locale, status }: ReadableRecord): boolean {
    const { contentTypes, documentIds, locales, status: wanted } = this.selection;
    const companion = contentType === FILE_UID && (contentTypes ?? documentIds) !== undefined;
    if (companion) return true;
    if (contentTypes?.length && !contentTypes.includes(contentType)) return false;
    if (documentIds?.length && !documentIds.includes(documentId)) return false;
    if (locales?.length && locale !== null && !locales.includes(locale)) return false;
    return !wanted || status === null || status === wanted;
  }

  async #see(record: ReadableRecord): Promise<void> {
    const { contentType: uid } = record;
    const rule = typeRule(this.strapi, uid, this.importer, this.selection);
    if (rule.kind === 'passed') return;
    if (rule.kind === 'refused') this.#note(rule.problem);
    else if (rule.kind === 'blocked') this.#block(rule.problem);
    else if (uid === FOLDER_UID) this.#note(foldersLeft());
    else if (uid === FILE_UID) await this.#seeFile(record);
    else await this.#seeContent(record);
  }

  async #seeFile(record: ReadableRecord): Promise<void> {
    const live = await this.#liveKeys(FILE_UID);
    if (live.has(keyOf(record))) {
      this.#count(FILE_UID).unchanged += 1;
      return;
    }
    if (!record.file || this.file.media(record.file) === null) {
      this.#note(noBytes(record));
      return;
    }
    this.#media.push(record);
    this.#count(FILE_UID).create += 1;
    this.#item('create', record);
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
    const counts = this.#count(uid);
    if (live.has(key) && this.selection.mode === 'skip') {
      counts.unchanged += 1;
      return;
    }
    const action = live.has(key) ? 'update' : 'create';
    counts[action] += 1;
    this.#records.push({ record, action });
    this.#item(action, record);
  }

  /** Documents of the types in the file that the file does not have, by locale. */
  #planRemovals(): void {
    for (const [uid, seen] of this.#seen) {
      const kept = new Set([...seen].map((key) => key.split('\t').slice(0, 2).join('\t')));
      const gone = new Set<string>();
      for (const key of this.#live.get(uid)?.keys() ?? []) {
        const [documentId = '', locale = ''] = key.split('\t');
        const document = `${documentId}\t${locale}`;
        const record = { contentType: uid, documentId, locale: locale || null, status: null, fields: {} };
        if (kept.has(document) || gone.has(document) || !this.#isChosen(record)) continue;
        gone.add(document);
        this.#removed.push({ uid, documentId, locale: locale || null });
        this.#count(uid).delete += 1;
        this.#item('delete', record);
      }
    }
  }

  /** Key and time of change of every row of a type. */
  async #liveKeys(uid: string): Promise<Map<string, string>> {
    const known = this.#live.get(uid);
    if (known) return known;
    const hasDrafts =
      this.strapi.contentTypes[uid as keyof typeof this.strapi.contentTypes]?.options?.draftAndPublish ===
      true;
    const rows = (await this.strapi.db.query(uid as never).findMany({
      select: ['documentId', 'locale', 'publishedAt', 'updatedAt'],
      orderBy: { id: 'asc' },
    } as never)) as unknown as LiveRow[];
    const keys = new Map<string, string>();
    for (const { documentId, locale, publishedAt, updatedAt } of rows) {
      const status = hasDrafts ? (publishedAt ? 'published' : 'draft') : null;
      const key = keyOf({ documentId, locale: locale || null, status });
      keys.set(key, String(updatedAt));
      this.#fingerprint.update(`${uid} ${key} ${String(updatedAt)}\n`);
    }
    this.#live.set(uid, keys);
    return keys;
  }

  async #locales(): Promise<string[]> {
    const i18n = this.strapi.plugin('i18n')?.service('locales') as unknown as
      { find(): Promise<{ code: string }[]> } | undefined;
    this.#codes ??= ((await i18n?.find()) ?? []).map(({ code }) => code);
    return this.#codes;
  }

  #count(uid: string): Counts {
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
        links: 0,
      },
      types,
      items: this.#items.slice(0, MOST_ITEMS),
      files: this.#media
        .slice(0, MOST_ITEMS)
        .map(({ file }) => ({ name: file?.split('/').at(-1) ?? '', state: 'missing' as const })),
      truncated: this.#items.length > MOST_ITEMS || this.#media.length > MOST_ITEMS,
      problems: [...this.#problems.values()],
      blockers: [...this.#blockers.values()],
    };
  }
}

interface LiveRow {
  documentId: string;
  locale: string | null;
  publishedAt: unknown;
  updatedAt: unknown;
}

export function keyOf({
  documentId,
  locale,
  status,
}: Pick<ReadableRecord, 'documentId' | 'locale' | 'status'>) {
  return `${documentId}\t${locale ?? ''}\t${status ?? ''}`;
}

function foldersLeft(): Problem {
  return {
    code: 'folders_left_out',
    message: 'The folders of the library are not made anew: new files come into its root.',
    item: FOLDER_UID,
  };
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

function stale(): KeepsakeError {
  return new KeepsakeError(
    'plan_stale',
    'The content changed after the preview was made. Nothing was imported.',
    {
      hint: 'Look at the preview again, then import.',
    },
  );
}

function needsOwnBackup(option: string): KeepsakeError {
  return new KeepsakeError(
    'selection_unsupported',
    `A file from elsewhere cannot be imported with ${option}.`,
    {
      hint: 'Leave it out. Fields and links of others can be chosen for a backup of this site only.',
      item: option,
    },
  );
}
