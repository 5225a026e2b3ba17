import type { Core } from '@strapi/strapi';

import { asKeepsakeError } from './core/errors';
import { hasScratchPlaces } from './services/drills/list-scratch-places';
import { ownRows } from './services/own-rows';
import { pluginService } from './services/plugin-service';
import { repositoryRecords } from './services/repository/repository-record';

interface Duty {
  /** Said when it could not be done. */
  trouble: string;
  /** Cheap, and without the modules that the work takes: mostly there is none. */
  isDue(strapi: Core.Strapi): Promise<boolean>;
  work(strapi: Core.Strapi): Promise<unknown>;
}

const DUTIES: Duty[] = [
  {
    trouble: 'backups whose process died could not be looked at',
    isDue: (strapi) => hasRow(strapi, 'backup', { state: 'running' }),
    work: (strapi) => pluginService(strapi, 'backups').endDead(),
  },
  {
    trouble: 'versions whose process died could not be looked at',
    isDue: (strapi) => hasRow(strapi, 'version', { state: 'running' }),
    work: (strapi) => pluginService(strapi, 'versions').endDead(),
  },
  {
    trouble: 'what a drill whose process died left behind could not be removed',
    isDue: hasScratchPlaces,
    work: (strapi) => pluginService(strapi, 'drills').sweep(),
  },
  {
    trouble: 'exports that have expired or were interrupted could not be removed',
    isDue: (strapi) =>
      hasRow(strapi, 'export', { $or: [{ state: 'running' }, { expiresAt: { $lte: new Date() } }] }),
    work: (strapi) => pluginService(strapi, 'exports').cleanUp(),
  },
  {
    trouble: 'the activity log could not be shortened',
    isDue: () => Promise.resolve(true),
    work: (strapi) => pluginService(strapi, 'activity').cleanUp(),
  },
  {
    trouble: 'the list of backups is empty and could not be rebuilt',
    // A site that never made a backup pays nothing for it at boot.
    isDue: async (strapi) => !(await hasRow(strapi, 'backup', {})) && (await hasRepository(strapi)),
    work: (strapi) => pluginService(strapi, 'backups').fillEmptyList(),
  },
  {
    trouble: 'the files of a restore that was interrupted after its commit could not be put in place',
    isDue: (strapi) => hasRow(strapi, 'job', { pendingFiles: { $notNull: true } }),
    work: (strapi) => pluginService(strapi, 'restores').rollForward(),
  },
];

/** What dead processes left. A site must come up whatever the storage is like; what fails is tried at the next boot. */
export async function setRightAtBoot(strapi: Core.Strapi): Promise<void> {
  for (const { trouble, isDue, work } of DUTIES) {
    try {
      if (await isDue(strapi)) await work(strapi);
    } catch (error) {
      const { message, hint } = asKeepsakeError(error);
      strapi.log.error(`keepsake: ${trouble}: ${message} ${hint} It is tried again at the next start.`);
    }
  }
}

async function hasRow(strapi: Core.Strapi, type: string, where: object): Promise<boolean> {
  const row = await ownRows(strapi, `plugin::keepsake.${type}`).findOne({ select: ['id'], where });
  return row !== null;
}

async function hasRepository(strapi: Core.Strapi): Promise<boolean> {
  const places = ['main', 'cloud'] as const;
  const records = await Promise.all(places.map((place) => repositoryRecords(strapi, place).read()));
  return records.some((record) => record !== null);
}
