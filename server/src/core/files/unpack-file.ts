import { isArchive } from '../archive/archive-format';
import { openArchiveFile } from '../archive/archive-file';
import { openArchive } from '../archive/open-archive';
import { KeepsakeError } from '../errors';
import type { SnapshotEntry } from '../repository/repository';
import { snapshotFiles } from './snapshot-files';
import { writeFolder } from './write-folder';

export type FileKind = 'archive' | 'zip' | 'json';

/** What a file is, by its first bytes and never by its name. Throws `file_missing`, `file_unknown`. */
export async function fileKind(path: string): Promise<FileKind> {
  const file = await openArchiveFile(path);
  try {
    const start = await file.get(file.name, { start: 0, length: Math.min(64, file.size) });
    if (isArchive(start)) return 'archive';
    if (start.toString('latin1', 0, 4) === 'PK\x03\x04') return 'zip';
    if (/^(\xef\xbb\xbf)?\s*[[{]/.test(start.toString('latin1'))) return 'json';
    throw new KeepsakeError('file_unknown', `${file.name} is neither an archive nor a ZIP of Keepsake.`, {
      item: file.name,
      hint: 'Take a *.keepsake file, or a ZIP that was downloaded from a backup.',
    });
  } finally {
    await file.close();
  }
}

export interface Unpacked {
  snapshot: SnapshotEntry;
  files: number;
  bytes: number;
}

/**
 * Writes everything that an archive holds into a folder, passwords' hashes and all: who has the secret has it anyway.
 *
 * @throws KeepsakeError what `openArchive`, reading it and `writeFolder` throw
 */
export async function unpackArchive(path: string, folder: string, secret: string): Promise<Unpacked> {
  const archive = await openArchive(path, { secret });
  try {
    const files = snapshotFiles(archive, archive.manifest, { records: 'ndjson', complete: true });
    const written = await writeFolder(folder, files);
    return { snapshot: archive.snapshots()[0]!, ...written };
  } finally {
    await archive.close();
  }
}
