import { storedName } from './media-store';
import type { MediaFile } from './media-store';

/** Where the files of a library are: what its URLs have before the names. */
export interface MediaPlaces {
  /** Of the entries that are there now. */
  bases: ReadonlySet<string>;
  /** Of the newest entry of the provider in use, where new files will be; null in an empty library. */
  home: string | null;
}

/** What a URL has before the file's name; null where the name is not its end. */
export function baseOf(file: Pick<MediaFile, 'hash' | 'ext' | 'url'>): string | null {
  const [url = ''] = file.url.split('?');
  const name = storedName(file);
  return name !== '' && url.endsWith(name) ? url.slice(0, -name.length) : null;
}

/**
 * Where a file is or belongs, its record coming from this library or from a snapshot. A record's URL holds while the
 * library has files there; otherwise the snapshot is from another bucket or another site, and home is what counts.
 * Null: nowhere, for the library is empty.
 */
export function urlAt({ bases, home }: MediaPlaces, file: MediaFile): string | null {
  const base = baseOf(file);
  if (base === null) return file.url || null;
  if (bases.has(base)) return file.url;
  return home === null ? null : `${home}${storedName(file)}`;
}

/** The folder below home that a file's URL has; providers put it between. */
export function folderAt({ home }: MediaPlaces, url: string, file: MediaFile): string {
  const base = baseOf({ ...file, url });
  if (home === null || base === null || !base.startsWith(home)) return '';
  return base.slice(home.length).replace(/\/+$/, '');
}
