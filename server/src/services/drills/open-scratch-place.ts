import type { Core } from '@strapi/strapi';

import type { ScratchPlace } from '../../core/drill/scratch-place';
import { KeepsakeError } from '../../core/errors';
import type { DatabaseClient } from '../../core/snapshot/read-plan';
import { openScratchFile } from './scratch-files';
import { isGrantMissing, missingGrant, openScratchSchema } from './scratch-schemas';

/**
 * A scratch place of the site's own kind. Where the site's user may make none, a SQLite file, if the app has its driver.
 *
 * @param bytes text of the records that will be in it
 * @throws KeepsakeError `drill_unavailable` with the grant to give, and `disk_full`
 */
export async function openScratchPlace(
  strapi: Core.Strapi,
  name: string,
  bytes: number,
): Promise<ScratchPlace> {
  const client = strapi.db.dialect.client as DatabaseClient;
  if (client === 'sqlite') return openScratchFile(strapi, name, bytes);
  try {
    return await openScratchSchema(strapi, client, name);
  } catch (error) {
    if (!isGrantMissing(error)) throw error;
    return inFileInstead(strapi, name, bytes, await missingGrant(strapi, client));
  }
}

async function inFileInstead(
  strapi: Core.Strapi,
  name: string,
  bytes: number,
  grant: string,
): Promise<ScratchPlace> {
  try {
    return await openScratchFile(strapi, name, bytes);
  } catch (error) {
    if (!isDriverMissing(error)) throw error;
    throw new KeepsakeError(
      'drill_unavailable',
      "A test restore needs a place of its own, which the database's user may not make.",
      {
        hint: `Have an administrator of the database run: ${grant}; or install better-sqlite3 in the app, which a test restore then uses instead.`,
        cause: error,
      },
    );
  }
}

/** Knex says so in words, and whatever it was that did not load as the cause. */
function isDriverMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED') return true;
  return /better-sqlite3/.test(String(message)) && /install|cannot find/i.test(String(message));
}
