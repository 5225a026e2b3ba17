import type { Core } from '@strapi/strapi';

import type { StoragePlace } from '../../../../shared/contracts/storage';
import type { Repository } from '../../core/repository/repository';
import { cloudUnavailable } from '../storage/place-settings';
import { createPlaceRepository } from './place-repository';
import type { PlaceRepository } from './place-repository';
import { keepsakeConfig } from './private-directory';

/**
 * The site's repositories: one in each of its storages, each with keys, roots and writers of its own. What is asked of
 * the service itself is asked of the first (`main`): there are versions, exports and what else names no storage.
 */
export interface RepositoryService extends PlaceRepository {
  /** Throws `cloud_unavailable` for a second storage that is not configured. */
  at(place: StoragePlace): PlaceRepository;
  /** Those that are configured. */
  places(): PlaceRepository[];
  /** Of those, the ones that something may lie in: the first, and a second that was ever opened. */
  inUse(): Promise<PlaceRepository[]>;
  /** Where a repository is that was opened here. */
  of(repository: Repository): PlaceRepository;
  /** The opened repository of this id; null where none of the storages holds it or it cannot be opened. */
  withId(repositoryId: string): Promise<Repository | null>;
}

export function createRepositoryService({ strapi }: { strapi: Core.Strapi }): RepositoryService {
  const opened = new WeakMap<Repository, PlaceRepository>();
  const create = (place: StoragePlace): PlaceRepository => {
    const made = createPlaceRepository(strapi, place, (repository) => void opened.set(repository, made));
    return made;
  };
  const main = create('main');
  const cloud = create('cloud');

  const service: RepositoryService = {
    ...main,

    at(place) {
      if (place === 'main') return main;
      if (!keepsakeConfig(strapi).storage.cloud) throw cloudUnavailable();
      return cloud;
    },

    places: () => (keepsakeConfig(strapi).storage.cloud ? [main, cloud] : [main]),

    async inUse() {
      return service.places().length > 1 && (await cloud.isKnown()) ? [main, cloud] : [main];
    },

    of(repository) {
      const place = opened.get(repository);
      if (!place) throw new RangeError('This repository was not opened by this service.');
      return place;
    },

    async withId(repositoryId) {
      for (const place of await service.inUse()) {
        const repository = await place.open().catch(() => null);
        if (repository?.id === repositoryId) return repository;
      }
      return null;
    },

    close() {
      main.close();
      cloud.close();
    },
  };

  return service;
}
