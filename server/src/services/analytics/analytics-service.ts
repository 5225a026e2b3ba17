import type { Core } from '@strapi/strapi';

import type { StorageUsage, UsageOfType } from '../../../../shared/contracts/analytics';
import type { StoragePlace } from '../../../../shared/contracts/storage';
import type { LargeFile, TypeUsage, Usage } from '../../core/analytics/measure-usage';
import type { Repository } from '../../core/repository/repository';
import type { Survey, SurveyMemory } from '../../core/repository/survey';
import { pluginService } from '../plugin-service';

/**
 * What takes the room in the storage, and what would free some.
 *
 *   nothing read ──asked──▶ measured at a generation of the root ──asked, the root is the same──▶ answered from memory
 *                               ▲        │ another generation
 *                               └────────┘ only pieces are read that no snapshot before had
 */
export interface AnalyticsService {
  /** Throws what opening the repository there throws, and the damage of a snapshot that cannot be read. */
  usage(place?: StoragePlace): Promise<StorageUsage>;
}

interface Measured {
  repository: Repository;
  generation: number;
  survey: Survey;
  usage: Usage;
}

export function createAnalyticsService({ strapi }: { strapi: Core.Strapi }): AnalyticsService {
  const measured = new Map<StoragePlace, Measured>();
  const measuring = new Map<StoragePlace, Promise<Measured>>();
  /** Of each repository by its id: another one has other pieces. */
  const memories = new Map<string, SurveyMemory>();

  return {
    async usage(place = 'main') {
      const repository = await pluginService(strapi, 'repository').at(place).open();
      const underWay = measuring.get(place) ?? measure(place, repository);
      measuring.set(place, underWay);
      const { usage, survey } = await underWay.finally(() => measuring.delete(place));
      const storedBytes = repository.storedBytes();
      return {
        measuredAt: new Date().toISOString(),
        storedBytes,
        neededBytes: usage.neededBytes,
        cleanableBytes: usage.cleanableBytes,
        logicalBytes: usage.logicalBytes,
        savedBytes: {
          deduplication: Math.max(0, usage.apartBytes - usage.neededBytes),
          compression: Math.max(0, usage.logicalBytes - usage.apartBytes),
        },
        retention: await retentionOf(survey),
        quota: pluginService(strapi, 'quota').limit(place),
        projects: usage.projects,
        kinds: usage.kinds,
        types: usage.types.map(named),
        snapshots: snapshotsOf(survey, usage),
        growth: growthOf(survey, usage),
        files: await filesOf(usage.files),
      };
    },
  };

  async function measure(place: StoragePlace, repository: Repository): Promise<Measured> {
    const { generation } = repository;
    const last = measured.get(place);
    if (last?.repository === repository && last.generation === generation) return last;
    // At first use: most processes never measure anything.
    const { SurveyMemory: Memory } = await import('../../core/repository/survey');
    const { measureUsage } = await import('../../core/analytics/measure-usage');
    const known = memories.get(repository.id) ?? new Memory();
    memories.set(repository.id, known);
    const survey = await repository.survey(known).catch((error: unknown) => {
      // A clean-up beside it took packs away that were being looked at: once more, as the storage is now.
      if (repository.generation === generation) throw error;
      return repository.survey(known);
    });
    const found = { repository, generation, survey, usage: measureUsage(survey) };
    measured.set(place, found);
    return found;
  }

  async function retentionOf(survey: Survey): Promise<StorageUsage['retention']> {
    const { freedBytes } = await import('../../core/analytics/freed-bytes');
    const ids = new Set(await pluginService(strapi, 'retention').removable());
    const leaving = survey.snapshots.flatMap(({ entry }, index) => (ids.has(entry.id) ? [index] : []));
    // A backup that failed is in the list and not in the storage.
    return { snapshots: leaving.length, freedBytes: freedBytes(survey, new Set(leaving)) };
  }

  /** By the names that they have in the media library; of those that are gone, by what their file was called. */
  async function filesOf(files: LargeFile[]): Promise<StorageUsage['files']> {
    const parts = files.map(({ key }) => key.split('/'));
    const rows = (await strapi.db.query('plugin::upload.file').findMany({
      select: ['documentId', 'name'],
      where: { documentId: { $in: parts.map(([documentId = '']) => documentId) } },
    })) as { documentId: string; name: string }[];
    const names = new Map(rows.map(({ documentId, name }) => [documentId, name]));
    return files.map(({ key: _key, name, ...file }, at) => {
      const [documentId = '', variant] = parts[at]!;
      const live = names.get(documentId);
      return { ...file, name: live ? `${live}${variant ? ` (${variant})` : ''}` : name };
    });
  }

  /** The name that the type has by now; one that is gone has only its id. */
  function named(type: TypeUsage): UsageOfType {
    const found = type.uid ? strapi.contentTypes[type.uid as never] : undefined;
    const { displayName = null } = (found as { info?: { displayName?: string } } | undefined)?.info ?? {};
    return { ...type, displayName };
  }
}

function snapshotsOf({ snapshots }: Survey, usage: Usage): StorageUsage['snapshots'] {
  return snapshots
    .map(({ entry: { id, project, kind, note, createdAt } }, index) => {
      const { logicalBytes, addedBytes, ownBytes, freedBytes } = usage.snapshots[index]!;
      return { id, project, kind, note, createdAt, logicalBytes, addedBytes, ownBytes, freedBytes };
    })
    .reverse();
}

function growthOf({ snapshots }: Survey, usage: Usage): StorageUsage['growth'] {
  let bytes = 0;
  return snapshots.map(({ entry }, index) => {
    bytes += usage.snapshots[index]!.addedBytes;
    return { at: entry.createdAt, bytes };
  });
}
