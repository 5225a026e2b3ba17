import type { Core } from '@strapi/strapi';

import type { RepositoryFacts, StorageCheck, StorageDetails } from '../../../../shared/contracts/storage';
import { asKeepsakeError } from '../../core/errors';
import type { Repository } from '../../core/repository/repository';
import { checkStorage } from '../../core/storage/check-storage';
import { describe } from '../jobs/job-errors';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import { resolveSecrets } from '../repository/resolve-secret';
import { storageName } from './storage-name';

export interface StorageService {
  /** Never throws for what is wrong with the storage or the repository: it is the answer that says so. */
  details(): Promise<StorageDetails>;
  /** Writes to the storage, and leaves nothing behind. Throws what making the storage out of its settings throws. */
  check(): Promise<StorageCheck>;
}

export function createStorageService({ strapi }: { strapi: Core.Strapi }): StorageService {
  const repositories = () => pluginService(strapi, 'repository');

  async function factsOf(repository: Repository): Promise<RepositoryFacts> {
    return {
      id: repository.id,
      writer: await repositories().writer(),
      otherSites: repository.others,
      generation: repository.generation,
      keys: repository.dataKeys,
      secrets: repository.wrappedKeys.locks.length,
      snapshots: repository.snapshots().length,
      ...repository.usage(),
      isDamaged: await repositories().isDistrusted(),
    };
  }

  return {
    async details() {
      const { prefix } = keepsakeConfig(strapi).storage;
      const named = { ...storageName(strapi), prefix, isPublic: null };
      let encryption: StorageDetails['encryption'] = 'missing';
      try {
        encryption = resolveSecrets(strapi).source;
        const repository = await repositories().open();
        const isPublic = await repositories().storage().isPublic();
        const error = repository.behind ? describe(repository.behind) : null;
        return { ...named, isPublic, encryption, repository: await factsOf(repository), error };
      } catch (caught) {
        return { ...named, encryption, repository: null, error: describe(asKeepsakeError(caught)) };
      }
    },

    check: () => checkStorage(repositories().storage()),
  };
}
