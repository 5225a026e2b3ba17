import type { Core } from '@strapi/strapi';

import { pluginService } from './services/plugin-service';

/** What this process can run; each kind is written down by the service whose work it is. */
export function registerJobKinds(strapi: Core.Strapi): void {
  const jobs = pluginService(strapi, 'jobs');
  jobs.register('backup', () => pluginService(strapi, 'backups').jobKinds.backup);
  jobs.register('verify', () => pluginService(strapi, 'backups').jobKinds.verify);
  jobs.register('version', () => pluginService(strapi, 'versions').jobKind);
  jobs.register('restore', () => pluginService(strapi, 'restores').jobKind);
  jobs.register('export', () => pluginService(strapi, 'exports').jobKind);
  jobs.register('drill', () => pluginService(strapi, 'drills').jobKind);
  jobs.register('maintenance', () => pluginService(strapi, 'maintenance').jobKinds.maintenance);
  jobs.register('keys', () => pluginService(strapi, 'maintenance').jobKinds.keys);
}
