import { findEntries } from '../diff/find-entries';
import { mediaKey } from '../media/media-store';
import type { DescribedMedia } from '../media/media-of-record';
import type { Manifest, Repository, TreeEntry } from '../repository/repository';

/** Finds the bytes of files that a snapshot does not name, by key; see `heldMedia`. */
export type HeldMedia = (files: DescribedMedia[]) => Promise<Map<string, TreeEntry>>;

/**
 * A version names only those files that a backup held when it was made. A later backup may hold the others: as long as
 * their rows say that they are the same, its bytes are theirs. Backups made around it are looked at first.
 */
export function heldMedia(repository: Repository, version: Manifest): HeldMedia {
  return async (files) => {
    const found = new Map<string, TreeEntry>();
    const wanted = new Map(files.map(({ file, signature }) => [mediaKey(file), signature]));
    const backups = repository
      .snapshots()
      .filter(({ kind, project }) => kind !== 'version' && project === version.project)
      .sort((a, b) => distance(a.createdAt) - distance(b.createdAt));
    for (const { id } of backups) {
      if (wanted.size === 0) break;
      const { media } = await repository.readManifest(id);
      for (const [key, entry] of await findEntries(repository, media, wanted.keys())) {
        if (entry.file?.signature !== wanted.get(key)) continue;
        found.set(key, entry);
        wanted.delete(key);
      }
    }
    return found;
  };

  function distance(createdAt: string): number {
    return Math.abs(Date.parse(createdAt) - Date.parse(version.createdAt));
  }
}
