import type { Core } from '@strapi/strapi';

import type { Repository } from '../../core/repository/repository';
import { takeSnapshot } from '../../core/snapshot/take-snapshot';
import type { SnapshotOptions, SnapshotRequest, SnapshotResult } from '../../core/snapshot/take-snapshot';
import { takeSnapshotInThread } from '../../worker/take-snapshot-in-thread';
import { createStrapiMediaStore } from '../media/strapi-media-store';
import { pluginService } from '../plugin-service';
import { compileReadPlan } from './compile-read-plan';
import type { ConsistentRead } from './consistent-read';

/**
 * A snapshot of what `read` holds: in a thread, or in this one where the database's settings cannot cross.
 *
 * @throws what `takeSnapshot` throws
 */
export async function takeSiteSnapshot(
  strapi: Core.Strapi,
  repository: Repository,
  read: ConsistentRead,
  request: SnapshotRequest,
  options: SnapshotOptions,
): Promise<SnapshotResult> {
  const plan = compileReadPlan(strapi);
  const media = createStrapiMediaStore(strapi);
  if (read.access) {
    const storage = pluginService(strapi, 'repository').storage();
    const source = { database: read.access, plan, media };
    return takeSnapshotInThread(repository, storage, source, request, options);
  }
  const { db, close } = await read.open();
  try {
    return await takeSnapshot(repository, { db, plan, media }, request, options);
  } finally {
    await close();
  }
}
