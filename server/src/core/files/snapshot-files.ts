import { createHash } from 'node:crypto';

import type { Problem } from '../../../../shared/contracts/errors';
import type { CsvDialect } from '../formats/csv-settings';
import { FILE_UID } from '../media/media-of-record';
import type { Manifest, SnapshotReader, SnapshotEntry, TreeEntry } from '../repository/repository';
import { snapshotEntryOf } from '../repository/manifest';
import { readSnapshotPlan } from '../restore/plan-restore';
import type { ReadPlan, TypePlan } from '../snapshot/read-plan';
import { mediaPaths } from './media-paths';
import { readableRecord } from './readable-record';
import type { LeavesOut } from './readable-record';
import { safePart } from './safe-names';
import { readStoredRecords } from './stored-records';

/** The format that `manifest.json` names, with its version. */
export const FILES_FORMAT = 'keepsake files 1';
export const MANIFEST_NAME = 'manifest.json';

/** One file to write. Its content is read to the end before the next file is asked for. */
export interface ReadableFile {
  path: string;
  /** Packed already, so that deflating it again would only take time. */
  isCompressed: boolean;
  content: AsyncIterable<Buffer>;
}

/** What `manifest.json` says. */
export interface FilesManifest {
  format: typeof FILES_FORMAT;
  snapshot: SnapshotEntry;
  strapi: string;
  plugin: string;
  files: ListedFile[];
  /** Of an export as CSV: how its files of records are written. */
  csv?: CsvDialect;
  /** What the snapshot has and these files do not, and what the snapshot itself lacks. */
  missing: Problem[];
}

export interface ListedFile {
  path: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** Of a file of records. */
  contentType?: string;
  records?: number;
}

export interface FilesOptions {
  /** `ndjson`: a record per line. `json`: one list of them. */
  records: 'json' | 'ndjson';
  /** Everything there is, with what lies beside a record and every size of a picture. */
  complete: boolean;
  /** Content types that are not written, with the reason. */
  leavesOutType?: (type: TypePlan) => Problem | null;
  leavesOut?: LeavesOut;
  signal?: AbortSignal;
  onFile?: (written: number) => void;
}

/**
 * A snapshot as files that people can read: one per content type, the media in their folders, and at the end
 * `manifest.json` with the SHA-256 of each. Streams: one block of records or one chunk of a file is in memory at a time.
 */
export async function* snapshotFiles(
  repository: SnapshotReader,
  manifest: Manifest,
  options: FilesOptions,
): AsyncGenerator<ReadableFile> {
  yield* new FilesWriter(repository, manifest, options).files();
}

class FilesWriter {
  readonly #listed: ListedFile[] = [];
  readonly #missing: Problem[] = [];
  readonly #leftOut = new Set<string>();
  #paths = new Map<string, string>();
  /** Media whose bytes the snapshot has. */
  #contents = new Map<string, TreeEntry>();

  constructor(
    private readonly repository: SnapshotReader,
    private readonly manifest: Manifest,
    private readonly options: FilesOptions,
  ) {}

  async *files(): AsyncGenerator<ReadableFile> {
    const { repository, manifest, options } = this;
    const plan = await readSnapshotPlan(repository, manifest);
    this.#paths = await mediaPaths(repository, manifest, { formats: options.complete });
    for await (const entry of repository.readTree(manifest.media)) this.#contents.set(entry.key, entry);
    this.#missing.push(...manifest.problems);
    for (const { uid, tree } of manifest.types) {
      const type = plan.types.find((one) => one.uid === uid);
      const reason = type && options.leavesOutType?.(type);
      if (reason) this.#missing.push(reason);
      else if (type && tree.entries > 0) yield* this.#recordFile(plan, type);
    }
    for (const [key, path] of this.#paths) yield* this.#mediaFile(key, path);
    yield { path: MANIFEST_NAME, isCompressed: false, content: one(this.#manifestText()) };
  }

  *#recordFile(plan: ReadPlan, type: TypePlan): Generator<ReadableFile> {
    const path = `content/${safePart(type.uid.replace('::', '.'))}.${this.options.records}`;
    const file: ListedFile = { path, bytes: 0, sha256: '', contentType: type.uid, records: 0 };
    yield { path, isCompressed: false, content: this.#summed(file, this.#records(plan, type, file)) };
  }

  async *#records(plan: ReadPlan, type: TypePlan, file: ListedFile): AsyncGenerator<Buffer> {
    const { repository, manifest, options } = this;
    const isList = options.records === 'json';
    let text = isList ? '[\n' : '';
    let count = 0;
    for await (const record of readStoredRecords(repository, manifest, type.uid)) {
      options.signal?.throwIfAborted();
      const readable = readableRecord(plan, type, record, this.#leavesOut);
      if (type.uid === FILE_UID) readable.file = this.#pathOf(`${record.key.documentId}/`);
      if (options.complete) readable.beside = record.aside;
      text += `${isList && count > 0 ? ',\n' : ''}${JSON.stringify(readable)}${isList ? '' : '\n'}`;
      count += 1;
      if (text.length < TEXT_CHARACTERS) continue;
      yield Buffer.from(text);
      text = '';
    }
    file.records = count;
    yield Buffer.from(`${text}${isList ? '\n]\n' : ''}`);
  }

  readonly #leavesOut: LeavesOut = (uid, attribute) => {
    if (!this.options.leavesOut?.(uid, attribute)) return false;
    const item = `${uid}.${attribute}`;
    if (this.#leftOut.has(item)) return true;
    this.#leftOut.add(item);
    this.#missing.push({ code: 'field_left_out', message: `The field ${attribute} of ${uid}.`, item });
    return true;
  };

  #pathOf(key: string): string | null {
    return this.#contents.has(key) ? (this.#paths.get(key) ?? null) : null;
  }

  *#mediaFile(key: string, path: string): Generator<ReadableFile> {
    const content = this.#contents.get(key)?.file;
    if (!content) return;
    const file: ListedFile = { path, bytes: 0, sha256: '' };
    yield { path, isCompressed: true, content: this.#summed(file, this.#chunks(content.blocks)) };
  }

  async *#chunks(blocks: string[]): AsyncGenerator<Buffer> {
    for (const block of blocks) {
      this.options.signal?.throwIfAborted();
      yield await this.repository.readBlock(block, 'chunk');
    }
  }

  /** Lists the file once its last byte has passed. */
  async *#summed(file: ListedFile, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const sha256 = createHash('sha256');
    for await (const part of content) {
      sha256.update(part);
      file.bytes += part.length;
      yield part;
    }
    file.sha256 = sha256.digest('hex');
    this.#listed.push(file);
    this.options.onFile?.(this.#listed.length);
  }

  #manifestText(): Buffer {
    const { manifest } = this;
    const text: FilesManifest = {
      format: FILES_FORMAT,
      snapshot: snapshotEntryOf(manifest),
      strapi: manifest.strapi,
      plugin: manifest.plugin,
      files: this.#listed,
      missing: this.#missing,
    };
    return Buffer.from(`${JSON.stringify(text, null, 1)}\n`);
  }
}

/** Characters of records that are handed on at once. */
const TEXT_CHARACTERS = 256 * 1024;

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
