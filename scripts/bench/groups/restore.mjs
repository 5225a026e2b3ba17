import { alternate } from '../alternate.mjs';
import { row } from '../rows.mjs';
import { timeStrapiCommand } from '../strapi-command.mjs';
import { dump, exportSite } from './backup.mjs';

/** Restores into a site whose content tables are empty, against the import into the same and a load into a new database. */
export async function measureRestores(bench) {
  const { wanted, databases, sites, template, counts, say } = bench;
  const strapi = wanted.has('restore-vs-strapi-import');
  const native = wanted.has('restore-vs-native-load');
  if (!strapi && !native) return [];

  const emptied = await sites.copy(template);
  await sites.run(emptied, 'empty');
  const onCopy = async (work) => {
    const site = await sites.copy(emptied);
    try {
      return await work(site);
    } finally {
      await sites.remove(site);
    }
  };
  const sides = { restore: () => onCopy((site) => sites.run(site, 'restore', { counts })) };
  if (native && databases.load) sides['native load'] = () => load(bench);
  if (strapi) {
    if (!bench.archive) await exportSite(bench);
    const args = ['import', '--force', '--file', bench.archive];
    sides['strapi import'] = () => onCopy((site) => timeStrapiCommand(sites, site, args));
  }
  const median = await alternate(sides, say);
  await sites.remove(emptied);

  const ours = median.restore.seconds;
  const rows = [];
  if (strapi) rows.push(row('restore-vs-strapi-import', ours, median['strapi import'].seconds, 's'));
  if (native) rows.push(row('restore-vs-native-load', ours, median['native load']?.seconds ?? null, 's'));
  return rows;
}

async function load(bench) {
  const { databases, sites } = bench;
  if (!bench.dumped) await dump(bench);
  const site = await sites.create();
  try {
    return { seconds: await databases.load(site.database, bench.dumped) };
  } finally {
    await sites.remove(site);
  }
}
