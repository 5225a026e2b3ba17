import { mkdirSync } from 'node:fs';

/**
 * The databases of one run, all of them in `folder`:
 * `connection` is what Strapi's config/database takes; `dump` and `load` are the tools that come with the database,
 * timed in seconds, or null where the machine does not have them.
 */
export async function openDatabases(client, folder, say) {
  mkdirSync(folder, { recursive: true });
  const { open } = await import(`./${client}.mjs`);
  return open(folder, say);
}
