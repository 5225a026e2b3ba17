import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { basename } from 'node:path';

import { openPromise, type Entry, type ZipFile } from 'yauzl';

import { KeepsakeError } from '../errors';
import {
  asCount,
  asList,
  asObject,
  asOneOf,
  asText,
  parseStoredJson,
  StoredJsonError,
} from '../repository/stored-json';
import { CSV_DELIMITERS, CSV_FORMAT } from '../formats/csv-settings';
import type { CsvDialect } from '../formats/csv-settings';
import { parseSnapshotEntry } from '../repository/manifest';
import type { SnapshotEntry } from '../repository/repository';
import { FILE_LIMITS, fileRefused, type FileLimits } from './file-limits';
import { foldedName } from './safe-names';
import { FILES_FORMAT, MANIFEST_NAME, type FilesManifest, type ListedFile } from './snapshot-files';

/** A readable ZIP, opened: everything its directory says was checked, nothing of its content is read yet. */
export interface ReadableZip {
  name: string;
  manifest: FilesManifest;
  /** The bytes of a listed file; throws `file_refused` in the end when they are not those that the manifest lists. */
  read(file: ListedFile): AsyncGenerator<Buffer>;
  close(): void;
}

/**
 * Opens a ZIP that was downloaded from Keepsake. Every entry has to be listed in its manifest and every listed file has
 * to be there, once.
 *
 * @throws KeepsakeError `file_refused` for anything that such a file does not have, `file_missing`
 */
export async function openReadableZip(path: string, limits: FileLimits = FILE_LIMITS): Promise<ReadableZip> {
  const name = basename(path);
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch((error: unknown) => {
    throw notOne(name, error);
  });
  try {
    const entries = await readEntries(zip, name, limits);
    const manifest = await readManifest(zip, entries, name, limits);
    checkListed(manifest, entries, name);
    return {
      name,
      manifest,
      read: (file) => readListed(zip, entries.get(file.path) as Entry, file, name),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof KeepsakeError ? error : notOne(name, error);
  }
}

async function readEntries(zip: ZipFile, name: string, limits: FileLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries) throw fileRefused(name, `it has ${zip.entryCount} entries`);
  const entries = new Map<string, Entry>();
  const folded = new Set<string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry, name, limits);
    total += entry.uncompressedSize;
    if (total > limits.totalBytes) throw fileRefused(name, 'it unpacks to more than is allowed');
    if (entries.size >= limits.entries) throw fileRefused(name, 'it has too many entries');
    const fold = foldedName(entry.fileName);
    if (folded.has(fold)) throw fileRefused(name, `${entry.fileName} is in it twice`);
    folded.add(fold);
    entries.set(entry.fileName, entry);
  }
  checkFolders(folded, name);
  checkPlaces(zip, [...entries.values()], name);
  return entries;
}

/** Everything that one entry of the directory says. */
function checkEntry(entry: Entry, name: string, limits: FileLimits): void {
  const refuse = (what: string) => fileRefused(name, `${JSON.stringify(entry.fileName)} ${what}`);
  if (!isSafePath(entry.fileName)) throw refuse('is no name of a file that it may have');
  if (!isHonestName(entry)) throw refuse('is spelled in more than one way');
  if (entry.isEncrypted()) throw refuse('is encrypted');
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw refuse('is packed in a strange way');
  const fileType = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (fileType !== 0 && fileType !== 0o100000) throw refuse('is a link or something else than a file');
  if (entry.uncompressedSize > limits.entryBytes) throw refuse('unpacks to more than is allowed');
  const isLarge = entry.uncompressedSize > 1024 * 1024;
  if (isLarge && entry.uncompressedSize > limits.ratio * Math.max(1, entry.compressedSize))
    throw refuse('unpacks to far more than it is');
}

/** Parts that `safePart` would give out, and nothing else. */
function isSafePath(path: string): boolean {
  if (path.length > 400) return false;
  const parts = path.split('/');
  return parts.length <= 40 && parts.every((part) => part !== '' && isSafePart(part));
}

function isSafePart(part: string): boolean {
  if (/[\p{C}\p{Zl}\p{Zp}<>:"\\|?*]/u.test(part) || part.normalize('NFC') !== part) return false;
  return !/^[\s.]|[\s.]$/.test(part) && !/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i.test(part);
}

/** Another unpacker must see the same name: UTF-8 that says so, and no second name in an extra field (0x7075). */
function isHonestName(entry: Entry): boolean {
  const raw = entry.fileNameRaw;
  if (entry.extraFields.some(({ id }) => id === 0x7075)) return false;
  const isAscii = raw.every((byte) => byte < 0x80);
  const saysUtf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
  return (isAscii || saysUtf8) && raw.equals(Buffer.from(entry.fileName, 'utf8'));
}

/** No entry may be a file and another's folder. */
function checkFolders(folded: Set<string>, name: string): void {
  for (const path of folded) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (folded.has(path.slice(0, at))) throw fileRefused(name, `${path} lies below a file`);
    }
  }
}

/** Entries that share bytes are how a small file becomes a huge one with an innocent ratio. */
function checkPlaces(zip: ZipFile, entries: Entry[], name: string): void {
  const sorted = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const entry of sorted) {
    if (entry.relativeOffsetOfLocalHeader < end) throw fileRefused(name, 'its entries overlap');
    end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.fileNameLength + entry.compressedSize;
  }
  if (end > zip.fileSize) throw fileRefused(name, 'an entry reaches beyond its end');
}

async function readManifest(
  zip: ZipFile,
  entries: Map<string, Entry>,
  name: string,
  limits: FileLimits,
): Promise<FilesManifest> {
  const entry = entries.get(MANIFEST_NAME);
  if (!entry) throw fileRefused(name, `it has no ${MANIFEST_NAME}, so Keepsake did not make it`);
  if (entry.uncompressedSize > limits.textBytes) throw fileRefused(name, 'its manifest is too long');
  const bytes = await buffer(await openEntry(zip, entry, name));
  try {
    return parseFilesManifest(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof StoredJsonError)
      throw fileRefused(name, `its manifest is none: ${error.message}`, error);
    throw error;
  }
}

/** Throws `StoredJsonError`. */
export function parseFilesManifest(text: string): FilesManifest {
  const manifest = asObject(parseStoredJson(text), 'manifest');
  const format = asOneOf(manifest['format'], [FILES_FORMAT, CSV_FORMAT] as const, 'format');
  const isCsv = format === CSV_FORMAT;
  return {
    format: FILES_FORMAT,
    snapshot: isCsv ? exportedEntry(manifest) : parseSnapshotEntry(manifest['snapshot']),
    ...(isCsv ? { csv: parseDialect(asObject(manifest['csv'], 'csv')) } : {}),
    strapi: asText(manifest['strapi'], 'strapi'),
    plugin: asText(manifest['plugin'], 'plugin'),
    files: asList(manifest['files'], 'files').map(parseListedFile),
    missing: asList(manifest['missing'], 'missing').map((item) => {
      const { code, message, item: what } = asObject(item, 'missing');
      return { code: asText(code, 'code'), message: asText(message, 'message'), item: asText(what, 'item') };
    }),
  };
}

/** An export as CSV says of itself what a snapshot does, under other names. */
function exportedEntry({ id, project, createdAt, counts }: Record<string, unknown>): SnapshotEntry {
  return parseSnapshotEntry({
    id,
    project,
    kind: 'manual',
    state: 'succeeded',
    note: null,
    createdAt,
    finishedAt: createdAt,
    counts: { ...asObject(counts, 'counts'), bytes: 0 },
  });
}

function parseDialect({ delimiter, escapeFormulas }: Record<string, unknown>): CsvDialect {
  return {
    delimiter: asOneOf(delimiter, CSV_DELIMITERS, 'delimiter'),
    escapeFormulas: escapeFormulas !== false,
  };
}

function parseListedFile(value: unknown): ListedFile {
  const file = asObject(value, 'file');
  const sha256 = asText(file['sha256'], 'sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new StoredJsonError('sha256 is none');
  return {
    path: asText(file['path'], 'path'),
    bytes: asCount(file['bytes'], 'bytes'),
    sha256,
    ...(file['contentType'] === undefined ? {} : { contentType: asText(file['contentType'], 'contentType') }),
    ...(file['records'] === undefined ? {} : { records: asCount(file['records'], 'records') }),
  };
}

function checkListed({ files }: FilesManifest, entries: Map<string, Entry>, name: string): void {
  const listed = new Set(files.map(({ path }) => path));
  if (listed.size !== files.length || listed.has(MANIFEST_NAME))
    throw fileRefused(name, 'its manifest lists a file twice');
  for (const { path, bytes } of files) {
    const entry = entries.get(path);
    if (!entry) throw fileRefused(name, `${path} is listed and not there`);
    if (entry.uncompressedSize !== bytes) throw fileRefused(name, `${path} has another size than is listed`);
  }
  for (const path of entries.keys()) {
    if (path !== MANIFEST_NAME && !listed.has(path)) throw fileRefused(name, `${path} is not listed`);
  }
}

async function* readListed(
  zip: ZipFile,
  entry: Entry,
  file: ListedFile,
  name: string,
): AsyncGenerator<Buffer> {
  const sha256 = createHash('sha256');
  try {
    for await (const part of await openEntry(zip, entry, name)) {
      sha256.update(part as Buffer);
      yield part as Buffer;
    }
  } catch (error) {
    throw error instanceof KeepsakeError ? error : fileRefused(name, `${file.path} does not unpack`, error);
  }
  if (sha256.digest('hex') !== file.sha256)
    throw fileRefused(name, `${file.path} is not what its manifest lists; it was changed or damaged`);
}

/** Other unpackers go by the header before the bytes: it has to say what the directory says. */
async function openEntry(zip: ZipFile, entry: Entry, name: string): Promise<NodeJS.ReadableStream> {
  const header = await zip.readLocalFileHeaderPromise(entry);
  if (!header.fileName.equals(entry.fileNameRaw) || header.compressionMethod !== entry.compressionMethod)
    throw fileRefused(name, `${entry.fileName} has another name inside`);
  return zip.openReadStreamPromise(entry);
}

const LOCAL_HEADER = 30;

function notOne(name: string, cause: unknown): KeepsakeError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return fileRefused(name, `it is no whole ZIP (${why})`, cause);
}
