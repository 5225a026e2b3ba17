import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import { openArchive, type Archive } from '../../core/archive/open-archive';
import { decodeAsset, isExportDocument, readExportDocument } from '../../core/files/export-document';
import type { DocumentPart } from '../../core/files/export-document';
import { FILE_LIMITS, fileRefused } from '../../core/files/file-limits';
import { parseForeignRecord } from '../../core/files/foreign-record';
import { readJsonValues } from '../../core/files/json-values';
import { mediaPaths } from '../../core/files/media-paths';
import { readableRecord, type ReadableRecord } from '../../core/files/readable-record';
import { openReadableZip } from '../../core/files/read-zip';
import { readStoredRecords } from '../../core/files/stored-records';
import type { FileKind } from '../../core/files/unpack-file';
import type { CsvDialect } from '../../core/formats/csv-settings';
import type { ExportType } from '../../core/formats/export-schema';
import { readCsv, readCsvHeader } from '../../core/formats/read-csv';
import { FILE_UID } from '../../core/media/media-of-record';
import { readSnapshotPlan } from '../../core/restore/plan-restore';
import { StoredJsonError } from '../../core/repository/stored-json';
import { csvTypeByColumns, csvTypeOf, csvTypes } from './csv-types';

/** As much of a file as tells an export's document by. */
const DOCUMENT_START = 256;

/** A file that nothing vouches for: records as they claim to be, and bytes. */
export interface ForeignFile {
  /** Id of what it claims to be a snapshot of. */
  id: string;
  project: string;
  /**
   * Every record, whole, type by type. `contentTypes`: those that were chosen, which tells what a CSV file holds that does
   * not say so. Throws `file_refused` for what is no record, and what reading CSV throws.
   */
  records(contentTypes?: string[]): AsyncGenerator<ReadableRecord>;
  /** Bytes of a library file by its path in the file, or null when they are not there. */
  media(path: string): AsyncIterable<Buffer> | null;
  close(): Promise<void>;
}

export async function openForeignFile(
  strapi: Core.Strapi,
  path: string,
  kind: FileKind,
  secret: () => Promise<string>,
): Promise<ForeignFile> {
  if (kind === 'archive') return archiveFile(await openArchive(path, { secret: await secret() }));
  if (kind === 'zip') return zipFile(strapi, path);
  if (kind === 'csv') return csvFile(strapi, path);
  return (await isDocument(path)) ? documentFile(path) : jsonFile(path);
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

async function zipFile(strapi: Core.Strapi, path: string): Promise<ForeignFile> {
  const zip = await openReadableZip(path);
  const { files, snapshot, csv } = zip.manifest;
  const types = csv ? await csvTypes(strapi) : [];
  return {
    id: snapshot.id,
    project: snapshot.project,
    async *records() {
      for (const file of files) {
        if (file.contentType === undefined) continue;
        const content = zip.read(file);
        const records = csv
          ? tableRecords(content, csvTypeOf(types, file.contentType), csv, zip.name)
          : recordsIn(content, zip.name);
        for await (const record of records) {
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

/** One content type's table, as an export of it is. */
async function csvFile(strapi: Core.Strapi, path: string): Promise<ForeignFile> {
  const name = basename(path);
  const { titles, delimiter, contentType } = await readCsvHeader(createReadStream(path));
  const types = await csvTypes(strapi);
  return {
    id: name,
    project: 'site',
    async *records(chosen) {
      const type = contentType ? csvTypeOf(types, contentType) : csvTypeByColumns(types, titles, chosen);
      yield* tableRecords(createReadStream(path), type, { delimiter, escapeFormulas: true }, name);
    },
    media: () => null,
    close: () => Promise.resolve(),
  };
}

async function* tableRecords(
  content: AsyncIterable<Buffer>,
  type: ExportType,
  dialect: CsvDialect,
  name: string,
): AsyncGenerator<ReadableRecord> {
  yield* refusingEach(name, checkedRecords(readCsv(content, type, dialect)));
}

async function* checkedRecords(records: AsyncIterable<unknown>): AsyncGenerator<ReadableRecord> {
  for await (const record of records) yield parseForeignRecord(record);
}

async function isDocument(path: string): Promise<boolean> {
  for await (const start of createReadStream(path, { end: DOCUMENT_START - 1 }))
    return isExportDocument(start as Buffer);
  return false;
}

/** An export as one JSON document. Looked through once, so that every file in it is known by where it lies. */
async function documentFile(path: string): Promise<ForeignFile> {
  const name = basename(path);
  const parts = () => readExportDocument(createReadStream(path), FILE_LIMITS);
  const assets = new Map<string, Extract<DocumentPart, { kind: 'asset' }>>();
  await refusing(name, async () => {
    for await (const part of parts()) {
      if (part.kind !== 'asset') continue;
      if (assets.has(part.path)) throw new StoredJsonError(`${part.path} is in it twice`);
      assets.set(part.path, part);
    }
  });
  return {
    id: name,
    project: 'site',
    records: () => refusingEach(name, documentRecords(parts())),
    media(wanted) {
      const asset = assets.get(wanted);
      if (!asset) return null;
      const { start, end } = asset;
      const base64 = end > start ? createReadStream(path, { start, end: end - 1 }) : Readable.from([]);
      return refusingEach(name, decodeAsset(base64, asset));
    },
    close: () => Promise.resolve(),
  };
}

async function* documentRecords(parts: AsyncIterable<DocumentPart>): AsyncGenerator<ReadableRecord> {
  for await (const part of parts) {
    if (part.kind !== 'record') continue;
    const record = parseForeignRecord(part.value);
    if (record.contentType !== part.contentType)
      throw new StoredJsonError(`the list of ${part.contentType} has records of another content type`);
    yield record;
  }
}

async function refusing(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof StoredJsonError ? fileRefused(name, error.message, error) : error;
  }
}

async function* refusingEach<T>(name: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw error instanceof StoredJsonError ? fileRefused(name, error.message, error) : error;
  }
}

async function* recordsIn(content: AsyncIterable<Buffer>, name: string): AsyncGenerator<ReadableRecord> {
  yield* refusingEach(name, listedRecords(content));
}

async function* listedRecords(content: AsyncIterable<Buffer>): AsyncGenerator<ReadableRecord> {
  yield* checkedRecords(readJsonValues(content, FILE_LIMITS));
}
