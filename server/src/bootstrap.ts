import type { Core } from '@strapi/strapi';

import { OWN_TABLES } from './content-types';
import { asKeepsakeError } from './core/errors';
import { addTicks } from './cron/add-ticks';
import { ACTIONS } from './permissions';
import { PLUGIN_ID } from './plugin-id';
import { registerJobKinds } from './register-job-kinds';
import { currentRole } from './role';
import { watchActivity } from './services/activity/watch-activity';
import { watchHealth } from './services/health/watch-health';
import { watchForAlerts } from './services/notifications/watch-for-alerts';
import { pluginService } from './services/plugin-service';

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await registerPermissions(strapi);
  await persistTables(strapi);
  await pluginService(strapi, 'projects').ensureSite();
  registerJobKinds(strapi);
  // Of what may go when the storage is full, expired exports are the first.
  pluginService(strapi, 'quota').offer(async () => (await pluginService(strapi, 'exports').cleanUp()).bytes);
  watchActivity(strapi);
  watchForAlerts(strapi);
  watchHealth(strapi);
  // A command line beside a running server must not take over what the server is about to do.
  if (currentRole() === 'cli') return;
  await pluginService(strapi, 'closure').start();
  pluginService(strapi, 'autoVersions').start();
  // What dead processes left is set right by those that run jobs.
  if (currentRole() === 'web') return;
  await pluginService(strapi, 'jobs').begin();
  await tryAtBoot(strapi, 'backups whose process died could not be looked at', () =>
    pluginService(strapi, 'backups').endDead(),
  );
  await tryAtBoot(strapi, 'versions whose process died could not be looked at', () =>
    pluginService(strapi, 'versions').endDead(),
  );
  await tryAtBoot(strapi, 'what a drill whose process died left behind could not be removed', async () => {
    await pluginService(strapi, 'drills').sweep();
  });
  await tryAtBoot(strapi, 'exports that have expired or were interrupted could not be removed', async () => {
    await pluginService(strapi, 'exports').cleanUp();
  });
  await tryAtBoot(strapi, 'the activity log could not be shortened', async () => {
    await pluginService(strapi, 'activity').cleanUp();
  });
  await tryAtBoot(strapi, 'the list of backups is empty and could not be rebuilt', async () => {
    // A site that never made a backup pays nothing for it at boot.
    if (await pluginService(strapi, 'repository').isKnown())
      await pluginService(strapi, 'backups').fillEmptyList();
  });
  await tryAtBoot(
    strapi,
    'the files of a restore that was interrupted after its commit could not be put in place',
    () => pluginService(strapi, 'restores').rollForward(),
  );
  addTicks(strapi);
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

/** A site must come up whatever the storage is like; what could not be done stays listed for the next boot. */
async function tryAtBoot(strapi: Core.Strapi, trouble: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message, hint } = asKeepsakeError(error);
    strapi.log.error(`keepsake: ${trouble}: ${message} ${hint} It is tried again at the next start.`);
  }
}
