import { middle } from '../alternate.mjs';
import { row } from '../rows.mjs';

const RUNS = 3;
const MB = 1e6;

/** The most memory of a process during a full backup over what it has idle. */
export async function measureMemory({ wanted, sites, template, say }) {
  if (!wanted.has('peak-rss-over-idle-mb')) return [];
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const site = await sites.copy(template);
    const { idle, peak } = await sites.run(site, 'memory');
    await sites.remove(site);
    say(`memory: idle ${(idle / MB).toFixed(0)} MB, peak ${(peak / MB).toFixed(0)} MB`);
    runs.push({ idle: idle / MB, over: (peak - idle) / MB });
  }
  const { over, idle } = middle(runs, (run) => run.over);
  return [row('peak-rss-over-idle-mb', over, idle, 'MB')];
}
