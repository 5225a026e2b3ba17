import { createHash } from 'node:crypto';

import { FILE_UID } from '../media/media-of-record';
import { ANNEX_PLACES, annexRows } from './annexes';
import type { AnnexRow } from './annexes';
import { describeSchema } from './describe-schema';
import type { ExportMedia, ExportedFile } from './export-media';
import type { ExportRequest } from './export-request';
import type { ExportedRecord } from './project-record';
import type { RecordSource } from './record-source';
import { textParts } from './text-parts';

export const EXPORT_FORMAT = 'keepsake export 1';

/** Bytes that base64 writes as one group of characters. */
const BASE64_GROUP = 3;

/**
 * One JSON document: what it is, the schema, the records of each content type, and at its end the SHA-256 of each list.
 * A sum covers the records in their compact form, each followed by a line feed, so that it holds however the document
 * is printed.
 */
export function writeJson(
  source: RecordSource,
  media: ExportMedia,
  request: ExportRequest,
  minify: boolean,
): AsyncGenerator<Buffer> {
  return textParts(new JsonWriter(source, media, request, minify).texts());
}

class JsonWriter {
  readonly #sums: Record<string, { records: number; sha256: string }> = {};
  readonly #files: ExportedFile[] = [];
  readonly #step: string;
  readonly #line: string;
  readonly #colon: string;

  constructor(
    private readonly source: RecordSource,
    private readonly media: ExportMedia,
    private readonly request: ExportRequest,
    private readonly minify: boolean,
  ) {
    this.#step = minify ? '' : '  ';
    this.#line = minify ? '' : '\n';
    this.#colon = minify ? ':' : ': ';
  }

  async *texts(): AsyncGenerator<string> {
    const { head, types, assets, missing } = this.request;
    const schema = describeSchema(types);
    yield `{${this.#members({ format: EXPORT_FORMAT, ...head, schema, missing }, 1)},`;
    yield `${this.#break(1)}"content"${this.#colon}{`;
    // With its files the library comes after all that speaks of it.
    const lists = types.filter(({ uid }) => uid !== FILE_UID || assets === 'none');
    for (const [at, type] of lists.entries()) {
      yield at > 0 ? ',' : '';
      yield* this.#list(2, type.uid, this.#recordsOf(type));
    }
    if (assets !== 'none') {
      yield lists.length > 0 ? ',' : '';
      yield* this.#list(2, FILE_UID, this.#entries());
    }
    yield `${this.#break(1)}}`;
    // Sums and counts of a part would not be those of the file.
    if (this.request.sample !== undefined) return;
    if (assets !== 'none') yield* this.#assets();
    yield* this.#annexes();
    const { counts } = this.source;
    const { problems } = this.media;
    yield `,${this.#members({ checksums: this.#sums, counts, problems }, 1)}${this.#line}}\n`;
  }

  async *#recordsOf(type: ExportRequest['types'][number]): AsyncGenerator<ExportedRecord> {
    for await (const batch of this.source.records(type)) yield* batch;
  }

  /** `history` with its lists, and `versions`. */
  async *#annexes(): AsyncGenerator<string> {
    const { annexes } = this.request;
    const grouped = annexes.filter(({ name }) => ANNEX_PLACES[name].group === 'history');
    for (const [at, annex] of grouped.entries()) {
      yield at > 0 ? ',' : `,${this.#break(1)}"history"${this.#colon}{`;
      yield* this.#list(2, annex.name, annexRows(annex), `history.${annex.name}`);
    }
    if (grouped.length > 0) yield `${this.#break(1)}}`;
    for (const annex of annexes.filter((one) => !grouped.includes(one))) {
      yield ',';
      yield* this.#list(1, annex.name, annexRows(annex));
    }
  }

  async *#list(
    depth: number,
    name: string,
    records: AsyncIterable<ExportedRecord | AnnexRow>,
    sum = name,
  ): AsyncGenerator<string> {
    const sha256 = createHash('sha256');
    let count = 0;
    yield `${this.#break(depth)}${JSON.stringify(name)}${this.#colon}[`;
    for await (const record of records) {
      const compact = JSON.stringify(record);
      sha256.update(compact).update('\n');
      yield `${count > 0 ? ',' : ''}${this.#break(depth + 1)}${this.#print(record, depth + 1, compact)}`;
      count += 1;
    }
    yield `${count > 0 ? this.#break(depth) : ''}]`;
    this.#sums[sum] = { records: count, sha256: sha256.digest('hex') };
  }

  async *#entries(): AsyncGenerator<ExportedRecord> {
    for await (const entry of this.media.entries()) {
      if (entry.path !== null) this.#files.push(entry);
      yield entry.record;
    }
  }

  /** Each file with its bytes in base64. */
  async *#assets(): AsyncGenerator<string> {
    const files = this.#files;
    yield `,${this.#break(1)}"assets"${this.#colon}[`;
    for (const [at, { file, path }] of files.entries()) {
      yield `${at > 0 ? ',' : ''}${this.#break(2)}{`;
      yield this.#members({ path, documentId: file.documentId, mime: file.mime }, 3);
      yield `,${this.#break(3)}"base64"${this.#colon}"`;
      const sha256 = createHash('sha256');
      let bytes = 0;
      for await (const part of inGroups(this.media.bytes(file))) {
        sha256.update(part);
        bytes += part.length;
        yield part.toString('base64');
      }
      yield `",${this.#members({ bytes, sha256: sha256.digest('hex') }, 3)}${this.#break(2)}}`;
    }
    yield `${files.length > 0 ? this.#break(1) : ''}]`;
  }

  #break(depth: number): string {
    return this.#line + this.#step.repeat(depth);
  }

  #members(members: Record<string, unknown>, depth: number): string {
    return Object.entries(members)
      .map(([name, value]) => {
        return `${this.#break(depth)}${JSON.stringify(name)}${this.#colon}${this.#print(value, depth)}`;
      })
      .join(',');
  }

  #print(value: unknown, depth: number, compact?: string): string {
    if (this.minify) return compact ?? JSON.stringify(value);
    // A line feed of the printed text is one of the layout: within strings they are escaped.
    return JSON.stringify(value, null, this.#step).replaceAll('\n', this.#break(depth));
  }
}

/** Parts of whole groups, which base64 can be written of one after the other. */
async function* inGroups(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const part of parts) {
    const joined = rest.length > 0 ? Buffer.concat([rest, part]) : part;
    const whole = joined.length - (joined.length % BASE64_GROUP);
    if (whole > 0) yield joined.subarray(0, whole);
    rest = Buffer.from(joined.subarray(whole));
  }
  if (rest.length > 0) yield rest;
}

/** A record per line and nothing else: what `import`, jq and databases read as it comes. */
export function writeNdjson(
  source: RecordSource,
  media: ExportMedia,
  request: ExportRequest,
): AsyncGenerator<Buffer> {
  return textParts(ndjsonLines(source, media, request));
}

async function* ndjsonLines(
  source: RecordSource,
  media: ExportMedia,
  { types, assets }: ExportRequest,
): AsyncGenerator<string> {
  for (const type of types) {
    if (type.uid === FILE_UID && assets !== 'none') continue;
    for await (const batch of source.records(type))
      for (const record of batch) yield `${JSON.stringify(record)}\n`;
  }
  for await (const { record } of media.entries()) yield `${JSON.stringify(record)}\n`;
}
