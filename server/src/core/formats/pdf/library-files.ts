import { KeepsakeError } from '../../errors';
import { FILE_UID, mediaOfRecord } from '../../media/media-of-record';
import type { MediaFile } from '../../media/media-store';
import type { Aside, Body, Json } from '../../snapshot/record';
import { mediaMissing } from '../export-media';
import type { ExportMedia } from '../export-media';
import { mentionedHashes } from '../mentioned-files';
import type { ExportedLink, ExportedRecord } from '../project-record';
import type { RecordSource } from '../record-source';
import type { EntryFile, EntryFiles } from './entry-files';
import type { PdfWords } from './pdf-words';

/** What Chromium shows, by the type that the library gives. */
const SHOWN = /^image\/(jpeg|png|gif|webp|avif|svg\+xml|bmp)$/;
/** Pixels across a page of A4 at about 110 to the inch: the smallest size that is as wide is taken. */
const ENOUGH_PIXELS = 720;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_PIXELS = 50_000_000;
/** Of all pictures of one entry, which come in one piece of HTML. */
const MOST_BYTES_OF_ENTRY = 48 * 1024 * 1024;
/** Files per question to the database. */
const AT_ONCE = 500;

interface KnownFile {
  documentId: string;
  body: Body;
  aside: Aside;
}

/** The media library for a PDF: what entries show of it, with the bytes of pictures as `data:`. */
export class LibraryFiles {
  #known = new Map<string, KnownFile>();
  #byHash: Map<string, string> | null = null;
  readonly #shown = new Set<string>();
  readonly #missing = new Set<string>();

  constructor(
    private readonly source: RecordSource,
    private readonly media: ExportMedia,
    private readonly words: PdfWords,
    private readonly hasPictures: boolean,
  ) {}

  /** Looks up the files of a batch of records; those of the last one are forgotten. */
  async learn(records: ExportedRecord[]): Promise<void> {
    const ids = new Set<string>();
    for (const record of records) for (const id of await this.#idsOf(record)) ids.add(id);
    const known = new Map<string, KnownFile>();
    const all = [...ids];
    for (let start = 0; start < all.length; start += AT_ONCE) {
      const documentIds = all.slice(start, start + AT_ONCE);
      for await (const { key, bodyJson, asideJson } of this.source.stored(FILE_UID, { documentIds })) {
        const body = JSON.parse(bodyJson) as Body;
        known.set(key.documentId, {
          documentId: key.documentId,
          body,
          aside: JSON.parse(asideJson) as Aside,
        });
      }
    }
    this.#known = known;
  }

  /** The files of one of these records, with their pictures. */
  async of(record: ExportedRecord): Promise<EntryFiles> {
    const files = new Map<string, EntryFile>();
    const room = { bytes: MOST_BYTES_OF_ENTRY };
    for (const id of await this.#idsOf(record)) {
      const known = this.#known.get(id);
      if (known) files.set(id, await this.#load(known, room));
    }
    return {
      byId: (documentId) => files.get(documentId) ?? null,
      byAddress: (address) => {
        for (const hash of mentionedHashes(address)) {
          const file = files.get(this.#byHash?.get(hash) ?? '');
          if (file) return file;
        }
        return null;
      },
    };
  }

  async #idsOf(record: ExportedRecord): Promise<Set<string>> {
    const ids = new Set<string>();
    if (record.contentType === FILE_UID) ids.add(record.documentId);
    eachLink(record.fields, ({ type, documentId }) => {
      if (type === FILE_UID) ids.add(documentId);
    });
    for (const hash of mentionedHashes(JSON.stringify(record.fields))) {
      const id = (await this.#index()).get(hash);
      if (id !== undefined) ids.add(id);
    }
    return ids;
  }

  /** Which file has which stored name; read once, when the first text mentions one. */
  async #index(): Promise<Map<string, string>> {
    if (this.#byHash) return this.#byHash;
    const index = new Map<string, string>();
    for await (const { key, bodyJson } of this.source.stored(FILE_UID)) {
      const { hash } = JSON.parse(bodyJson) as Body;
      if (typeof hash === 'string') index.set(hash, key.documentId);
    }
    this.#byHash = index;
    return index;
  }

  async #load({ documentId, body, aside }: KnownFile, room: { bytes: number }): Promise<EntryFile> {
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    const mime = text(body.mime);
    const file: EntryFile = {
      documentId,
      name: text(body.name),
      mime,
      // Strapi keeps kilobytes of a thousand.
      bytes: Math.round(Number(body.size) * 1000) || 0,
      alternativeText: text(body.alternativeText),
      caption: text(body.caption),
      isPicture: this.hasPictures && mime.startsWith('image/'),
      picture: null,
      note: '',
    };
    if (!this.#shown.has(documentId)) this.source.counts.files += 1;
    this.#shown.add(documentId);
    const chosen = file.isPicture ? choosePicture(documentId, body, aside) : null;
    if (!chosen) return file;
    const bytes = room.bytes > 0 ? await this.#read(chosen) : null;
    if (bytes === null) return { ...file, note: this.words.pictureMissing };
    room.bytes -= bytes.length;
    return { ...file, picture: `data:${chosen.mime};base64,${bytes.toString('base64')}` };
  }

  async #read(file: MediaFile): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    try {
      for await (const part of await this.source.media.read(file)) {
        this.source.signal?.throwIfAborted();
        parts.push(part as Buffer);
      }
      return Buffer.concat(parts);
    } catch (error) {
      if (!(error instanceof KeepsakeError) || error.code !== 'media_missing') throw error;
      if (!this.#missing.has(file.documentId)) this.media.problems.push(mediaMissing(file));
      this.#missing.add(file.documentId);
      return null;
    }
  }
}

/** The smallest size of a picture that fills a page's width, else the largest there is; null for none that can be shown. */
function choosePicture(documentId: string, body: Body, aside: Aside): MediaFile | null {
  const formats = (body.formats ?? {}) as Record<string, Record<string, Json> | null>;
  const sizes = mediaOfRecord(documentId, body, aside).flatMap(({ file }) => {
    const about = file.variant === '' ? body : formats[file.variant];
    const [width, height] = [Number(about?.width ?? 0), Number(about?.height ?? 0)];
    const isFit = SHOWN.test(file.mime) && Number(about?.size ?? 0) * 1000 <= MOST_BYTES;
    return isFit && width * height <= MOST_PIXELS ? [{ file, width }] : [];
  });
  sizes.sort((a, b) => a.width - b.width);
  return (sizes.find(({ width }) => width >= ENOUGH_PIXELS) ?? sizes.at(-1))?.file ?? null;
}

/** Everything in fields that leads to an entry, wherever it is. */
function eachLink(value: unknown, found: (link: ExportedLink) => void): void {
  if (Array.isArray(value)) for (const item of value) eachLink(item, found);
  else if (value !== null && typeof value === 'object') {
    const { type, documentId } = value as Partial<ExportedLink>;
    if (typeof type === 'string' && typeof documentId === 'string') found(value as ExportedLink);
    for (const item of Object.values(value)) eachLink(item, found);
  }
}
