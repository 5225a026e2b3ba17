import { middle } from '../alternate.mjs';
import { row } from '../rows.mjs';

/** Of a hundred documents, how many change between the two snapshots. */
const CHANGED_OF_100 = 1;
const RUNS = 5;

/** Compares two snapshots, in a fresh process each time: nothing is cached from making them. */
export async function measureDiffs(bench) {
  const { wanted, sites, plugin, diffDocuments: size, say } = bench;
  if (!wanted.has('diff-two-snapshots')) return [];
  const site = await sizedSite(bench);
  const change = Math.max(1, Math.round((size * CHANGED_OF_100) / 100));
  const { snapshots } = await sites.run(site, 'two-snapshots', { change });
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const result = await sites.run(site, 'diff', { plugin, snapshots, change });
    const { seconds, cpuSeconds, changes, overMb } = result;
    const times = `${seconds.toFixed(3)} s, ${cpuSeconds.toFixed(3)} s of processor time`;
    say(`diff of ${size} documents: ${times}, ${changes} changes, ${overMb.toFixed(0)} MB more`);
    runs.push(result);
  }
  await sites.remove(site);
  const most = Math.max(...runs.map(({ overMb }) => overMb));
  return [
    row('diff-two-snapshots', middle(runs, ({ seconds }) => seconds).seconds, null, 's'),
    row('diff-two-snapshots-mb', most, null, 'MB'),
  ];
}

async function sizedSite({ sites, template, documents, diffDocuments, say }) {
  if (diffDocuments === documents) return sites.copy(template);
  const site = await sites.create();
  const { seconds } = await sites.run(site, 'fill', { documents: diffDocuments });
  say(`wrote ${diffDocuments} documents in ${seconds.toFixed(1)} s`);
  return site;
}
