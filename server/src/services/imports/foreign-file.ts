import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

import { openArchive, type Archive } from '../../core/archive/open-archive';
import { FILE_LIMITS, fileRefused } from '../../core/files/file-limits';
import { parseForeignRecord } from '../../core/files/foreign-record';
import { readJsonValues } from '../../core/files/json-values';
import { mediaPaths } from '../../core/files/media-paths';
import { readableRecord, type ReadableRecord } from '../../core/files/readable-record';
import { openReadableZip } from '../../core/files/read-zip';
import { readStoredRecords } from '../../core/files/stored-records';
import type { FileKind } from '../../core/files/unpack-file';
import { FILE_UID } from '../../core/media/media-of-record';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { StoredJsonError } from '../../core/repository/stored-json';

/** A file that nothing vouches for: records as they claim to be, and bytes. */
export interface ForeignFile {
  /** Id of what it claims to be a snapshot of. */
  id: string;
  project: string;
  /** Every record, whole, type by type. Throws `file_refused` for what is no record. */
  records(): AsyncGenerator<ReadableRecord>;
  /** Bytes of a library file by its path in the file, or null when they are not there. */
  media(path: string): AsyncIterable<Buffer> | null;
  close(): Promise<void>;
}

export async function openForeignFile(
  path: string,
  kind: FileKind,
  secret: () => Promise<string>,
): Promise<ForeignFile> {
  if (kind === 'archive') return archiveFile(await openArchive(path, { secret: await secret() }));
  return kind === 'zip' ? zipFile(path) : jsonFile(path);
}

async function archiveFile(archive: Archive): Promise<ForeignFile> {
  const { manifest } = archive;
  const plan = await readSnapshotPlan(archive, manifest);
  const paths = await mediaPaths(archive, manifest, { formats: false });
  const blocks = new Map<string, string[]>();
  for await (const { key, file } of archive.readTree(manifest.media)) {
    const path = paths.get(key);
    if (path && file) blocks.set(path, file.blocks);
  }
  async function* chunks(list: string[]): AsyncGenerator<Buffer> {
    for (const block of list) yield await archive.readBlock(block, 'chunk');
  }
  return {
    id: manifest.id,
    project: manifest.project,
    async *records() {
      for (const { uid } of manifest.types) {
        const type = plan.types.find((one) => one.uid === uid);
        if (!type) continue;
        for await (const stored of readStoredRecords(archive, manifest, uid)) {
          const record = readableRecord(plan, type, stored, () => false);
          const file = uid === FILE_UID ? paths.get(`${record.documentId}/`) : undefined;
          yield file === undefined ? record : { ...record, file };
        }
      }
    },
    media: (path) => (blocks.has(path) ? chunks(blocks.get(path) as string[]) : null),
    close: () => archive.close(),
  };
}

async function zipFile(path: string): Promise<ForeignFile> {
  const zip = await openReadableZip(path);
  const { files, snapshot } = zip.manifest;
  return {
    id: snapshot.id,
    project: snapshot.project,
    async *records() {
      for (const file of files) {
        if (file.contentType === undefined) continue;
        for await (const record of recordsIn(zip.read(file), zip.name)) {
          if (record.contentType !== file.contentType)
            throw fileRefused(zip.name, `${file.path} has records of another content type`);
          yield record;
        }
      }
    },
    media: (wanted) => {
      const file = files.find((one) => one.path === wanted && one.contentType === undefined);
      return file ? zip.read(file) : null;
    },
    close: async () => zip.close(),
  };
}

async function jsonFile(path: string): Promise<ForeignFile> {
  const name = basename(path);
  return {
    id: name,
    project: 'site',
    records: () => recordsIn(createReadStream(path), name),
    media: () => null,
    close: () => Promise.resolve(),
  };
}

async function* recordsIn(content: AsyncIterable<Buffer>, name: string): AsyncGenerator<ReadableRecord> {
  try {
    for await (const value of readJsonValues(content, FILE_LIMITS)) yield parseForeignRecord(value);
  } catch (error) {
    if (error instanceof StoredJsonError) throw fileRefused(name, error.message, error);
    throw error;
  }
}
