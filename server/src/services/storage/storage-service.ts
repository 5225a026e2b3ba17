import type { Core } from '@strapi/strapi';

import type {
  CheckStorage,
  PlaceDetails,
  RepositoryFacts,
  StorageCheck,
  StorageDetails,
  StoragePlace,
} from '../../../../shared/contracts/storage';
import { asKeepsakeError } from '../../core/errors';
import type { Repository } from '../../core/repository/repository';
import { checkStorage } from '../../core/storage/check-storage';
import { describe } from '../jobs/job-errors';
import { pluginService } from '../plugin-service';
import type { PlaceRepository } from '../repository/place-repository';
import { resolveSecrets } from '../repository/resolve-secret';
import { placeSettings } from './place-settings';
import { storageName } from './storage-name';

export interface StorageService {
  /** Never throws for what is wrong with the storage or the repository: it is the answer that says so. */
  details(): Promise<StorageDetails>;
  /** Writes to the storage, and leaves nothing behind. Throws what making the storage out of its settings throws. */
  check(place?: StoragePlace): Promise<StorageCheck>;
  /** The same in both, where there are two; only the first one's settings have it throw. */
  checkAll(): Promise<CheckStorage['response']['data']>;
}

export function createStorageService({ strapi }: { strapi: Core.Strapi }): StorageService {
  const repositories = () => pluginService(strapi, 'repository');

  async function factsOf(repository: Repository, place: PlaceRepository): Promise<RepositoryFacts> {
    return {
      id: repository.id,
      writer: await place.writer(),
      otherSites: repository.others,
      generation: repository.generation,
      keys: repository.dataKeys,
      secrets: repository.wrappedKeys.locks.length,
      snapshots: repository.snapshots().length,
      ...repository.usage(),
      isDamaged: await place.isDistrusted(),
    };
  }

  const service: StorageService = {
    async details() {
      const [main, cloud = null] = repositories().places();
      return {
        ...(await detailsOf(main!)),
        encryption: sourceOfSecret(),
        cloud: cloud && (await detailsOf(cloud)),
      };
    },

    check: (place = 'main') => checkStorage(repositories().at(place).storage()),

    async checkAll() {
      const hasCloud = repositories().places().length > 1;
      return { ...(await service.check()), cloud: hasCloud ? await checkCloud() : null };
    },
  };

  async function detailsOf(place: PlaceRepository): Promise<PlaceDetails> {
    const { prefix } = placeSettings(strapi, place.place);
    const named = { ...storageName(strapi, place.place), prefix, isPublic: null, repository: null };
    try {
      // Looking at it must not make a repository where no backup was ever asked for.
      if (place.place === 'cloud' && !(await place.isKnown())) return { ...named, error: null };
      const repository = await place.open();
      const isPublic = await place.storage().isPublic();
      const error = repository.behind ? describe(repository.behind) : null;
      return { ...named, isPublic, repository: await factsOf(repository, place), error };
    } catch (caught) {
      return { ...named, error: describe(asKeepsakeError(caught)) };
    }
  }

  function sourceOfSecret(): StorageDetails['encryption'] {
    try {
      return resolveSecrets(strapi).source;
    } catch {
      // Why is the error of opening the repository.
      return 'missing';
    }
  }

  async function checkCloud(): Promise<StorageCheck> {
    try {
      return await service.check('cloud');
    } catch (caught) {
      const error = describe(asKeepsakeError(caught));
      return { steps: [{ name: 'write', state: 'failed', error }], isPublic: null, milliseconds: 0 };
    }
  }

  return service;
}
