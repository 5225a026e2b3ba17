import type { Core } from '@strapi/strapi';

import { pluginService } from './services/plugin-service';

/** What this process can run; each kind is written down by the service whose work it is. */
export function registerJobKinds(strapi: Core.Strapi): void {
  const jobs = pluginService(strapi, 'jobs');
  const { backup, verify } = pluginService(strapi, 'backups').jobKinds;
  const { maintenance, keys } = pluginService(strapi, 'maintenance').jobKinds;
  jobs.register(backup);
  jobs.register(verify);
  jobs.register(pluginService(strapi, 'versions').jobKind);
  jobs.register(pluginService(strapi, 'restores').jobKind);
  jobs.register(pluginService(strapi, 'exports').jobKind);
  jobs.register(pluginService(strapi, 'drills').jobKind);
  jobs.register(maintenance);
  jobs.register(keys);
}
