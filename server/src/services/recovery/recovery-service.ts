import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { Recovered } from '../../../../shared/contracts/recovery';
import { kitHtml, recoveryKit } from '../../core/repository/recovery-kit';
import type { RecoveryKit } from '../../core/repository/recovery-kit';
import type { BrokenSnapshot, Manifest, Repository } from '../../core/repository/repository';
import { pluginVersion } from '../../plugin-version';
import { brokenBackup, noteDamage } from '../backups/note-damage';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import { resolveSecrets } from '../repository/resolve-secret';
import { problemOf } from '../repository/repository-service';
import type { JoinMode } from '../repository/repository-service';
import { settingsRecord } from './settings-record/settings-record';

/**
 * The day it happens: the storage and the secret are there, the database is empty, older, or another one.
 *
 * ```
 *   storage + secret ──join as heir or fork (where that is needed)──▶ roots ──▶ rows of backups, versions, projects, schedules, templates
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
  /** The same as a page to be kept as a file or printed. Throws the same. */
  kitPage(): Promise<{ fileName: string; html: string }>;
}

const RECOVERIES = { adopt: 'storage.adopt', fork: 'storage.fork', none: 'storage.recover' } as const;

export function createRecoveryService({ strapi }: { strapi: Core.Strapi }): RecoveryService {
  const service: RecoveryService = {
    async kit() {
      const repositories = pluginService(strapi, 'repository');
      const repository = await repositories.open();
      const { provider, location } = repositories.storage();
      await pluginService(strapi, 'activity').record({ action: 'kit.download' });
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

    async kitPage() {
      const kit = await service.kit();
      return { fileName: `keepsake-recovery-kit-${kit.madeAt.slice(0, 10)}.html`, html: kitHtml(kit) };
    },

    recover: (mode) =>
      pluginService(strapi, 'locks').hold(async () => {
        const repositories = pluginService(strapi, 'repository');
        repositories.close();
        const joined = mode ?? (await repositories.joinNeeded());
        const { repository, roots } = joined ? await repositories.join(joined) : await lookAtRoots();
        const broken = await repository.brokenSnapshots();
        const manifests = await readManifests(repository, broken);
        const { projects, schedules, templates } = await settingsRecord(strapi).restore(manifests);
        const backups = pluginService(strapi, 'backups');
        const rows = await backups.reconcile({ everything: true });
        const versions = await pluginService(strapi, 'versions').reconcile({ everything: true });
        await noteDamage(strapi, broken);
        await pluginService(strapi, 'activity').record({
          action: RECOVERIES[joined ?? 'none'],
          object: { type: 'repository', id: repository.id },
          details: { backups: rows, projects, schedules, templates },
        });
        return {
          repository: repository.id,
          mode: joined,
          snapshots: repository.snapshots().length,
          backups: rows,
          versions,
          projects,
          schedules,
          templates,
          otherSites: repository.others,
          problems: [...roots, ...broken.map(toProblem)],
        };
      }),
  };

  async function lookAtRoots(): Promise<{ repository: Repository; roots: Problem[] }> {
    const repository = await pluginService(strapi, 'repository').open();
    return { repository, roots: (await repository.rootProblems()).map(problemOf) };
  }

  return service;
}

/** Oldest first, without those that cannot be read. */
async function readManifests(repository: Repository, broken: BrokenSnapshot[]): Promise<Manifest[]> {
  const lost = new Set(broken.filter(({ isReadable }) => !isReadable).map(({ entry }) => entry.id));
  const manifests: Manifest[] = [];
  for (const { id } of repository.snapshots())
    if (!lost.has(id)) manifests.push(await repository.readManifest(id));
  return manifests;
}

/** Under the code of the damage, and naming the backup that it costs. */
function toProblem(broken: BrokenSnapshot): Problem {
  const { message, item } = brokenBackup(broken);
  return { code: broken.damage.code, message, item };
}
