import type { Core } from '@strapi/strapi';

import type { GetStatus } from '../../../../shared/contracts/backups';
import { asKeepsakeError } from '../../core/errors';
import { describe } from '../jobs/job-service';
import { pluginService } from '../plugin-service';
import { privateDirectoryName } from '../repository/private-directory';
import { resolveSecret } from '../repository/resolve-secret';

type Status = GetStatus['response']['data'];

export interface StatusService {
  /** Never throws for what is wrong with the repository: it is the answer that says so. */
  status(): Promise<Status>;
}

export function createStatusService({ strapi }: { strapi: Core.Strapi }): StatusService {
  return {
    async status() {
      const storage = pluginService(strapi, 'repository').storage();
      const [runningJob = null] = await pluginService(strapi, 'jobs').list('running');
      const base = {
        storage: { provider: storage.provider, location: privateDirectoryName(strapi) },
        runningJob,
      };
      try {
        const { source } = resolveSecret(strapi);
        const repository = await pluginService(strapi, 'repository').open();
        if (repository.behind) throw repository.behind;
        const { bytes } = repository.usage();
        const { total } = await pluginService(strapi, 'backups').list(1, 1);
        return { ...base, ready: true, error: null, encryption: source, backups: total, storedBytes: bytes };
      } catch (caught) {
        const error = describe(asKeepsakeError(caught));
        return { ...base, ready: false, error, encryption: 'missing', backups: 0, storedBytes: 0 };
      }
    },
  };
}
