import type { Knex } from 'knex';

import type { JobProgress } from '../../../../shared/contracts/jobs';
import type { ProjectRules } from '../../../../shared/contracts/projects';
import { etaSeconds } from '../eta-seconds';
import { FILE_UID, mediaOfRecord } from '../media/media-of-record';
import type { DescribedMedia } from '../media/media-of-record';
import type { MediaReader } from '../media/media-store';
import type {
  CommitResult,
  Manifest,
  ManifestType,
  Repository,
  SnapshotKind,
  SnapshotWriter,
  TreeEntry,
} from '../repository/repository';
import { EntryTable } from './entry-table';
import { MediaWriter } from './media-writer';
import { Notices } from './notices';
import type { ReadPlan, TypePlan } from './read-plan';
import { Reader } from './reader';
import { referenceMedia } from './reference-media';
import { hashInput, keyString, recordLine } from './record';
import type { Aside, Body } from './record';

export interface SnapshotRequest {
  id: string;
  project: string;
  kind: SnapshotKind;
  note: string | null;
  /** Snapshot of the same project whose blocks are referenced where nothing changed. */
  previous: Manifest | null;
  createdAt: string;
  pluginVersion: string;
  strapiVersion: string;
  settings: Record<string, unknown>;
  /** Of the project; null for everything. */
  rules?: ProjectRules | null;
  /** Media files to read again, whatever their rows say: all of them, or those with these keys. */
  reread: boolean | ReadonlySet<string>;
  /** So many bytes may be added to the storage; see `Repository.beginWrite`. */
  room?: number | null;
}

export interface SnapshotSource {
  /** Gives a connection that sees one instant, once there is one: the predecessor is read meanwhile. */
  open: () => Promise<Knex>;
  plan: ReadPlan;
  media: MediaReader;
}

export interface SnapshotOptions {
  signal?: AbortSignal;
  onProgress?: (progress: JobProgress) => void;
}

export interface SnapshotResult extends CommitResult {
  manifest: Manifest;
}

/** Plain bytes per block of records. Bigger compresses better (docs/format.md), a single record reads cheaper from smaller. */
const BLOCK_BYTES = 1024 * 1024;

/**
 * Reads a site and commits it as one snapshot. A record whose hash the previous snapshot holds is referenced, not
 * stored. Throws without leaving anything behind: nothing of a snapshot exists before its commit.
 */
export async function takeSnapshot(
  repository: Repository,
  source: SnapshotSource,
  request: SnapshotRequest,
  options: SnapshotOptions = {},
): Promise<SnapshotResult> {
  const writer = await repository.beginWrite({ signal: options.signal, room: request.room ?? null });
  try {
    return await new SnapshotTaker(repository, writer, source, request, options).run();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

interface SnapshotMedia {
  tree: Manifest['media'];
  problems: Manifest['problems'];
  notices: Manifest['notices'];
  /** Logical bytes. */
  bytes: number;
  /** Of a version. */
  unheldFiles?: number;
}

class SnapshotTaker {
  readonly #notices = new Notices();
  readonly #media: DescribedMedia[] = [];
  #pending: { line: string; table: EntryTable; at: number }[] = [];
  #pendingBytes = 0;
  #bytes = 0;
  #done = 0;
  #total = 0;
  readonly #startedAt = Date.now();

  constructor(
    private readonly repository: Repository,
    private readonly writer: SnapshotWriter,
    private readonly source: SnapshotSource,
    private readonly request: SnapshotRequest,
    private readonly options: SnapshotOptions,
  ) {}

  async run(): Promise<SnapshotResult> {
    const { plan } = this.source;
    const { signal } = this.options;
    const previous = await this.#readPrevious();
    const reader = new Reader(await this.source.open(), plan, { signal, notices: this.#notices });
    const tables: { type: TypePlan; table: EntryTable }[] = [];
    for (const type of plan.types) {
      const rows = await reader.count(type);
      this.#total += rows;
      tables.push({ type, table: new EntryTable(rows) });
    }
    const schema = await this.#storeSchema();
    const bytesOf = new Map<string, number>();
    for (const { type, table } of tables) {
      const before = this.#bytes;
      await this.#readType(reader, type, table, previous.get(type.uid));
      bytesOf.set(type.uid, this.#bytes - before);
      previous.delete(type.uid);
    }
    await this.#flush();
    const types: ManifestType[] = [];
    for (const { type, table } of tables)
      types.push({ ...(await this.#storeTree(type, table)), bytes: bytesOf.get(type.uid) });
    const media = await this.#storeMedia();
    const manifest = this.#manifest(schema, types, media);
    this.#report('writing', this.#total, this.#total);
    const committed = await this.writer.commit(manifest);
    return { ...committed, manifest };
  }

  async #storeSchema(): Promise<Manifest['schema']> {
    const text = Buffer.from(JSON.stringify(withoutScopes(this.source.plan)));
    const hash = this.repository.hash('plan', text);
    const previous = this.request.previous?.schema;
    if (previous?.hash === hash) return previous;
    return { hash, block: await this.writer.addBlock('schema', text) };
  }

  async #readType(
    reader: Reader,
    type: TypePlan,
    table: EntryTable,
    previous: EntryTable | undefined,
  ): Promise<void> {
    for await (const batch of reader.read(type)) {
      for (const record of batch) {
        const { line, hashed } = recordLine(record.key, record.bodyJson, record.asideJson);
        const key = keyString(record.key);
        const hash = this.repository.hash('record', hashInput(type.uid, hashed));
        const at = table.append({ key, hash, rowId: record.rowId, label: record.label });
        this.#bytes += Buffer.byteLength(line);
        const before = previous?.find(key, record.rowId) ?? null;
        const isKnown = before !== null && previous?.hashOf(before) === hash;
        if (isKnown) table.setBlock(at, previous.blockOf(before), previous.slotOf(before));
        else await this.#append(line, table, at);
        if (type.uid === FILE_UID) this.#noteMedia(record.key.documentId, record.bodyJson, record.asideJson);
      }
      this.#done += batch.length;
      this.#report('reading', this.#done, this.#total);
    }
  }

  async #readPrevious(): Promise<Map<string, EntryTable>> {
    const tables = new Map<string, EntryTable>();
    for (const { uid, tree } of this.request.previous?.types ?? []) {
      const table = new EntryTable(tree.entries);
      for await (const entry of this.repository.readTree(tree)) {
        table.setBlock(table.append(entry), entry.block, entry.slot);
      }
      table.sort();
      tables.set(uid, table);
    }
    return tables;
  }

  #noteMedia(documentId: string, bodyJson: string, asideJson: string): void {
    this.#media.push(
      ...mediaOfRecord(documentId, JSON.parse(bodyJson) as Body, JSON.parse(asideJson) as Aside),
    );
  }

  async #append(line: string, table: EntryTable, at: number): Promise<void> {
    this.#pending.push({ line, table, at });
    this.#pendingBytes += line.length;
    if (this.#pendingBytes >= BLOCK_BYTES) await this.#flush();
  }

  /** Entries learn their block only now: its id is drawn when it is stored. */
  async #flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    const text = pending.map(({ line }) => line).join('\n');
    const block = await this.writer.addBlock('records', Buffer.from(text));
    pending.forEach(({ table, at }, slot) => table.setBlock(at, block, slot));
  }

  async #storeTree(type: TypePlan, table: EntryTable): Promise<ManifestType> {
    table.sort();
    const previous = this.request.previous?.types.find(({ uid }) => uid === type.uid);
    const counting = new DocumentCount();
    const tree = await this.writer.addTree(counting.of(table.entries()), previous?.tree);
    return { uid: type.uid, part: type.part, tree, documents: counting.documents };
  }

  async #storeMedia(): Promise<SnapshotMedia> {
    const { previous } = this.request;
    if (this.request.kind !== 'version') return this.#storeFiles();
    const { entries, unheld, unheldFiles } = await referenceMedia(
      this.repository,
      this.#media,
      previous?.media,
    );
    const tree = await this.writer.addTree(entries, previous?.media);
    return { tree, problems: [], notices: unheld, bytes: 0, unheldFiles };
  }

  async #storeFiles(): Promise<SnapshotMedia> {
    const media = new MediaWriter(this.repository, this.writer, this.source.media, {
      signal: this.options.signal,
      reread: this.request.reread,
      onProgress: (done, total, bytes) => this.#report('media', done, total, bytes),
    });
    const previous = this.request.previous?.media;
    const result = await media.store(this.#media, previous);
    const tree = await this.writer.addTree(result.entries, previous);
    return { ...result, tree, notices: [] };
  }

  #manifest(schema: Manifest['schema'], types: ManifestType[], media: SnapshotMedia): Manifest {
    const { request } = this;
    return {
      format: 1,
      id: request.id,
      project: request.project,
      kind: request.kind,
      state: media.problems.length > 0 ? 'partial' : 'succeeded',
      note: request.note,
      createdAt: request.createdAt,
      finishedAt: new Date().toISOString(),
      counts: {
        documents: types.reduce((sum, type) => sum + type.documents, 0),
        records: types.reduce((sum, type) => sum + type.tree.entries, 0),
        files: types.find((type) => type.uid === FILE_UID)?.documents ?? 0,
        bytes: this.#bytes + media.bytes,
      },
      parent: request.previous?.id ?? null,
      plugin: request.pluginVersion,
      strapi: request.strapiVersion,
      client: this.source.plan.client,
      schema,
      types,
      media: media.tree,
      settings: request.settings,
      ...(request.rules ? { rules: request.rules } : {}),
      problems: media.problems,
      notices: [...this.#notices.list(), ...media.notices],
      ...(media.unheldFiles === undefined ? {} : { unheldFiles: media.unheldFiles }),
    };
  }

  #report(phase: string, done: number, total: number, bytes = this.#bytes): void {
    const eta = etaSeconds(this.#startedAt, done, total);
    this.options.onProgress?.({ phase, done, total, bytes, etaSeconds: eta, message: '' });
  }
}

/** How rows were chosen is said by the rules, not by the schema. */
function withoutScopes(plan: ReadPlan): ReadPlan {
  const types = plan.types.map(({ scope: _scope, shared: _shared, ...type }) => type);
  return { ...plan, types };
}

/** Counts the documents of entries that pass in key order, in which the rows of one document are neighbours. */
class DocumentCount {
  documents = 0;
  #last = '';

  *of(entries: Iterable<TreeEntry>): Generator<TreeEntry> {
    for (const entry of entries) {
      const documentId = entry.key.slice(0, entry.key.indexOf('\t'));
      if (this.documents === 0 || documentId !== this.#last) this.documents += 1;
      this.#last = documentId;
      yield entry;
    }
  }
}
