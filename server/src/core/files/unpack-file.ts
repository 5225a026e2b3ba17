import { Readable } from 'node:stream';

import { isArchive } from '../archive/archive-format';
import { openArchiveFile } from '../archive/archive-file';
import { openArchive } from '../archive/open-archive';
import { KeepsakeError } from '../errors';
import { snapshotEntryOf } from '../repository/manifest';
import type { SnapshotEntry } from '../repository/repository';
import { openReadableZip, type ReadableZip } from './read-zip';
import { MANIFEST_NAME, snapshotFiles, type ReadableFile } from './snapshot-files';
import { writeFolder } from './write-folder';

export type FileKind = 'archive' | 'zip' | 'json' | 'csv';

/** What a file is, by its first bytes and never by its name. Throws `file_missing`, `file_unknown`. */
export async function fileKind(path: string): Promise<FileKind> {
  const file = await openArchiveFile(path);
  try {
    const start = await file.get(file.name, { start: 0, length: Math.min(64, file.size) });
    if (isArchive(start)) return 'archive';
    if (start.toString('latin1', 0, 4) === 'PK\x03\x04') return 'zip';
    if (/^(\xef\xbb\xbf)?\s*[[{]/.test(start.toString('latin1'))) return 'json';
    if (isTable(start.toString('utf8'))) return 'csv';
    throw new KeepsakeError('file_unknown', `${file.name} is nothing that Keepsake made.`, {
      item: file.name,
      hint: 'Take a *.keepsake file, a ZIP that was downloaded from a backup, or an export as ZIP, JSON or CSV.',
    });
  } finally {
    await file.close();
  }
}

/** Several titles of columns in a row, and no bytes that no text has. */
function isTable(start: string): boolean {
  return /^\uFEFF?[^\0-\x08\x0b\x0c\x0e-\x1f\r\n]+[,;\t|]/.test(start);
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
    return { snapshot: snapshotEntryOf(archive.manifest), ...written };
  } finally {
    await archive.close();
  }
}

/**
 * Writes the files of a readable ZIP into a folder, each held against its SHA-256.
 *
 * @throws KeepsakeError what `openReadableZip`, reading it and `writeFolder` throw
 */
export async function unpackZip(path: string, folder: string): Promise<Unpacked> {
  const zip = await openReadableZip(path);
  try {
    const written = await writeFolder(folder, zippedFiles(zip));
    return { snapshot: zip.manifest.snapshot, ...written };
  } finally {
    zip.close();
  }
}

async function* zippedFiles(zip: ReadableZip): AsyncGenerator<ReadableFile> {
  for (const file of zip.manifest.files) {
    yield { path: file.path, isCompressed: false, content: zip.read(file) };
  }
  const text = Buffer.from(`${JSON.stringify(zip.manifest, null, 1)}\n`);
  yield { path: MANIFEST_NAME, isCompressed: false, content: Readable.from([text], { objectMode: false }) };
}
