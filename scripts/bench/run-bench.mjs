import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openDatabases } from './databases/open-databases.mjs';
import { measureApi } from './groups/api.mjs';
import { measureAutoversion } from './groups/autoversion.mjs';
import { measureBackups } from './groups/backup.mjs';
import { measureBoot } from './groups/boot.mjs';
import { measureDiffs } from './groups/diff.mjs';
import { measureExports } from './groups/exports.mjs';
import { measureMedia } from './groups/media.mjs';
import { measureMemory } from './groups/memory.mjs';
import { measurePdf } from './groups/pdf.mjs';
import { measureRestores } from './groups/restore.mjs';
import { measureWrites } from './groups/writes.mjs';
import { ROWS } from './rows.mjs';
import { createSites } from './sites.mjs';
import { buildPlugin, writeApp } from './write-app.mjs';

/** Groups share what they prepare; within a group the sides run in turn. */
const GROUPS = [
  measureBackups,
  measureRestores,
  measureDiffs,
  measureExports,
  measurePdf,
  measureApi,
  measureWrites,
  measureAutoversion,
  measureMemory,
  measureMedia,
  measureBoot,
];

/** Everything happens in `folder`, which the caller removes. */
export async function runBench(
  folder,
  { documents, diffDocuments, mediaGigabytes, client, wanted, later, profile },
  say,
) {
  for (const name of later) say(`${name} is left out: there is nothing to measure yet`);
  if (profile) mkdirSync(profile, { recursive: true });
  say('compiling the plugin');
  const plugin = path.join(folder, 'plugin');
  const app = path.join(folder, 'app');
  buildPlugin(plugin);
  writeApp(app, plugin);
  const databases = await openDatabases(client, path.join(folder, 'databases'), say);
  const sites = createSites({ folder, app, databases, profile });

  const template = await sites.create();
  const { counts, token, seconds } = await sites.run(template, 'fill', { documents });
  say(`wrote ${documents} documents in ${seconds.toFixed(1)} s`);
  const dataset = { client, documents, ...counts, databaseBytes: await databases.size(template.database) };

  const shared = { sites, databases, template, wanted, folder, plugin, say };
  const bench = { ...shared, client, documents, diffDocuments, mediaGigabytes, counts, token };
  const rows = [];
  for (const measure of GROUPS) rows.push(...(await measure(bench)));
  rows.sort((a, b) => ROWS.indexOf(a.name) - ROWS.indexOf(b.name));
  await databases.close();
  return { dataset, rows };
}
