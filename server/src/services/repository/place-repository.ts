import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { StoragePlace } from '../../../../shared/contracts/storage';
import { KeepsakeError } from '../../core/errors';
import { openRepository } from '../../core/repository/open-repository';
import type { Repository } from '../../core/repository/repository';
import type { Storage } from '../../core/storage/storage';
import { createStorage } from '../storage/create-storage';
import { placeSettings } from '../storage/place-settings';
import { placeKey } from './place-key';
import { keepsakeConfig } from './private-directory';
import { newWriter, repositoryRecords } from './repository-record';
import type { RepositoryRecord } from './repository-record';
import { resolveSecrets } from './resolve-secret';

export type JoinMode = 'adopt' | 'fork';

/** The site's repository in one of its storages. */
export interface PlaceRepository {
  readonly place: StoragePlace;
  /** Opened (and unlocked) on first use; made when the site never had one here. */
  open(): Promise<Repository>;
  /** The same for a write, which this database will know again. Throws what `Repository.behind` says. */
  openToWrite(): Promise<Repository>;
  /** To be called after each write: remembers how far the repository has come. */
  record(): Promise<void>;
  /**
   * Opens what is in the storage, and never makes a repository: as the heir of all that wrote there, or as a writer
   * beside them. A root that is lost is named, and made anew. Throws `repository_missing`.
   */
  join(mode: JoinMode): Promise<{ repository: Repository; roots: Problem[] }>;
  /** What a `join` without a mode comes to: null where this database writes there already and may go on. */
  joinNeeded(): Promise<JoinMode | null>;
  /**
   * Whether a verification found damage since the last full backup. New backups then reference nothing of the old
   * ones, so that they are whole whatever is broken there.
   */
  isDistrusted(): Promise<boolean>;
  distrust(distrusted: boolean): Promise<void>;
  /** Whether this database has ever opened a repository here. */
  isKnown(): Promise<boolean>;
  /** Id under which this database writes; empty before it has opened a repository. */
  writer(): Promise<string>;
  storage(): Storage;
  /** Forgets the opened repository, so that the next use reads the storage again. */
  close(): void;
}

const HOUR_MS = 60 * 60 * 1000;

/** @param onOpened Told of each repository that was opened, before anybody gets it */
export function createPlaceRepository(
  strapi: Core.Strapi,
  place: StoragePlace,
  onOpened: (repository: Repository) => void,
): PlaceRepository {
  let opened: Promise<Repository> | null = null;
  let storage: Storage | null = null;
  const store = strapi.store({ type: 'plugin', name: 'keepsake' });
  const records = repositoryRecords(strapi, place);
  const distrustKey = placeKey('distrusted', place);

  const service: PlaceRepository = {
    place,

    storage() {
      storage ??= createStorage(strapi, place);
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

    async openToWrite() {
      const repository = await service.open();
      if (repository.behind) throw repository.behind;
      repository.announce(randomBytes(12).toString('base64url'));
      await service.record();
      return repository;
    },

    async record() {
      const repository = await service.open();
      const known = (await records.read()) ?? newWriter(repository.id, 0);
      await records.write({ ...known, ...repository.memory, repositoryId: repository.id });
    },

    async join(mode) {
      service.close();
      const known = await records.read();
      const fresh = newWriter('', known?.generation ?? 0);
      const repository = await openAs(fresh, false);
      const isSame = known?.repositoryId === repository.id;
      repository.announce(randomBytes(12).toString('base64url'));
      const { id: repositoryId } = repository;
      const lost = isSame && known ? { ...known, id: known.writerId } : undefined;
      const damaged = await repository.rootProblems();
      const found = await repository.join(mode, lost);
      await records.write({ ...fresh, ...repository.memory, repositoryId });
      opened = Promise.resolve(repository);
      const looked = mode === 'adopt' ? ` ${lookedFor(found)}` : '';
      const mended = ({ message }: KeepsakeError) => `${message} It was written anew.${looked}`;
      return { repository, roots: damaged.map((root) => ({ ...problemOf(root), message: mended(root) })) };
    },

    async joinNeeded() {
      const known = await records.read();
      if (!known) return 'adopt';
      const repository = await service.open();
      if (repository.behind) throw repository.behind;
      const hasWritten = repository.writers.includes(known.writerId);
      if (hasWritten || repository.writers.length === 0) return null;
      return known.copiedFrom ? 'fork' : 'adopt';
    },

    async isKnown() {
      return (await records.read()) !== null;
    },

    async writer() {
      return (await records.read())?.writerId ?? '';
    },

    async isDistrusted() {
      return (await store.get({ key: distrustKey })) === true;
    },

    async distrust(distrusted) {
      if ((await service.isDistrusted()) !== distrusted)
        await store.set({ key: distrustKey, value: distrusted });
    },

    close() {
      opened = null;
      storage = null;
    },
  };

  async function movedOn(repository: Repository | null): Promise<boolean> {
    return repository === null || ((await records.read())?.generation ?? 0) > repository.generation;
  }

  async function openOnce(): Promise<Repository> {
    const known = await records.read();
    const record = known ?? newWriter('', 0);
    // A site that had backups must not silently start over in an empty storage.
    const repository = await openAs(record, known === null);
    if (known && known.repositoryId !== repository.id) throw foreign();
    const isCopy = known?.copiedFrom !== undefined && known.tokens?.length === 0;
    if (!known || isCopy) await records.write({ ...record, repositoryId: repository.id });
    if (isCopy) sayThatItForks();
    return repository;
  }

  async function openAs(record: RepositoryRecord, create: boolean): Promise<Repository> {
    const { writerId, generation, packs, manifests, tokens } = record;
    const { secrets } = resolveSecrets(strapi);
    const { cleanUp } = keepsakeConfig(strapi);
    const repository = await openRepository({
      storage: service.storage(),
      prefix: placeSettings(strapi, place).prefix,
      secret: secrets,
      writerId,
      known: { generation, packs, manifests, tokens },
      create,
      clock: { now: () => new Date(), graceMs: cleanUp.graceHours * HOUR_MS },
    });
    onOpened(repository);
    return repository;
  }

  function sayThatItForks(): void {
    strapi.log.warn(
      'keepsake: this site is a copy of another one and uses the same storage. It makes its own backups beside the ' +
        "other's and deletes none of those. If this is the site that goes on, run keepsake recover --adopt.",
    );
  }

  return service;
}

export function problemOf({ code, message, item }: KeepsakeError): Problem {
  return { code, message, item };
}

function lookedFor(found: string[]): string {
  const result = found.length === 0 ? 'there are none' : `found: ${found.join(', ')}`;
  return `Backups that it alone may have named were looked for; ${result}.`;
}

function foreign(): KeepsakeError {
  return new KeepsakeError(
    'repository_foreign',
    "The storage holds another site's backups, not this one's.",
    {
      hint:
        'Check the storage settings (directory, bucket, prefix): each site needs a place of its own. To go on with ' +
        'what is there, run keepsake recover --adopt.',
    },
  );
}
