import type { Core } from '@strapi/strapi';

import type { GetStatus } from '../../../../shared/contracts/backups';
import { asKeepsakeError } from '../../core/errors';
import { describe } from '../jobs/job-errors';
import { pluginService } from '../plugin-service';
import type { Sight } from '../projects/sight';
import { keepsakeConfig } from '../repository/private-directory';
import { resolveSecrets } from '../repository/resolve-secret';
import { storageName } from '../storage/storage-name';

type Status = GetStatus['response']['data'];

export interface StatusService {
  /** Never throws for what is wrong with the repository: it is the answer that says so. */
  status(sight?: Sight): Promise<Status>;
}

export function createStatusService({ strapi }: { strapi: Core.Strapi }): StatusService {
  return {
    async status(sight = null) {
      const { jobs } = await pluginService(strapi, 'jobs').list({
        states: ['running', 'queued'],
        pageSize: 20,
        sight,
      });
      const runningJob = jobs.find(({ state }) => state === 'running') ?? jobs[0] ?? null;
      // Of the storage as a whole.
      const quota = sight === null ? pluginService(strapi, 'quota').limit() : null;
      const hasCloud = keepsakeConfig(strapi).storage.cloud !== undefined;
      const cloud = hasCloud ? storageName(strapi, 'cloud') : null;
      const base = { cloud, storage: { ...storageName(strapi), isPublic: null }, quota, runningJob };
      try {
        const { source } = resolveSecrets(strapi);
        const repository = await pluginService(strapi, 'repository').open();
        if (repository.behind) throw repository.behind;
        const { total } = await pluginService(strapi, 'backups').list(1, 1, sight);
        const isPublic = await pluginService(strapi, 'repository').storage().isPublic();
        const storage = { ...base.storage, isPublic };
        const found = {
          storage,
          encryption: source,
          backups: total,
          storedBytes: await storedIn(sight, repository),
        };
        return { ...base, ...found, ready: true, error: null };
      } catch (caught) {
        const error = describe(asKeepsakeError(caught));
        return { ...base, ready: false, error, encryption: 'missing', backups: 0, storedBytes: 0 };
      }
    },
  };

  async function storedIn(sight: Sight, repository: { storedBytes(): number }): Promise<number> {
    if (sight === null) return repository.storedBytes();
    let sum = 0;
    for (const uid of ['plugin::keepsake.backup', 'plugin::keepsake.version']) {
      const { tableName } = strapi.db.metadata.get(uid);
      const [row] = await strapi.db
        .connection(tableName)
        .whereIn('project', sight)
        .sum({ bytes: 'stored_bytes' });
      sum += Number((row as { bytes: unknown } | undefined)?.bytes ?? 0);
    }
    return sum;
  }
}
