import { workerData } from 'node:worker_threads';

import { writeExport } from '../core/exports/write-export';
import type { ExportTarget, WrittenExport } from '../core/exports/write-export';
import { decodeKeyRing } from '../core/repository/keys';
import { doWork } from './do-work';
import type { WorkContext } from './do-work';
import { RESERVE } from './export-messages';
import type { ExportWork, ThreadTarget } from './export-messages';
import { openDatabase } from './open-database';
import { callOver } from './remote-port';
import type { Caller } from './remote-port';
import { remoteMedia, remoteStorage } from './remote-stores';

const work = workerData as ExportWork;

/** The thread of an export: reads, writes its format, encrypts what goes to the storage, and ends. */
async function run(context: WorkContext): Promise<WrittenExport> {
  const { stores, database, plan, request, target } = work;
  const call = callOver(stores);
  await context.ready;
  const { db, close } = await openDatabase(database);
  try {
    const source = { db, plan, media: remoteMedia(call) };
    return await writeExport(source, request, targetOf(target, call), context);
  } finally {
    await close();
  }
}

function targetOf(target: ThreadTarget, call: Caller): ExportTarget {
  if (target.kind === 'file') return target;
  const { storage, prefix, exportId, repositoryId, ring } = target;
  const sealing = { repositoryId, keys: decodeKeyRing(Buffer.from(ring)) };
  return {
    kind: 'storage',
    place: { storage: remoteStorage(storage, call), sealing, prefix, exportId },
    reserve: async (pieces) => void (await call(RESERVE, [pieces])),
  };
}

doWork(run, () => work.stores.close());
