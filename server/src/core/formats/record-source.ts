import type { Knex } from 'knex';

import type { JobProgress } from '../../../../shared/contracts/jobs';
import { etaSeconds } from '../eta-seconds';
import { FILE_UID } from '../media/media-of-record';
import type { MediaReader } from '../media/media-store';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';
import { Reader } from '../snapshot/reader';
import type { ReadFilter, ReadRecord } from '../snapshot/reader';
import type { Aside, Body } from '../snapshot/record';
import type { ExportCounts, ExportRequest } from './export-request';
import type { ExportType } from './export-schema';
import { MentionedFiles } from './mentioned-files';
import { LinkPopulator } from './populate-links';
import { projectRecord } from './project-record';
import type { ExportedLink, ExportedRecord } from './project-record';
import { grantedRows, rowFields } from './row-fields';

export interface ExportSource {
  /** A connection that sees one instant. */
  db: Knex;
  plan: ReadPlan;
  media: MediaReader;
}

export interface ExportOptions {
  signal?: AbortSignal;
  onProgress?: (progress: JobProgress) => void;
}

/** Rows per batch: a record is in memory as text, as an object and as text again. 1000 of them took 50 MB more. */
const BATCH = 250;
/** While links are populated: each brings others along. */
const POPULATED_BATCH = 100;

/** What an export is made of: the records of each chosen type, as the request and its rights leave them. */
export class RecordSource {
  readonly counts: ExportCounts = { documents: 0, records: 0, files: 0 };
  /** Files of the library that the records so far link to or speak of. */
  readonly mentioned = new MentionedFiles();
  readonly #reader: Reader;
  readonly #populator: LinkPopulator | null;
  readonly #startedAt = Date.now();
  #done = 0;
  #total = 0;
  #bytes = 0;

  constructor(
    private readonly source: ExportSource,
    private readonly request: ExportRequest,
    private readonly options: ExportOptions = {},
  ) {
    const { signal } = options;
    const batchSize = Math.min(request.populate > 0 ? POPULATED_BATCH : BATCH, request.sample ?? BATCH);
    this.#reader = new Reader(source.db, source.plan, { signal, batchSize });
    this.#populator =
      request.populate > 0 ? new LinkPopulator(this.#reader, source.plan, request.targets) : null;
  }

  /** Looks how much there is, so that progress has an end. */
  async begin(): Promise<void> {
    for (const type of this.request.types) this.#total += await this.count(type);
  }

  /** Rows of a type that will come. */
  count(type: ExportType): Promise<number> {
    return this.#reader.count(this.planOf(type.uid), this.#filter(type));
  }

  /** Documents that those rows belong to. */
  countDocuments(type: ExportType): Promise<number> {
    return this.#reader.countDocuments(this.planOf(type.uid), this.#filter(type));
  }

  /** A query for the ids of those rows. */
  rowIds(type: ExportType): Knex.QueryBuilder {
    return this.#reader.rowIds(this.planOf(type.uid), this.#filter(type));
  }

  planOf(uid: string): TypePlan {
    const plan = this.source.plan.types.find((type) => type.uid === uid);
    if (!plan) throw new Error(`The read plan has no ${uid}.`);
    return plan;
  }

  /**
   * Batches of records in the order of their rows. Reading a type `again` is neither counted nor reported again; what
   * looks at no link can leave them as they are.
   */
  async *records(
    type: ExportType,
    { again = false, populates = true } = {},
  ): AsyncGenerator<ExportedRecord[]> {
    const plan = this.planOf(type.uid);
    const filter = this.#filter(type);
    const fieldsOf = rowFields(type);
    if (!again && this.request.sample === undefined)
      this.counts.documents += await this.#reader.countDocuments(plan, filter);
    let left = this.request.sample ?? Infinity;
    for await (const batch of this.#reader.read(plan, filter)) {
      const records: ExportedRecord[] = [];
      const links: ExportedLink[] = [];
      for (const row of batch) {
        const fields = fieldsOf(row.rowId);
        if (!fields || left === 0) continue;
        left -= 1;
        const body = JSON.parse(row.bodyJson) as Body;
        const record = projectRecord(type.uid, fields, row.key, body, (link) => void links.push(link));
        if (type.uid === FILE_UID) record.url = urlOf(row);
        records.push(record);
      }
      if (this.request.assets === 'linked') this.mentioned.add(records, links);
      if (this.#populator && populates) await this.#populator.populate(links, this.request.populate);
      if (!again) this.#count(records.length, batch);
      yield records;
      if (left === 0) return;
    }
  }

  /** Rows of a type as they are stored, whatever the request chose: folders, files of the library. */
  async *stored(uid: string, filter: Pick<ReadFilter, 'documentIds'> = {}): AsyncGenerator<ReadRecord> {
    for await (const batch of this.#reader.read(this.planOf(uid), filter)) yield* batch;
  }

  get media(): MediaReader {
    return this.source.media;
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  reportMedia(done: number, total: number, bytes: number): void {
    const etaSeconds = null;
    this.options.onProgress?.({ phase: 'media', done, total, bytes, etaSeconds, message: '' });
  }

  #filter(type: ExportType): ReadFilter {
    const rowIds = grantedRows(type);
    const { documentIds, locales, status } = this.request.filter;
    return {
      ...(documentIds ? { documentIds } : {}),
      ...(locales ? { locales } : {}),
      ...(status ? { status } : {}),
      ...(rowIds ? { rowIds } : {}),
    };
  }

  #count(records: number, batch: ReadRecord[]): void {
    this.counts.records += records;
    this.#done += batch.length;
    for (const { bodyJson } of batch) this.#bytes += bodyJson.length;
    this.options.onProgress?.({
      phase: 'reading',
      done: this.#done,
      total: this.#total,
      bytes: this.#bytes,
      etaSeconds: etaSeconds(this.#startedAt, this.#done, this.#total),
      message: '',
    });
  }
}

export function urlOf(row: Pick<ReadRecord, 'asideJson'>): string {
  const aside = JSON.parse(row.asideJson) as Aside;
  return typeof aside.values?.url === 'string' ? aside.values.url : '';
}
