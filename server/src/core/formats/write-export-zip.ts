import type { ReadableFile } from '../files/snapshot-files';
import { FILES_FORMAT } from '../files/snapshot-files';
import { safePart } from '../files/safe-names';
import { FILE_UID } from '../media/media-of-record';
import type { SnapshotEntry } from '../repository/repository';
import { ANNEX_PLACES, annexRows } from './annexes';
import { describeSchema } from './describe-schema';
import type { ExportMedia, ExportedFile } from './export-media';
import type { ExportRequest } from './export-request';
import { FileList } from './file-list';
import type { ExportedRecord } from './project-record';
import type { RecordSource } from './record-source';
import { textParts } from './text-parts';

/**
 * The files of an export as ZIP: the layout and the manifest of a readable backup, so that `import` takes it. A file of
 * records per content type, the media in the folders of the library.
 */
export class ZipWriter {
  readonly #files: ExportedFile[] = [];

  constructor(
    private readonly source: RecordSource,
    private readonly media: ExportMedia,
    private readonly request: ExportRequest,
    private readonly format: { records: 'json' | 'ndjson'; minify: boolean },
  ) {}

  async *files(): AsyncGenerator<ReadableFile> {
    const list = new FileList();
    const { types, assets } = this.request;
    for (const type of types) {
      if (type.uid === FILE_UID && assets !== 'none') continue;
      yield this.#records(list, type.uid, this.source.records(type));
    }
    if (assets !== 'none') {
      yield this.#records(list, FILE_UID, this.#entries());
      for (const { file, path } of this.#files)
        if (path !== null) yield list.add({ path, isCompressed: true, content: this.media.bytes(file) });
    }
    for (const annex of this.request.annexes) {
      const path = `${ANNEX_PLACES[annex.name].path}.${this.format.records}`;
      yield this.#listed(list, path, inBatches(annexRows(annex)), { records: 0 });
    }
    yield list.manifest(this.#about());
  }

  #records(list: FileList, uid: string, batches: AsyncIterable<ExportedRecord[]>): ReadableFile {
    const path = `content/${safePart(uid.replace('::', '.'))}.${this.format.records}`;
    return this.#listed(list, path, batches, { contentType: uid, records: 0 });
  }

  #listed(
    list: FileList,
    path: string,
    batches: AsyncIterable<object[]>,
    about: { contentType?: string; records: number },
  ): ReadableFile {
    const content = textParts(this.#texts(batches, about));
    return list.add({ path, isCompressed: false, content }, about);
  }

  async *#texts(batches: AsyncIterable<object[]>, about: { records: number }): AsyncGenerator<string> {
    const isList = this.format.records === 'json';
    const space = this.format.minify ? undefined : 1;
    yield isList ? '[\n' : '';
    for await (const batch of batches) {
      for (const record of batch) {
        if (isList) yield `${about.records > 0 ? ',\n' : ''}${JSON.stringify(record, null, space)}`;
        else yield `${JSON.stringify(record)}\n`;
        about.records += 1;
      }
    }
    yield isList ? '\n]\n' : '';
  }

  async *#entries(): AsyncGenerator<ExportedRecord[]> {
    for await (const entry of this.media.entries()) {
      if (entry.path !== null) this.#files.push(entry);
      yield [entry.record];
    }
  }

  #about(): object {
    const { head, types, missing } = this.request;
    const { counts } = this.source;
    const problems = [...missing, ...this.media.problems];
    const snapshot: SnapshotEntry = {
      id: head.id,
      project: head.project,
      kind: 'manual',
      state: this.media.problems.length > 0 ? 'partial' : 'succeeded',
      note: null,
      createdAt: head.createdAt,
      finishedAt: head.createdAt,
      counts: { ...counts, bytes: 0 },
    };
    return {
      format: FILES_FORMAT,
      snapshot,
      strapi: head.strapi,
      plugin: head.plugin,
      export: { options: head.options, schema: describeSchema(types) },
      missing: problems,
    };
  }
}

async function* inBatches(rows: AsyncIterable<object>): AsyncGenerator<object[]> {
  for await (const row of rows) yield [row];
}
