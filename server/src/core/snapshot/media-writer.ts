import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { Problem } from '../../../../shared/contracts/errors';
import { KeepsakeError } from '../errors';
import { missingMedia } from '../media/media-missing';
import type { DescribedMedia } from '../media/media-of-record';
import type { MediaReader } from '../media/media-store';
import { mediaKey, storedName } from '../media/media-store';
import { readAhead } from './read-ahead';
import type { BlockId, Repository, SnapshotWriter, TreeEntry, TreeRoot } from '../repository/repository';

/** Size of a chunk of a media file; each is a block of its own. */
export const CHUNK_BYTES = 8 * 1024 * 1024;

/** Formats that are compressed already: trying again costs time and gains nothing. */
const COMPRESSED =
  /^(image\/(?!svg|bmp|tiff)|video\/|audio\/|font\/woff|application\/(zip|gzip|pdf|x-7z|x-rar))/;

/** Files that are opened before it is their turn; each takes up to one chunk of memory. */
const FILES_AHEAD = 4;

/** A file that is to be stored: its size and, if it is small, its bytes. */
interface OpenedMedia {
  size: number;
  bytes: Buffer | null;
}

/** What one file has without the others being worse for it: the backup goes on without it, and says so. */
const LOST = ['media_missing', 'media_refused'];

export interface MediaResult {
  entries: TreeEntry[];
  problems: Problem[];
  /** Logical bytes of all files, stored anew or referenced. */
  bytes: number;
}

/**
 * Stores the bytes of media files, each content once. A file whose row says that nothing changed is not read; one
 * whose content is known already is read but not stored again. A missing file is named, never passed over.
 */
export class MediaWriter {
  readonly #contents = new Map<string, NonNullable<TreeEntry['file']>>();

  constructor(
    private readonly repository: Repository,
    private readonly writer: SnapshotWriter,
    private readonly media: MediaReader,
    private readonly options: {
      signal?: AbortSignal;
      reread: boolean | ReadonlySet<string>;
      onProgress?: (done: number, total: number, bytes: number) => void;
    },
  ) {}

  async store(files: DescribedMedia[], previous: TreeRoot | undefined): Promise<MediaResult> {
    const known = await this.#known(previous);
    const result: MediaResult = { entries: [], problems: [], bytes: 0 };
    const open = (described: DescribedMedia) => this.#open(described, known.get(mediaKey(described.file)));
    let done = 0;
    for (const { item: described, ready } of readAhead(files, FILES_AHEAD, open)) {
      this.options.signal?.throwIfAborted();
      const before = known.get(mediaKey(described.file));
      const entry = await this.#entry(described, before, ready, result.problems);
      done += 1;
      if (entry) {
        result.entries.push(entry);
        result.bytes += entry.file!.bytes;
      }
      this.options.onProgress?.(done, files.length, result.bytes);
    }
    result.entries.sort((a, b) => (a.key < b.key ? -1 : 1));
    return result;
  }

  async #known(previous: TreeRoot | undefined): Promise<Map<string, TreeEntry>> {
    const known = new Map<string, TreeEntry>();
    if (!previous) return known;
    for await (const entry of this.repository.readTree(previous)) {
      known.set(entry.key, entry);
      if (entry.file) this.#contents.set(entry.hash, entry.file);
    }
    return known;
  }

  async #entry(
    described: DescribedMedia,
    before: TreeEntry | undefined,
    ready: Promise<OpenedMedia | null>,
    problems: Problem[],
  ): Promise<TreeEntry | null> {
    const { file } = described;
    try {
      const opened = await ready;
      if (opened === null) return before!;
      const content = await this.#content(described, before, opened);
      return {
        key: mediaKey(file),
        hash: content.hash,
        block: content.blocks[0] ?? '',
        slot: 0,
        rowId: 0,
        label: storedName(file),
        file: { blocks: content.blocks, bytes: content.bytes, signature: this.#lastingSignature(described) },
      };
    } catch (error) {
      if (!(error instanceof KeepsakeError) || !LOST.includes(error.code)) throw error;
      problems.push({ code: error.code, message: error.message, item: storedName(file) });
      return null;
    }
  }

  /** Null for a file that is as it was. A small one is read to its end: a request each is most of its time. */
  async #open(
    { file, signature }: DescribedMedia,
    before: TreeEntry | undefined,
  ): Promise<OpenedMedia | null> {
    if (before?.file?.signature === signature && !this.#isReread(mediaKey(file))) return null;
    const size = await this.media.size(file);
    if (size === null) throw missingMedia(storedName(file), file.name);
    return { size, bytes: size > CHUNK_BYTES ? null : await buffer(await this.media.read(file)) };
  }

  #isReread(key: string): boolean {
    const { reread } = this.options;
    return typeof reread === 'boolean' ? reread : reread.has(key);
  }

  /**
   * A single file is read again because its bytes are about to be replaced without its row changing: the next
   * snapshot must not take the row's word for it that these are still the bytes.
   */
  #lastingSignature({ file, signature }: DescribedMedia): string {
    const { reread } = this.options;
    return typeof reread !== 'boolean' && reread.has(mediaKey(file)) ? '' : signature;
  }

  async #content({ file }: DescribedMedia, before: TreeEntry | undefined, { size, bytes }: OpenedMedia) {
    const compress = !COMPRESSED.test(file.mime);
    if (bytes) return this.#storeContent(Readable.from([bytes], { objectMode: false }), compress);
    // A large file whose size is the same is hashed before anything of it is stored: most often only its caption changed.
    if (before?.file?.bytes === size) {
      const hash = await this.#hash(await this.media.read(file));
      const same = this.#contents.get(hash);
      if (same) return { hash, blocks: same.blocks, bytes: same.bytes };
    }
    return this.#storeContent(await this.media.read(file), compress);
  }

  async #hash(content: Readable): Promise<string> {
    const hasher = this.repository.hasher('file');
    for await (const part of content) hasher.update(part as Buffer);
    return hasher.digest();
  }

  async #storeContent(content: Readable, compress: boolean) {
    const hasher = this.repository.hasher('file');
    const blocks: BlockId[] = [];
    let bytes = 0;
    let waiting: Buffer | null = null;
    for await (const chunk of chunks(content, CHUNK_BYTES)) {
      hasher.update(chunk);
      bytes += chunk.length;
      if (waiting) blocks.push(await this.writer.addBlock('chunk', waiting, { compress }));
      waiting = chunk;
    }
    const hash = hasher.digest();
    const same = this.#contents.get(hash);
    // The last chunk is held back, so a file of one chunk that is known already stores nothing.
    if (same && blocks.length === 0) return { hash, blocks: same.blocks, bytes };
    if (waiting) blocks.push(await this.writer.addBlock('chunk', waiting, { compress }));
    this.#contents.set(hash, { blocks, bytes, signature: '' });
    return { hash, blocks, bytes };
  }
}

/**
 * Cuts a stream into pieces of exactly `size` bytes, the last one shorter. A piece is good until the one after the next
 * is asked for: two buffers take turns, since garbage of this size piles up before the collector comes.
 */
async function* chunks(content: Readable, size: number): AsyncGenerator<Buffer> {
  let chunk: Buffer = Buffer.allocUnsafeSlow(size);
  let other: Buffer | null = null;
  let length = 0;
  for await (const part of content) {
    let rest = part as Buffer;
    while (rest.length > 0) {
      const copied = rest.copy(chunk, length);
      length += copied;
      rest = rest.subarray(copied);
      if (length < size) continue;
      yield chunk;
      [chunk, other] = [other ?? Buffer.allocUnsafeSlow(size), chunk];
      length = 0;
    }
  }
  if (length > 0) yield chunk.subarray(0, length);
}
