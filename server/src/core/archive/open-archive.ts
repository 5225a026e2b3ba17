import { BlockReader } from '../repository/block-reader';
import { isDamage } from '../repository/damage';
import { openFrame, type Sealing } from '../repository/frame';
import { createHashes } from '../repository/hashes';
import { decodeKeyRing, type KeyRing } from '../repository/keys';
import { liveBlocks } from '../repository/live-blocks';
import { decodeManifest } from '../repository/manifest';
import type { PackedBlock } from '../repository/pack';
import type { Manifest, Repository, SnapshotReader } from '../repository/repository';
import { parseSecret, unwrapKeys } from '../repository/secret';
import { StoredJsonError } from '../repository/stored-json';
import { readLeafLines, readTops, readTree } from '../repository/tree';
import { KeepsakeError } from '../errors';
import { openArchiveFile, type ArchiveFile } from './archive-file';
import {
  archiveDamaged,
  archiveTruncated,
  decodeArchiveIndex,
  headLength,
  manifestContext,
  parseArchiveTrailer,
  parseHead,
  PREFIX,
  TRAILER,
  type ArchivedFrame,
  type ArchiveHead,
} from './archive-format';

/** One snapshot, read as out of a repository. */
export interface Archive extends SnapshotReader {
  readonly manifest: Manifest;
  /** Every frame but the manifest. */
  readonly blocks: number;
  close(): Promise<void>;
}

/** What an archive says of itself before anything is opened; not authenticated. */
export async function readArchiveHead(path: string): Promise<ArchiveHead> {
  const file = await openArchiveFile(path);
  try {
    return (await headOf(file)).head;
  } finally {
    await file.close();
  }
}

/**
 * Opens an archive with a person's secret, or with the keys of a repository at hand. Only the latter proves that it was
 * made there: a secret opens whatever was sealed for it.
 *
 * @throws KeepsakeError `file_missing`, `archive_damaged`, `archive_truncated`, `format_unsupported`, `wrong_secret`,
 * `archive_foreign` when it is not of the repository that the keys are of, and what `parseSecret` throws
 */
export async function openArchive(
  path: string,
  by: { secret: string } | { repositoryId: string; keys: KeyRing },
): Promise<Archive> {
  const file = await openArchiveFile(path);
  try {
    const { head, bytes } = await headOf(file);
    const sealing = { repositoryId: head.repositoryId, keys: await keysFor(head, by, file.name) };
    const frames = await readIndex(file, sealing, bytes);
    return await archiveOf(file, sealing, head, bytes.length, frames);
  } catch (error) {
    await file.close();
    throw isDamage(error) ? archiveDamaged(file.name, error.message, error) : error;
  }
}

/** Opens an archive under the keys of a repository: only what was made there opens. */
export function openOwnArchive(repository: Repository, path: string): Promise<Archive> {
  const keys = decodeKeyRing(Buffer.from(repository.handOver().ring));
  return openArchive(path, { repositoryId: repository.id, keys });
}

async function headOf(file: ArchiveFile): Promise<{ head: ArchiveHead; bytes: Buffer }> {
  const prefix = await file.get(file.name, { start: 0, length: Math.min(PREFIX, file.size) });
  const length = headLength(prefix, file.name);
  if (length > file.size) throw archiveTruncated(file.name);
  const bytes = await file.get(file.name, { start: 0, length });
  return { head: parseHead(bytes, file.name), bytes };
}

async function keysFor(
  head: ArchiveHead,
  by: { secret: string } | { repositoryId: string; keys: KeyRing },
  name: string,
): Promise<KeyRing> {
  if ('keys' in by) {
    if (by.repositoryId === head.repositoryId) return by.keys;
    throw foreign(name);
  }
  try {
    return await unwrapKeys(head.keys, parseSecret(by.secret), head.repositoryId);
  } catch (error) {
    if (error instanceof StoredJsonError) throw archiveDamaged(name, error.message, error);
    throw error instanceof KeepsakeError && error.code === 'wrong_secret' ? wrongSecret(name) : error;
  }
}

async function readIndex(file: ArchiveFile, sealing: Sealing, head: Buffer): Promise<ArchivedFrame[]> {
  const end = file.size - TRAILER;
  if (end < head.length) throw archiveTruncated(file.name);
  const trailer = await file.get(file.name, { start: end, length: TRAILER });
  const { indexBytes, frames: count } = parseArchiveTrailer(trailer, file.size, file.name);
  const start = end - indexBytes;
  if (start < head.length) throw archiveDamaged(file.name, 'its trailer is not one');
  const frame = await file.get(file.name, { start, length: indexBytes });
  const plain = await openFrame(sealing, frame, { kind: 'index', object: file.name, context: head });
  const frames = decodeArchiveIndex(plain);
  const bytes = frames?.reduce((sum, { length }) => sum + length, head.length);
  if (!frames || frames.length !== count || bytes !== start || frames.at(-1)?.kind !== 'manifest') {
    throw archiveDamaged(file.name, 'its index does not describe it');
  }
  return frames;
}

async function archiveOf(
  file: ArchiveFile,
  sealing: Sealing,
  head: ArchiveHead,
  start: number,
  frames: ArchivedFrame[],
): Promise<Archive> {
  const places = placed(frames, start);
  const last = places.at(-1) as PackedBlock;
  const manifestFrame = await file.get(file.name, { start: last.offset, length: last.length });
  const manifest = await decodeManifest(sealing, manifestFrame, manifestContext(head.archiveId));
  const hashes = createHashes(sealing.keys.id, 'archive');
  const reader = new BlockReader(file, sealing, hashes);
  const blocks = places.slice(0, -1);
  // To the reader the file is one large pack whose index it knows already.
  reader.learn(file.name, blocks);
  return {
    id: sealing.repositoryId,
    manifest,
    blocks: blocks.length,
    hash: (domain, content) => hashes.hash(domain, content),
    hasher: (domain) => hashes.hasher(domain),
    async readManifest(id) {
      if (id === manifest.id) return manifest;
      throw new KeepsakeError('snapshot_unknown', `The archive holds another snapshot than ${id}.`);
    },
    readBlock: (id, kind) => reader.read(id, kind),
    readTree: (root) => readTree(reader, root),
    readTops: (tops) => readTops(reader, tops),
    readLeafLines: (leaves) => readLeafLines(reader, leaves),
    async *sealedBlocks(of) {
      yield* reader.readSealed(await liveBlocks(reader, only(of)));
    },
    close: () => file.close(),
  };
}

function placed(frames: ArchivedFrame[], start: number): PackedBlock[] {
  let offset = start;
  return frames.map(({ id, kind, length }) => {
    const block = { id, kind: kind as PackedBlock['kind'], offset, length };
    offset += length;
    return block;
  });
}

async function* only(manifest: Manifest): AsyncGenerator<Manifest> {
  yield manifest;
}

function wrongSecret(name: string): KeepsakeError {
  return new KeepsakeError('wrong_secret', `The secret does not open ${name}.`, {
    item: name,
    hint: 'Use the secret of the site that it was downloaded from, as it was at that time.',
  });
}

function foreign(name: string): KeepsakeError {
  return new KeepsakeError('archive_foreign', `${name} was not made from this repository.`, { item: name });
}
