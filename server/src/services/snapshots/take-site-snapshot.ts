import type { Core } from '@strapi/strapi';

import type { Repository } from '../../core/repository/repository';
import { takeSnapshot } from '../../core/snapshot/take-snapshot';
import type { SnapshotOptions, SnapshotRequest, SnapshotResult } from '../../core/snapshot/take-snapshot';
import type { Storage } from '../../core/storage/storage';
import type { OpenDatabase } from '../../worker/open-database';
import { takeSnapshotInThread } from '../../worker/take-snapshot-in-thread';
import type { HeldLock } from '../jobs/lock-service';
import { createStrapiMediaStore } from '../media/strapi-media-store';
import { pluginService } from '../plugin-service';
import { projectScope } from '../projects/project-scope';
import type { ConsistentRead } from './consistent-read';

/**
 * A snapshot of the project's part of what `read` holds: in a thread, or in this one where the database's settings cannot cross.
 *
 * @throws what `takeSnapshot` throws
 */
export async function takeSiteSnapshot(
  strapi: Core.Strapi,
  repository: Repository,
  read: ConsistentRead,
  request: SnapshotRequest,
  options: SnapshotOptions & { lock: HeldLock },
): Promise<SnapshotResult> {
  const { plan, rules } = await projectScope(strapi, request.project);
  const order = { ...request, rules };
  const media = createStrapiMediaStore(strapi);
  if (read.access) {
    const storage = whileHeld(pluginService(strapi, 'repository').of(repository).storage(), options.lock);
    const source = { database: read.access, ready: read.ready, plan, media };
    return takeSnapshotInThread(repository, storage, source, order, options);
  }
  let opened: OpenDatabase | null = null;
  const open = async () => (opened = await read.open()).db;
  try {
    return await takeSnapshot(repository, { open, plan, media }, order, options);
  } finally {
    await (opened as OpenDatabase | null)?.close();
  }
}

/** Writes only as long as the lock is held: whoever has it now takes the same numbers for other objects. */
function whileHeld(storage: Storage, lock: HeldLock): Storage {
  return {
    ...storage,
    async put(name, body, options) {
      await lock.assertHeld();
      return storage.put(name, body, options);
    },
  };
}
