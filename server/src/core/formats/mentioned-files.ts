import { FILE_UID } from '../media/media-of-record';
import type { ExportedLink, ExportedRecord } from './project-record';

/** A stored name as Strapi makes it: `orchard_1a2b3c4d5e.jpg`, of a smaller picture with its size in front. */
const STORED_NAME = /[\w-]+_[0-9a-f]{10}(?=\.[A-Za-z0-9]{1,10})/g;

/** The files of the media library that records link to, and those whose addresses stand in their texts. */
export class MentionedFiles {
  readonly #documentIds = new Set<string>();
  readonly #hashes = new Set<string>();

  add(records: ExportedRecord[], links: ExportedLink[]): void {
    for (const { type, documentId } of links) if (type === FILE_UID) this.#documentIds.add(documentId);
    for (const { fields } of records) {
      for (const hash of mentionedHashes(JSON.stringify(fields))) this.#hashes.add(hash);
    }
  }

  /** Those that are linked to. */
  get documentIds(): string[] {
    return [...this.#documentIds];
  }

  has(file: { documentId: string; hash: string }): boolean {
    return this.#documentIds.has(file.documentId) || this.#hashes.has(file.hash);
  }
}

/** The hashes that a text may mean: a stored name as it stands there, and without what may be its size. */
export function mentionedHashes(text: string): string[] {
  return [...text.matchAll(STORED_NAME)].flatMap(([hash]) => [hash, hash.slice(hash.indexOf('_') + 1)]);
}
