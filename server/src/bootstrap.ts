import type { Core } from '@strapi/strapi';

import { OWN_TABLES } from './content-types';
import { ACTIONS } from './permissions';
import { PLUGIN_ID } from './plugin-id';
import { currentRole } from './role';
import { pluginService } from './services/plugin-service';

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await registerPermissions(strapi);
  await persistTables(strapi);
  await pluginService(strapi, 'projects').ensureSite();
  // A command line beside a running server must not take over what the server is about to do.
  if (currentRole() === 'cli') return;
  await pluginService(strapi, 'jobs').sweep();
  await finishRestores(strapi);
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

/** A site must come up whatever the storage is like; what could not be finished stays listed for the next boot. */
async function finishRestores(strapi: Core.Strapi): Promise<void> {
  try {
    await pluginService(strapi, 'restores').rollForward();
  } catch (error) {
    strapi.log.error(
      'keepsake: a restore was interrupted while it put files in place, and they could not be finished now: ' +
        `${error instanceof Error ? error.message : String(error)} It is tried again at the next start.`,
    );
  }
}
