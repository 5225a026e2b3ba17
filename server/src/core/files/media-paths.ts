import { FILE_UID, FOLDER_UID, mediaOfRecord } from '../media/media-of-record';
import { mediaKey, storedName } from '../media/media-store';
import type { MediaFile } from '../media/media-store';
import type { Manifest, SnapshotReader } from '../repository/repository';
import type { Body, Link, StoredRecord } from '../snapshot/record';
import { extensionOf, FreeNames } from './safe-names';
import { readStoredRecords } from './stored-records';

/** Longest path of a folder; deeper ones are folded into the last that fits. */
const MOST_FOLDER_CHARACTERS = 160;
const ROOT = 'media';

/**
 * Where each file of the media library goes: originals below `media` in the folders that the library shows, the sizes
 * that Strapi made of them in `formats`, under the names that they are stored by. By the key of the snapshot's media tree.
 */
export async function mediaPaths(
  repository: SnapshotReader,
  manifest: Manifest,
  options: { formats: boolean },
): Promise<Map<string, string>> {
  const names = new FreeNames();
  const pathOf = await libraryPaths(readStoredRecords(repository, manifest, FOLDER_UID), names);
  const paths = new Map<string, string>();
  for await (const { key, body, aside } of readStoredRecords(repository, manifest, FILE_UID)) {
    for (const { file } of mediaOfRecord(key.documentId, body, aside)) {
      if (file.variant === '') paths.set(mediaKey(file), pathOf(file, body));
      else if (options.formats) paths.set(mediaKey(file), names.take('formats', storedName(file)));
    }
  }
  return paths;
}

/** Gives each original of the library a path below `media`, once; `body` is that of its record. */
export async function libraryPaths(
  folderRecords: AsyncIterable<Pick<StoredRecord, 'key' | 'body'>>,
  names: FreeNames,
): Promise<(file: Pick<MediaFile, 'name' | 'ext'>, body: Body) => string> {
  const folders = await folderPaths(folderRecords, names);
  return ({ name, ext }, body) =>
    names.take(folders.get(firstLink(body.folder) ?? '') ?? ROOT, withExtension(name, ext));
}

function withExtension(name: string, ext: string): string {
  const has = ext !== '' && name.toLowerCase().endsWith(ext.toLowerCase());
  return has || ext === '' ? name : `${name.slice(0, name.length - extensionOf(name).length)}${ext}`;
}

interface Folder {
  name: string;
  parent: string | null;
}

async function folderPaths(
  records: AsyncIterable<Pick<StoredRecord, 'key' | 'body'>>,
  names: FreeNames,
): Promise<Map<string, string>> {
  const folders = new Map<string, Folder>();
  for await (const record of records) {
    folders.set(record.key.documentId, folderOf(record));
  }
  const paths = new Map<string, string>();
  const pathOf = (id: string | null, above: Set<string>): string => {
    const folder = id === null ? undefined : folders.get(id);
    // A folder inside itself cannot come out of Strapi; a database edited by hand may have one.
    if (id === null || !folder || above.has(id)) return ROOT;
    const known = paths.get(id);
    if (known !== undefined) return known;
    const parent = pathOf(folder.parent, new Set([...above, id]));
    const path = names.take(parent, folder.name);
    paths.set(id, path.length > MOST_FOLDER_CHARACTERS ? parent : path);
    return paths.get(id) ?? '';
  };
  for (const id of folders.keys()) pathOf(id, new Set());
  return paths;
}

function folderOf({ body }: Pick<StoredRecord, 'body'>): Folder {
  return { name: typeof body.name === 'string' ? body.name : '', parent: firstLink(body.parent) };
}

function firstLink(value: unknown): string | null {
  return ((value ?? []) as Link[])[0]?.d ?? null;
}
