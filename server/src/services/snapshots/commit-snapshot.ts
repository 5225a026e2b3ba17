import type { Core } from '@strapi/strapi';

import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import type { Manifest, Repository, SnapshotKind } from '../../core/repository/repository';
import type { SnapshotOptions, SnapshotResult } from '../../core/snapshot/take-snapshot';
import { pluginVersion } from '../../plugin-version';
import { parentOf } from './parent-of';
import type { HeldLock } from '../jobs/lock-service';
import { pluginService } from '../plugin-service';
import { settingsRecord } from '../recovery/settings-record/settings-record';
import { openConsistentRead } from './consistent-read';
import type { ConsistentRead } from './consistent-read';
import { takeSiteSnapshot } from './take-site-snapshot';

/** What is to be committed; `settings` is what its manifest keeps besides the project. */
export interface SnapshotOrder {
  id: string;
  project: string;
  kind: SnapshotKind;
  note: string | null;
  createdAt: string;
  strapiVersion: string;
  settings?: Record<string, unknown>;
  reread?: boolean | ReadonlySet<string>;
}

export interface CommitOptions extends SnapshotOptions {
  lock: HeldLock;
}

const DAMAGE = ['object_missing', 'object_damaged', 'object_truncated', 'block_unknown'];

/**
 * Reads the whole project as it is now and commits it as one snapshot, upon the project's last one. `repository` was
 * opened to write, under the lock. When it returns, the snapshot is in the storage and the database has noted it.
 */
export async function commitSnapshot(
  strapi: Core.Strapi,
  repository: Repository,
  order: SnapshotOrder,
  options: CommitOptions,
): Promise<SnapshotResult> {
  const place = pluginService(strapi, 'repository').of(repository);
  const read = openConsistentRead(strapi);
  try {
    const result = await pluginService(strapi, 'quota').within(repository, options.lock, (room) =>
      takeWhole(strapi, repository, read, { ...order, room }, options),
    );
    await options.lock.assertHeld();
    await repository.refresh();
    assertListed(repository, order.id);
    await place.record();
    return result;
  } finally {
    await read.close();
  }
}

/** Another site may have put its root in the same moment: what then is not listed counts as not made. */
export function assertListed(repository: Repository, id: string): void {
  if (repository.snapshots().some((snapshot) => snapshot.id === id)) return;
  throw new KeepsakeError('repository_changed', 'Another site wrote to the storage in the same moment.', {
    hint: 'Make it again.',
    item: id,
    transient: true,
  });
}

/** Upon its predecessor where that can be read; a damaged one must not keep the site from being backed up. */
async function takeWhole(
  strapi: Core.Strapi,
  repository: Repository,
  read: ConsistentRead,
  order: SnapshotOrder & { room: number | null },
  options: CommitOptions,
): Promise<SnapshotResult> {
  const settings = { ...(await settingsRecord(strapi).collect(order.project)), ...order.settings };
  const upon = (previous: Manifest | null) => ({
    ...order,
    previous,
    pluginVersion,
    settings,
    reread: order.reread ?? false,
  });
  const place = pluginService(strapi, 'repository').of(repository);
  const parent = await parentOf(strapi, repository, order.project);
  if (parent && !(await place.isDistrusted())) {
    try {
      const request = upon(await repository.readManifest(parent.id));
      return await takeSiteSnapshot(strapi, repository, read, request, options);
    } catch (error) {
      if (!DAMAGE.includes(asKeepsakeError(error).code)) throw error;
      strapi.log.warn(
        `keepsake: ${asKeepsakeError(error).message} This snapshot is made in full, upon none of the old ones.`,
      );
    }
  }
  const result = await takeSiteSnapshot(strapi, repository, read, upon(null), options);
  await place.distrust(false);
  return result;
}
