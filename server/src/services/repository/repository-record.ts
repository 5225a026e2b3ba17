import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { StoragePlace } from '../../../../shared/contracts/storage';
import type { Memory } from '../../core/repository/writers';
import { placeKey } from './place-key';
import { siteIdentity } from './site-identity';

/**
 * What this database remembers of the repository, so that a swapped, rolled-back or taken-over storage is noticed.
 *
 * ```
 *   none ──first opening──▶ mine ──before and after each write──▶ mine, newer
 *                            │ the database was copied: the site's identity is another one than the record's
 *                            ▼
 *                          a copy: a writer of its own from now on, which has written nothing yet
 * ```
 */
export interface RepositoryRecord extends Memory {
  repositoryId: string;
  writerId: string;
  /** See site-identity. Absent from records of before. */
  site?: string;
  /** The writer of the site that this one is a copy of. */
  copiedFrom?: string;
}

export interface RepositoryRecords {
  read(): Promise<RepositoryRecord | null>;
  write(record: RepositoryRecord): Promise<void>;
}

export function repositoryRecords(strapi: Core.Strapi, place: StoragePlace): RepositoryRecords {
  const key = placeKey('repository', place);
  const store = strapi.store({ type: 'plugin', name: 'keepsake' });
  return {
    async read() {
      const stored = (await store.get({ key })) as Partial<RepositoryRecord> | null;
      if (!stored) return null;
      const { repositoryId = '', writerId = '', generation = 0, packs = 0, manifests = 0 } = stored;
      const record = { ...stored, repositoryId, writerId, generation, packs, manifests };
      const site = siteIdentity(strapi);
      const mine = { ...record, tokens: stored.tokens ?? [], site };
      return stored.site === undefined || stored.site === site ? mine : copyOf(mine);
    },
    write: (value) => store.set({ key, value: { ...value, site: siteIdentity(strapi) } }),
  };
}

/** A writer that has written nothing, and has seen the repository at this generation. */
export function newWriter(repositoryId: string, generation: number): RepositoryRecord {
  const writerId = randomBytes(8).toString('hex');
  return { repositoryId, writerId, generation, packs: 0, manifests: 0, tokens: [] };
}

function copyOf({ repositoryId, generation, writerId }: RepositoryRecord): RepositoryRecord {
  return { ...newWriter(repositoryId, generation), copiedFrom: writerId };
}
