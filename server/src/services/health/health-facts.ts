import type { Core } from '@strapi/strapi';

import type { Schedule } from '../../../../shared/contracts/schedules';
import type { StorageCheck, StoragePlace } from '../../../../shared/contracts/storage';
import type { KeepsakeConfig } from '../../config';
import { asKeepsakeError } from '../../core/errors';
import type { KeepsakeError } from '../../core/errors';
import type { Repository } from '../../core/repository/repository';
import type { BackupRow } from '../backups/backup-row';
import { jobTable } from '../jobs/job-row';
import type { JobRow } from '../jobs/job-row';
import { ownRows } from '../own-rows';
import { pluginService } from '../plugin-service';
import { keepsakeConfig } from '../repository/private-directory';
import { SITE } from '../projects/project-service';

/** What the checks go by, asked for once. */
export interface HealthFacts {
  strapi: Core.Strapi;
  config: KeepsakeConfig;
  now: number;
  /** Of the site, by hand and schedule, newest first; failed ones too. */
  backups: BackupRow[];
  /** Ended in the last week, newest first. */
  endedJobs: EndedRow[];
  openJobs: OpenRow[];
  schedules: Schedule[];
  /** Null where it cannot be opened, for the reason beside it. */
  repository: Repository | null;
  trouble: KeepsakeError | null;
  /** Null where the storage was not tried this time. */
  storage: StorageCheck | null;
  /** The same of the second storage; null where none is configured. */
  cloud: CloudFacts | null;
}

export type CloudFacts = Pick<HealthFacts, 'repository' | 'trouble' | 'storage'> & { isDistrusted: boolean };

export type EndedRow = Pick<JobRow, 'documentId' | 'type' | 'state' | 'finishedAt'>;
export type OpenRow = Pick<
  JobRow,
  'documentId' | 'type' | 'state' | 'createdAt' | 'heartbeatAt' | 'runAfter'
>;

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const BACKUPS = 200;
const JOBS = 500;

/** @param probe Whether to try the storage out, which writes to it */
export async function healthFacts(strapi: Core.Strapi, probe: boolean): Promise<HealthFacts> {
  const now = Date.now();
  const jobs = jobTable(strapi);
  const { repository, trouble } = await openQuietly(strapi, 'main');
  return {
    strapi,
    config: keepsakeConfig(strapi),
    now,
    backups: await ownRows<BackupRow>(strapi, 'plugin::keepsake.backup').findMany({
      where: { project: SITE, kind: { $in: ['manual', 'scheduled'] } },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      limit: BACKUPS,
    }),
    endedJobs: await jobs.findMany({
      select: ['documentId', 'type', 'state', 'finishedAt'],
      where: { finishedAt: { $gt: new Date(now - WEEK_MS) } },
      orderBy: [{ finishedAt: 'desc' }, { id: 'desc' }],
      limit: JOBS,
    }),
    openJobs: await jobs.findMany({
      select: ['documentId', 'type', 'state', 'createdAt', 'heartbeatAt', 'runAfter'],
      where: { state: { $in: ['queued', 'running'] } },
      limit: JOBS,
    }),
    schedules: await pluginService(strapi, 'schedules').list([SITE]),
    repository,
    trouble,
    storage: probe ? await probeQuietly(strapi, 'main') : null,
    cloud: await cloudFacts(strapi, probe),
  };
}

async function cloudFacts(strapi: Core.Strapi, probe: boolean): Promise<CloudFacts | null> {
  if (!keepsakeConfig(strapi).storage.cloud) return null;
  const cloud = pluginService(strapi, 'repository').at('cloud');
  // Before the first backup there is nothing to open.
  const opened = (await cloud.isKnown())
    ? await openQuietly(strapi, 'cloud')
    : { repository: null, trouble: null };
  const storage = probe ? await probeQuietly(strapi, 'cloud') : null;
  return { ...opened, storage, isDistrusted: await cloud.isDistrusted() };
}

async function openQuietly(
  strapi: Core.Strapi,
  place: StoragePlace,
): Promise<Pick<HealthFacts, 'repository' | 'trouble'>> {
  try {
    const repository = await pluginService(strapi, 'repository').at(place).open();
    return { repository, trouble: repository.behind };
  } catch (error) {
    return { repository: null, trouble: asKeepsakeError(error) };
  }
}

/** Null where not even the storage could be made of its settings, which `trouble` says. */
async function probeQuietly(strapi: Core.Strapi, place: StoragePlace): Promise<StorageCheck | null> {
  return pluginService(strapi, 'storage')
    .check(place)
    .catch(() => null);
}
