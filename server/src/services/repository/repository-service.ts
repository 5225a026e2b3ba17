import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { KeepsakeError } from '../../core/errors';
import { openRepository } from '../../core/repository/open-repository';
import type { Repository } from '../../core/repository/repository';
import type { Storage } from '../../core/storage/storage';
import { createStorage } from '../storage/create-storage';
import { keepsakeConfig } from './private-directory';
import { resolveSecret } from './resolve-secret';

/** What this database remembers of the repository, so that a swapped or rolled-back storage is noticed. */
interface Recorded {
  repositoryId: string;
  writerId: string;
  generation: number;
}

export interface RepositoryService {
  /** The site's repository, opened (and unlocked) on first use; made when the site never had one. */
  open(): Promise<Repository>;
  /** To be called after each write: remembers how far the repository has come. */
  record(): Promise<void>;
  /**
   * Whether a verification found damage since the last full backup. New backups then reference nothing of the old
   * ones, so that they are whole whatever is broken there.
   */
  isDistrusted(): Promise<boolean>;
  distrust(distrusted: boolean): Promise<void>;
  storage(): Storage;
  /** Forgets the opened repository, so that the next use reads the storage again. */
  close(): void;
}

export function createRepositoryService({ strapi }: { strapi: Core.Strapi }): RepositoryService {
  let opened: Promise<Repository> | null = null;
  let storage: Storage | null = null;
  const store = strapi.store({ type: 'plugin', name: 'keepsake' });

  const recorded = async () => (await store.get({ key: 'repository' })) as Recorded | null;

  const service: RepositoryService = {
    storage() {
      storage ??= createStorage(strapi);
      return storage;
    },

    async open() {
      // A command line beside this server, or another server, may have written since.
      if (opened && (await movedOn(await opened.catch(() => null)))) opened = null;
      opened ??= openOnce();
      try {
        return await opened;
      } catch (error) {
        opened = null;
        throw error;
      }
    },

    async record() {
      const repository = await service.open();
      const known = await recorded();
      const value: Recorded = {
        repositoryId: repository.id,
        writerId: known?.writerId ?? randomBytes(8).toString('hex'),
        generation: repository.generation,
      };
      await store.set({ key: 'repository', value });
    },

    async isDistrusted() {
      return (await store.get({ key: 'distrusted' })) === true;
    },

    async distrust(distrusted) {
      if ((await service.isDistrusted()) !== distrusted)
        await store.set({ key: 'distrusted', value: distrusted });
    },

    close() {
      opened = null;
      storage = null;
    },
  };

  async function movedOn(repository: Repository | null): Promise<boolean> {
    return repository === null || ((await recorded())?.generation ?? 0) > repository.generation;
  }

  async function openOnce(): Promise<Repository> {
    const { secret } = resolveSecret(strapi);
    const known = await recorded();
    const writerId = known?.writerId ?? randomBytes(8).toString('hex');
    const repository = await openRepository({
      storage: service.storage(),
      prefix: keepsakeConfig(strapi).storage.prefix,
      secret,
      writerId,
      known: known ? { generation: known.generation } : undefined,
      // A site that had backups must not silently start over in an empty storage.
      create: known === null,
    });
    if (known && known.repositoryId !== repository.id) throw foreign();
    if (!known) {
      await store.set({
        key: 'repository',
        value: {
          repositoryId: repository.id,
          writerId,
          generation: repository.generation,
        } satisfies Recorded,
      });
    }
    return repository;
  }

  return service;
}

function foreign(): KeepsakeError {
  return new KeepsakeError(
    'repository_foreign',
    "The storage holds another site's backups, not this one's.",
    {
      hint: 'Check the storage settings (directory, bucket, prefix): each site needs a place of its own.',
    },
  );
}
