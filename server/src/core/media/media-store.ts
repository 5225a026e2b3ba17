import type { Readable } from 'node:stream';

/**
 * Where the site keeps the bytes of its media library; an adapter speaks to Strapi's upload provider.
 * A file of the library has several: its original and every entry of `formats`.
 */
export interface MediaStore extends MediaReader {
  /**
   * Writes the bytes under the file's own name, replacing what is there as a whole.
   *
   * @param content opened anew for each attempt
   */
  write(file: MediaFile, content: () => Readable): Promise<void>;
  /** No error when there is nothing to remove. */
  remove(file: MediaFile): Promise<void>;
  /**
   * Tells where files of a snapshot are on this site, which need not be where they were: content of a site on S3 may
   * be restored on a laptop. What it gives asks nobody, so that it can be used within a transaction.
   */
  addresses(): Promise<AddressBook>;
}

/** The address of a file here; null where the one in its record holds. */
export type AddressBook = (file: MediaFile) => { url: string; provider: string } | null;

/** The part of it that a backup needs. */
export interface MediaReader {
  /** Size in bytes, or null when the bytes are not there. */
  size(file: MediaFile): Promise<number | null>;
  /** Throws `media_missing` when the bytes are not there. */
  read(file: MediaFile): Promise<Readable>;
}

/** One stored file: what a provider needs to find it. */
export interface MediaFile {
  /** documentId of the library's entry. */
  documentId: string;
  /** Key in `formats`, empty for the original. */
  variant: string;
  hash: string;
  ext: string;
  mime: string;
  url: string;
  /** Name that people know it by. */
  name: string;
}

/** Key of a file in a snapshot's media tree. */
export function mediaKey(file: Pick<MediaFile, 'documentId' | 'variant'>): string {
  return `${file.documentId}/${file.variant}`;
}

/** Name under which the bytes lie, for messages: `orchard_1a2b.jpg`. */
export function storedName(file: Pick<MediaFile, 'hash' | 'ext'>): string {
  return `${file.hash}${file.ext}`;
}
