import { createHash } from 'node:crypto';

import { FreeNames } from '../files/safe-names';
import { MANIFEST_NAME } from '../files/snapshot-files';
import type { ListedFile, ReadableFile } from '../files/snapshot-files';

/** The files of a ZIP as they are written, each with its length and SHA-256; at the end its manifest. */
export class FileList {
  readonly #names = new FreeNames();
  readonly #listed: ListedFile[] = [];

  /** A path that no other file has; the folder may be empty. */
  free(folder: string, name: string): string {
    return this.#names.take(folder, name).replace(/^\//, '');
  }

  /** The file, listed once its last byte has passed. What is said `about` it is read then, too. */
  add(file: ReadableFile, about: Pick<ListedFile, 'contentType' | 'records'> = {}): ReadableFile {
    return { ...file, content: this.#summed(file, about) };
  }

  manifest(about: object): ReadableFile {
    const files = this.#listed;
    async function* content() {
      yield Buffer.from(`${JSON.stringify({ ...about, files }, null, 1)}\n`);
    }
    return { path: MANIFEST_NAME, isCompressed: false, content: content() };
  }

  async *#summed({ path, content }: ReadableFile, about: object): AsyncGenerator<Buffer> {
    const sha256 = createHash('sha256');
    let bytes = 0;
    for await (const part of content) {
      sha256.update(part);
      bytes += part.length;
      yield part;
    }
    this.#listed.push({ path, bytes, sha256: sha256.digest('hex'), ...about });
  }
}
