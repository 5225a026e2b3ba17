import { statSync } from 'node:fs';
import path from 'node:path';
import { alternate } from '../alternate.mjs';
import { row } from '../rows.mjs';
import { timeStrapiCommand } from '../strapi-command.mjs';

/** Of a thousand records, how many change before an incremental backup. */
const CHANGED_OF_1000 = 1;

/** Full backups in an empty repository against the export and the dump, and one on top against a full one. */
export async function measureBackups(bench) {
  const { wanted, databases, say } = bench;
  const incremental = wanted.has('incremental-vs-full') || wanted.has('incremental-bytes-vs-full');
  const native = wanted.has('backup-vs-native-dump');
  const strapi = wanted.has('backup-vs-strapi-export');
  if (!incremental && !native && !strapi) return [];

  const sides = { 'full backup': () => onCopy(bench, (site) => bench.sites.run(site, 'backup')) };
  if (strapi) sides['strapi export'] = () => exportSite(bench);
  if (native && databases.dump) sides['native dump'] = () => dump(bench);
  if (incremental) sides['incremental backup'] = await incrementalSide(bench);
  const median = await alternate(sides, say);

  const full = median['full backup'];
  const rows = [];
  if (strapi) rows.push(row('backup-vs-strapi-export', full.seconds, median['strapi export'].seconds, 's'));
  if (native)
    rows.push(row('backup-vs-native-dump', full.seconds, median['native dump']?.seconds ?? null, 's'));
  if (incremental) {
    const second = median['incremental backup'];
    rows.push(row('incremental-vs-full', second.seconds, full.seconds, 's'));
    const [ours, peer] = [second.backup.storedBytes, full.backup.storedBytes];
    rows.push(row('incremental-bytes-vs-full', ours, peer, 'bytes'));
  }
  return rows.filter(({ name }) => wanted.has(name));
}

async function onCopy({ sites, template }, work, of = template) {
  const site = await sites.copy(of);
  try {
    return await work(site);
  } finally {
    await sites.remove(site);
  }
}

async function incrementalSide(bench) {
  const { sites, template } = bench;
  const base = await sites.copy(template);
  const { backup } = await sites.run(base, 'backup');
  const change = Math.max(1, Math.round((backup.records * CHANGED_OF_1000) / 1000));
  return () => onCopy(bench, (site) => sites.run(site, 'incremental', { change }), base);
}

/** The archive stays: it is what the import reads. */
export async function exportSite(bench) {
  const { folder, sites, say } = bench;
  const name = path.join(folder, 'export');
  const result = await onCopy(bench, (site) =>
    timeStrapiCommand(sites, site, ['export', '--no-encrypt', '--file', name]),
  );
  bench.archive = `${name}.tar.gz`;
  say(`strapi export: ${statSync(bench.archive).size} bytes`);
  return result;
}

/** Like the archive. */
export async function dump(bench) {
  const { databases, folder, template, say } = bench;
  const file = path.join(folder, 'native-dump');
  const seconds = await databases.dump(template.database, file);
  bench.dumped = file;
  say(`native dump: ${statSync(file).size} bytes`);
  return { seconds };
}
