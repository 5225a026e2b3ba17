import type { Core } from '@strapi/strapi';

import type { Repository, SnapshotEntry } from '../../core/repository/repository';
import { isPart } from '../../core/restore/onto-empty-site';
import { jobTable } from '../jobs/job-row';

/**
 * The snapshot that a project's next one is built upon: the newest, or what all content was made equal to since then.
 * After a recovery the newest is the safety backup of an empty site, upon which everything would be stored once more.
 */
export async function parentOf(
  strapi: Core.Strapi,
  repository: Repository,
  project: string,
): Promise<SnapshotEntry | null> {
  const all = repository.snapshots().filter((snapshot) => snapshot.project === project);
  const own = repository.snapshots({ own: true }).filter((snapshot) => snapshot.project === project);
  const newest = own.at(-1) ?? all.at(-1) ?? null;
  const restored = newest && (await lastWholeRestore(strapi, project, newest.createdAt));
  return all.find(({ id }) => id === restored) ?? newest;
}

/** documentId of the backup, null where none was restored since `since`. */
async function lastWholeRestore(strapi: Core.Strapi, project: string, since: string): Promise<string | null> {
  const [last] = await jobTable(strapi).findMany({
    where: {
      type: 'restore',
      project,
      state: { $in: ['succeeded', 'partial'] },
      finishedAt: { $gt: new Date(since) },
    },
    orderBy: { finishedAt: 'desc' },
    limit: 1,
  });
  if (!last?.selection || last.selection.mode === 'skip' || isPart(last.selection)) return null;
  return last.backupId;
}
