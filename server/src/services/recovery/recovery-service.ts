import type { Core } from '@strapi/strapi';
import { z } from 'zod';

import type { Recovered } from '../../../../shared/contracts/recovery';
import { asKeepsakeError, KeepsakeError } from '../../core/errors';
import { isDamage } from '../../core/repository/damage';
import { recoveryKit } from '../../core/repository/recovery-kit';
import type { RecoveryKit } from '../../core/repository/recovery-kit';
import type { Manifest, Repository } from '../../core/repository/repository';
import { pluginVersion } from '../../plugin-version';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import { resolveSecrets } from '../repository/resolve-secret';
import type { JoinMode } from '../repository/repository-service';

/**
 * The day it happens: the storage and the secret are there, the database is empty, older, or another one.
 *
 * ```
 *   storage + secret ──join as heir or fork (where that is needed)──▶ roots ──▶ rows of backups and projects
 * ```
 */
export interface RecoveryService {
  /**
   * Rebuilds the catalogue from the storage. Without a mode: an empty database adopts, a copied site forks, one that
   * writes there already only gets its rows back.
   *
   * @throws KeepsakeError `repository_missing`, `repository_unknown_writer` and `storage_went_back` (without a mode), and
   * what opening the repository throws
   */
  recover(mode: JoinMode | null): Promise<Recovered>;
  /** What is needed on the day it happens, besides the secret. Throws what opening the repository throws. */
  kit(): Promise<RecoveryKit>;
}

const settingsRecord = z.object({
  projects: z.array(z.object({ slug: z.string().min(1), name: z.string().min(1) })).default([]),
});

export function createRecoveryService({ strapi }: { strapi: Core.Strapi }): RecoveryService {
  return {
    async kit() {
      const repositories = pluginService(strapi, 'repository');
      const repository = await repositories.open();
      const { provider, location } = repositories.storage();
      return recoveryKit({
        provider,
        location,
        prefix: keepsakeConfig(strapi).storage.prefix,
        repository: repository.id,
        keys: repository.wrappedKeys,
        encrypted: resolveSecrets(strapi).source !== 'off',
        plugin: pluginVersion,
        madeAt: new Date(),
      });
    },

    recover: (mode) =>
      pluginService(strapi, 'locks').hold(async () => {
        const repositories = pluginService(strapi, 'repository');
        repositories.close();
        const joined = mode ?? (await repositories.joinNeeded());
        const repository = joined ? await repositories.join(joined) : await repositories.open();
        const { manifests, unreadable } = await readManifests(repository);
        const projects = await pluginService(strapi, 'projects').ensure(projectsOf(manifests));
        const backups = pluginService(strapi, 'backups');
        const rows = await backups.reconcile({ everything: true, unreadable });
        return {
          repository: repository.id,
          mode: joined,
          snapshots: repository.snapshots().length,
          backups: rows,
          projects,
          otherSites: repository.others,
          problems: [...unreadable.values()].map(({ code, message, item }) => ({ code, message, item })),
        };
      }),
  };
}

/** Oldest first. What cannot be read is named, and keeps nothing else from coming back. */
async function readManifests(
  repository: Repository,
): Promise<{ manifests: Manifest[]; unreadable: Map<string, KeepsakeError> }> {
  const manifests: Manifest[] = [];
  const unreadable = new Map<string, KeepsakeError>();
  for (const { id, createdAt } of repository.snapshots()) {
    try {
      manifests.push(await repository.readManifest(id));
    } catch (error) {
      if (!isDamage(error)) throw error;
      unreadable.set(id, lost(createdAt, asKeepsakeError(error)));
    }
  }
  return { manifests, unreadable };
}

/** The newest manifest that knows a project has its say. */
function projectsOf(manifests: Manifest[]): { slug: string; name: string }[] {
  const found = new Map<string, { slug: string; name: string }>();
  for (const { settings } of manifests) {
    const record = settingsRecord.safeParse(settings);
    for (const project of record.success ? record.data.projects : []) found.set(project.slug, project);
  }
  return [...found.values()];
}

function lost(createdAt: string, { code, message, item }: KeepsakeError): KeepsakeError {
  return new KeepsakeError(code, `The backup of ${createdAt} cannot be read. ${message}`, {
    hint: 'Restore from another backup.',
    item,
  });
}
