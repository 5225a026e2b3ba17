import type { Knex } from 'knex';

import type { ProjectCounts } from '../../../../shared/contracts/projects';
import { FILE_UID } from '../../core/media/media-of-record';
import { Reader } from '../../core/snapshot/reader';
import type { ReadPlan } from '../../core/snapshot/read-plan';

/** How much a project holds, by two short questions to the database for each content type. */
export async function countProject(db: Knex, plan: ReadPlan): Promise<ProjectCounts> {
  const reader = new Reader(db, plan);
  const counts: ProjectCounts = { entries: 0, files: 0, types: [] };
  for (const type of plan.types) {
    if (type.part !== 'content' && type.part !== 'users' && type.uid !== FILE_UID) continue;
    const documents = await reader.countDocuments(type);
    if (type.uid === FILE_UID) {
      counts.files = documents;
      continue;
    }
    const { uid, displayName } = type;
    counts.entries += documents;
    counts.types.push({ uid, displayName, documents, records: await reader.count(type) });
  }
  return counts;
}
