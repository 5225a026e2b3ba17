import { randomBytes } from 'node:crypto';

import { randomBlockId, readFrameHeader, sealFrame, type Sealing } from '../repository/frame';
import { decodeKeyRing } from '../repository/keys';
import { encodeManifest } from '../repository/manifest';
import type { Manifest, Repository } from '../repository/repository';
import {
  encodeArchiveIndex,
  encodeArchiveTrailer,
  encodeHead,
  manifestContext,
  type ArchivedFrame,
} from './archive-format';

/**
 * The bytes of a snapshot's archive, piece by piece: never more in memory than what is read from the storage at once.
 * Every block is proven to open before it is handed on, so what comes out whole is whole.
 *
 * @throws KeepsakeError `object_missing` or `object_damaged` for a snapshot that is not; what came before is no archive
 */
export async function* writeArchive(
  repository: Repository,
  manifest: Manifest,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const { wrapped, ring } = repository.handOver();
  const sealing: Sealing = { repositoryId: repository.id, keys: decodeKeyRing(Buffer.from(ring)) };
  const archiveId = randomBytes(16).toString('hex');
  const head = encodeHead({ archiveId, repositoryId: repository.id, keys: wrapped });
  yield head;
  const frames: ArchivedFrame[] = [];
  let bytes = head.length;
  for await (const { id, kind, frame } of repository.sealedBlocks(manifest)) {
    signal?.throwIfAborted();
    frames.push({ id, kind, length: frame.length });
    bytes += frame.length;
    yield frame;
  }
  const last = await encodeManifest(sealing, manifest, manifestContext(archiveId));
  frames.push({ id: readFrameHeader(last)?.id ?? '', kind: 'manifest', length: last.length });
  yield last;
  const index = await sealIndex(sealing, head, frames);
  yield index;
  bytes += last.length + index.length;
  yield endOf({ indexBytes: index.length, frames: frames.length, bytes });
}

function sealIndex(sealing: Sealing, head: Buffer, frames: ArchivedFrame[]): Promise<Buffer> {
  const plain = encodeArchiveIndex(frames);
  return sealFrame(sealing, { kind: 'index', id: randomBlockId(), plain, context: head });
}

function endOf(file: { indexBytes: number; frames: number; bytes: number }): Buffer {
  const { length } = encodeArchiveTrailer(file);
  return encodeArchiveTrailer({ ...file, bytes: file.bytes + length });
}
