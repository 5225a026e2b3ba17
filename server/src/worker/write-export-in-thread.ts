import { MessageChannel } from 'node:worker_threads';

import type { AnyExportRequest, ExportTarget, WrittenExport } from '../core/exports/write-export';
import { KeepsakeError } from '../core/errors';
import type { ExportOptions } from '../core/formats/record-source';
import { encodeKeyRing } from '../core/repository/keys';
import type { Storage } from '../core/storage/storage';
import { RESERVE } from './export-messages';
import type { ExportWork, ThreadTarget } from './export-messages';
import { serve } from './remote-port';
import type { Methods } from './remote-port';
import { serveStores, traitsOf } from './remote-stores';
import { runThread } from './run-thread';
import type { ThreadSource } from './take-snapshot-in-thread';

/**
 * `writeExport` in a thread of its own, so that the site goes on answering.
 *
 * @throws what `writeExport` throws, and KeepsakeError `thread_ended` when the thread died of itself
 */
export async function writeExportInThread(
  { database, ready, plan, media }: ThreadSource,
  request: AnyExportRequest,
  target: ExportTarget,
  { signal, onProgress }: ExportOptions = {},
): Promise<WrittenExport> {
  signal?.throwIfAborted();
  const { port1: stores, port2 } = new MessageChannel();
  const work: ExportWork = { stores: port2, database, plan, request, target: crossing(target) };
  serve(stores, methodsFor(target, media, signal));
  try {
    return await runThread<WrittenExport>({
      script: 'export-thread.js',
      work,
      transfer: [port2],
      ready,
      signal,
      onProgress,
      ended,
    });
  } finally {
    stores.close();
  }
}

function crossing(target: ExportTarget): ThreadTarget {
  if (target.kind === 'file') return target;
  const { storage, sealing, prefix, exportId } = target.place;
  const { repositoryId, keys } = sealing;
  return {
    kind: 'storage',
    storage: traitsOf(storage),
    prefix,
    exportId,
    repositoryId,
    ring: encodeKeyRing(keys),
  };
}

function methodsFor(
  target: ExportTarget,
  media: ThreadSource['media'],
  signal: AbortSignal | undefined,
): Methods {
  if (target.kind === 'file') return serveStores(noStorage, media, signal);
  return {
    ...serveStores(target.place.storage, media, signal),
    [RESERVE]: (pieces: number) => target.reserve(pieces),
  };
}

const refuse = () => Promise.reject(new Error('An export into a file has no storage.'));
const noStorage: Storage = {
  provider: 'none',
  location: '',
  can: { range: false, list: false },
  put: refuse,
  get: refuse,
  delete: refuse,
  isPublic: refuse,
};

function ended(cause?: unknown): KeepsakeError {
  return new KeepsakeError('thread_ended', 'The thread that made the export ended before it had finished.', {
    hint: 'Nothing of the export was kept; make it again. If it happens again, give the server more memory.',
    transient: true,
    cause,
  });
}
