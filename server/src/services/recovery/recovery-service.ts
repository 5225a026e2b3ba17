import type { Core } from '@strapi/strapi';

import type { Problem } from '../../../../shared/contracts/errors';
import type { Recovered } from '../../../../shared/contracts/recovery';
import type { StoragePlace } from '../../../../shared/contracts/storage';
import { asKeepsakeError } from '../../core/errors';
import type { KeepsakeError } from '../../core/errors';
import { kitHtml, recoveryKit } from '../../core/repository/recovery-kit';
import type { KitPlace, RecoveryKit } from '../../core/repository/recovery-kit';
import type { BrokenSnapshot, Manifest, Repository } from '../../core/repository/repository';
import { pluginVersion } from '../../plugin-version';
import { brokenBackup, noteDamage } from '../backups/note-damage';
import { pluginService } from '../plugin-service';

import { problemOf } from '../repository/place-repository';
import type { JoinMode, PlaceRepository } from '../repository/place-repository';
import { resolveSecrets } from '../repository/resolve-secret';
import { placeSettings } from '../storage/place-settings';
import { restoreOrigins, restorePins } from './settings-record/pins';
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

/** What was found in a storage. */
interface Found {
  storage: StoragePlace;
  repository: Repository;
  /** What this site became in it; null when it wrote there before. */
  mode: JoinMode | null;
  roots: Problem[];
  broken: BrokenSnapshot[];
  manifests: Manifest[];
}

const NAMES = { main: 'The first storage', cloud: 'The second storage (storage.cloud)' };

/** What is no reason to leave the other storage alone. Whatever somebody has to decide is. */
const LOST = [
  'repository_missing',
  'storage_unreachable',
  'storage_failed',
  'storage_unreadable',
  'storage_provider_unknown',
  'storage_provider_unsuitable',
];

const RECOVERIES = { adopt: 'storage.adopt', fork: 'storage.fork', none: 'storage.recover' } as const;

export function createRecoveryService({ strapi }: { strapi: Core.Strapi }): RecoveryService {
  const service: RecoveryService = {
    async kit() {
      const [main, cloud = null] = await pluginService(strapi, 'repository').inUse();
      const facts = await kitPlace(main!);
      const second = cloud && (await kitPlace(cloud));
      await pluginService(strapi, 'activity').record({ action: 'kit.download' });
      return recoveryKit({
        ...facts,
        cloud: second,
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
        const { found, problems } = await joinPlaces(mode);
        const [first] = found;
        const broken = found.flatMap((one) => one.broken);
        const manifests = found.flatMap((one) => one.manifests).sort(byAge);
        const settings = await settingsRecord(strapi).restore(manifests);
        const { projects, members, waiting, schedules, templates } = settings;
        const backups = pluginService(strapi, 'backups');
        const storages = found.map(({ storage }) => storage);
        const rows = await backups.reconcile({ everything: true, storages });
        const versions = storages.includes('main')
          ? await pluginService(strapi, 'versions').reconcile({ everything: true })
          : 0;
        await restoreOrigins(strapi, manifests);
        await restorePins(strapi, manifests);
        await noteDamage(strapi, broken);
        await pluginService(strapi, 'activity').record({
          action: RECOVERIES[first!.mode ?? 'none'],
          object: { type: 'repository', id: first!.repository.id },
          details: { backups: rows, projects, members, schedules, templates },
        });
        return {
          repository: first!.repository.id,
          mode: first!.mode,
          storages: found.map(({ storage, repository, mode: joined }) => ({
            storage,
            repository: repository.id,
            mode: joined,
          })),
          snapshots: found.reduce((sum, { repository }) => sum + repository.snapshots().length, 0),
          backups: rows,
          versions,
          projects,
          members,
          membersWaiting: waiting,
          schedules,
          templates,
          otherSites: Math.max(...found.map(({ repository }) => repository.others)),
          problems: [...problems, ...found.flatMap(({ roots }) => roots), ...broken.map(toProblem)],
        };
      }),
  };

  /** A storage that is lost, or cannot be reached, is named; the other one is recovered all the same. */
  async function joinPlaces(mode: JoinMode | null): Promise<{ found: Found[]; problems: Problem[] }> {
    const found: Found[] = [];
    const lost: { place: PlaceRepository; error: KeepsakeError }[] = [];
    const repositories = pluginService(strapi, 'repository');
    repositories.close();
    for (const place of repositories.places()) {
      try {
        found.push(await joinPlace(place, mode));
      } catch (caught) {
        const error = asKeepsakeError(caught);
        if (!LOST.includes(error.code)) throw error;
        lost.push({ place, error });
      }
    }
    if (found.length === 0) throw lost[0]!.error;
    const problems: Problem[] = [];
    for (const { place, error } of lost) {
      // A second storage in which no backup was ever made lacks nothing.
      if (place.place === 'cloud' && error.code === 'repository_missing' && !(await place.isKnown()))
        continue;
      problems.push({ ...problemOf(error), message: `${NAMES[place.place]}: ${error.message}` });
    }
    return { found, problems };
  }

  async function joinPlace(place: PlaceRepository, given: JoinMode | null): Promise<Found> {
    const mode = given ?? (await place.joinNeeded());
    const { repository, roots } = mode ? await place.join(mode) : await lookAtRoots(place);
    const broken = await repository.brokenSnapshots();
    const manifests = await readManifests(repository, broken);
    return { storage: place.place, repository, mode, roots, broken, manifests };
  }

  async function lookAtRoots(place: PlaceRepository): Promise<{ repository: Repository; roots: Problem[] }> {
    const repository = await place.open();
    return { repository, roots: (await repository.rootProblems()).map(problemOf) };
  }

  async function kitPlace(place: PlaceRepository): Promise<KitPlace> {
    const repository = await place.open();
    const { provider, location } = place.storage();
    const { prefix } = placeSettings(strapi, place.place);
    return {
      storage: { provider, location },
      prefix,
      repository: repository.id,
      keys: repository.wrappedKeys,
    };
  }

  return service;
}

function byAge(one: Manifest, other: Manifest): number {
  return Date.parse(one.createdAt) - Date.parse(other.createdAt);
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
