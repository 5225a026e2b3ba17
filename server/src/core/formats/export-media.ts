import type { Readable } from 'node:stream';

import type { Problem } from '../../../../shared/contracts/errors';
import { FreeNames } from '../files/safe-names';
import { libraryPaths } from '../files/media-paths';
import { FILE_UID, FOLDER_UID, mediaOfRecord } from '../media/media-of-record';
import { storedName } from '../media/media-store';
import type { MediaFile } from '../media/media-store';
import type { Aside, Body } from '../snapshot/record';
import type { ReadRecord } from '../snapshot/reader';
import type { ExportRequest } from './export-request';
import { projectRecord } from './project-record';
import type { ExportedRecord } from './project-record';
import { urlOf } from './record-source';
import type { RecordSource } from './record-source';
import { rowFields } from './row-fields';

/** A file of the library in an export; without bytes, `path` is null. */
export interface ExportedFile {
  record: ExportedRecord;
  file: MediaFile;
  path: string | null;
}

/**
 * The part of an export that is the media library: first the entries, then their originals under the names and in the
 * folders that people see. To be asked after all records were read, for these say which files they show.
 */
export class ExportMedia {
  readonly problems: Problem[] = [];
  #total = 0;
  #done = 0;
  #bytes = 0;

  constructor(
    private readonly source: RecordSource,
    private readonly request: ExportRequest,
  ) {}

  /** The entries, one after the other; a file whose bytes are gone is a problem, not the end. */
  async *entries(): AsyncGenerator<ExportedFile> {
    const { request, source } = this;
    if (request.assets === 'none' || !request.library) return;
    const pathOf = await libraryPaths(this.#folders(), new FreeNames());
    const seen = rowFields(request.library);
    let left = request.sample ?? Infinity;
    for await (const row of source.stored(FILE_UID, this.#chosenFiles())) {
      if (left === 0) return;
      const body = JSON.parse(row.bodyJson) as Body;
      const isShown = this.#isShown(row, body);
      // What an entry shows is seen with it; the rest of the library by who may see the library.
      const fields = isShown ? request.library.fields : this.#isChosen() ? seen(row.rowId) : null;
      if (!fields) continue;
      const record = projectRecord(FILE_UID, fields, row.key, body);
      record.url = urlOf(row);
      const aside = JSON.parse(row.asideJson) as Aside;
      const [original] = mediaOfRecord(row.key.documentId, body, aside);
      if (!original) continue;
      const { file } = original;
      const size = await source.media.size(file);
      if (size === null) this.problems.push(mediaMissing(file));
      else this.#total += 1;
      const path = size === null ? null : pathOf(file, body);
      record.file = path;
      source.counts.files += 1;
      left -= 1;
      yield { record, file, path };
    }
  }

  /** The bytes of a file that `entries` gave. */
  async *bytes(file: MediaFile): AsyncGenerator<Buffer> {
    const content: Readable = await this.source.media.read(file);
    for await (const part of content) {
      this.source.signal?.throwIfAborted();
      this.#bytes += (part as Buffer).length;
      yield part as Buffer;
    }
    this.#done += 1;
    this.source.reportMedia(this.#done, this.#total, this.#bytes);
  }

  /** A look at the beginning does not go through the whole library for the files that a few entries link to. */
  #chosenFiles(): { documentIds?: string[] } {
    if (this.request.sample === undefined || this.#isChosen()) return {};
    return { documentIds: this.source.mentioned.documentIds };
  }

  #isChosen(): boolean {
    return this.request.assets === 'all' || this.request.types.some(({ uid }) => uid === FILE_UID);
  }

  #isShown(row: ReadRecord, body: Body): boolean {
    return this.source.mentioned.has({ documentId: row.key.documentId, hash: String(body.hash) });
  }

  async *#folders() {
    for await (const row of this.source.stored(FOLDER_UID))
      yield { key: row.key, body: JSON.parse(row.bodyJson) as Body };
  }
}

export function mediaMissing(file: MediaFile): Problem {
  return {
    code: 'media_missing',
    message: `The media library lists “${file.name}”, but its file is not in the site's storage.`,
    item: storedName(file),
  };
}
