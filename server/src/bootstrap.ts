import type { Core } from '@strapi/strapi';

import { OWN_TABLES } from './content-types';
import { addTicks } from './cron/add-ticks';
import { ACTIONS } from './permissions';
import { PLUGIN_ID } from './plugin-id';
import { registerJobKinds } from './register-job-kinds';
import { currentRole } from './role';
import { watchActivity } from './services/activity/watch-activity';
import { watchHealth } from './services/health/watch-health';
import { watchForAlerts } from './services/notifications/watch-for-alerts';
import { pluginService } from './services/plugin-service';
import { startRootedProjects } from './services/projects/run-rooted-projects';
import { startAutoVersions } from './services/versions/run-auto-versions';
import { setRightAtBoot } from './set-right-at-boot';

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await registerPermissions(strapi);
  await persistTables(strapi);
  await pluginService(strapi, 'projects').ensureSite();
  registerJobKinds(strapi);
  offerRoom(strapi);
  watchActivity(strapi);
  watchForAlerts(strapi);
  watchHealth(strapi);
  // A command line beside a running server must not take over what the server is about to do.
  if (currentRole() === 'cli') return;
  await pluginService(strapi, 'closure').start();
  startAutoVersions(strapi);
  await startRootedProjects(strapi);
  // What dead processes left is set right by those that run jobs.
  if (currentRole() === 'web') return;
  await pluginService(strapi, 'jobs').begin();
  await setRightAtBoot(strapi);
  addTicks(strapi);
}

/** What may go when the storage is full: expired exports first, then what is not to be kept anyway. */
function offerRoom(strapi: Core.Strapi): void {
  const { offer } = pluginService(strapi, 'quota');
  offer(async () => (await pluginService(strapi, 'exports').cleanUp()).bytes);
  const onRemove = (what: string, why: string) =>
    strapi.log.info(`keepsake: the storage is full (storage.quota); retention removed ${what}: ${why}.`);
  offer(async (lock) => (await pluginService(strapi, 'retention').apply({ lock, onRemove })).bytes);
}

async function registerPermissions(strapi: Core.Strapi): Promise<void> {
  const actions = ACTIONS.map(({ uid, displayName }) => ({
    section: 'plugins',
    displayName,
    uid,
    pluginName: PLUGIN_ID,
  }));
  await strapi.service('admin::permission').actionProvider.registerMany(actions);
}

/** Strapi drops the tables of a plugin that is disabled for one boot, unless they are listed here. */
async function persistTables(strapi: Core.Strapi): Promise<void> {
  const key = { type: 'core', key: 'persisted_tables' };
  const listed = ((await strapi.store.get(key)) ?? []) as (string | { name: string })[];
  const names = new Set(listed.map((table) => (typeof table === 'string' ? table : table.name)));
  const missing = OWN_TABLES.filter((table) => !names.has(table));
  if (missing.length > 0) await strapi.store.set({ ...key, value: [...listed, ...missing] });
}
