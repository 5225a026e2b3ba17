import type { Problem } from '../../../../shared/contracts/errors';
import type { DescribedMedia } from '../media/media-of-record';
import { mediaKey, storedName } from '../media/media-store';
import type { MediaFile } from '../media/media-store';
import type { Repository, TreeEntry, TreeRoot } from '../repository/repository';

/** Files that are named one by one; the rest is a number. */
const MOST_NAMED = 100;

export interface ReferencedMedia {
  /** Of files whose bytes the repository holds. */
  entries: TreeEntry[];
  /** How many it does not hold, and the first of them. */
  unheldFiles: number;
  unheld: Problem[];
}

/**
 * The media of a version: no byte is read or stored. A file is referenced where `previous` has it and its row says that
 * it is the same; all others are held by no backup yet.
 */
export async function referenceMedia(
  repository: Pick<Repository, 'readTree'>,
  files: DescribedMedia[],
  previous: TreeRoot | undefined,
): Promise<ReferencedMedia> {
  const known = new Map<string, TreeEntry>();
  if (previous) for await (const entry of repository.readTree(previous)) known.set(entry.key, entry);
  const entries: TreeEntry[] = [];
  const unheld: Problem[] = [];
  let unheldFiles = 0;
  for (const { file, signature } of files) {
    const held = known.get(mediaKey(file));
    if (held?.file?.signature === signature) {
      entries.push(held);
      continue;
    }
    unheldFiles += 1;
    if (unheld.length < MOST_NAMED) unheld.push(unheldFile(file));
  }
  return { entries: entries.sort((a, b) => (a.key < b.key ? -1 : 1)), unheldFiles, unheld };
}

export function unheldFile(file: MediaFile): Problem {
  return {
    code: 'media_not_held',
    message: `No backup holds the file of "${file.name}" as it was. It can only be restored while it is live; a backup keeps it.`,
    item: storedName(file),
  };
}
