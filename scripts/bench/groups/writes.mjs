import { middle } from '../alternate.mjs';
import { row } from '../rows.mjs';

const RUNS = 3;

/** The longest that a write waits for SQLite's only connection while a backup begins. */
export async function measureWrites({ wanted, client, sites, template }) {
  if (!wanted.has('write-wait-during-backup-vs-idle') || client !== 'sqlite') return [];
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const site = await sites.copy(template);
    runs.push(await sites.run(site, 'writes'));
    await sites.remove(site);
  }
  const { busy, idle } = middle(runs, (run) => run.busy);
  return [row('write-wait-during-backup-vs-idle', busy, idle, 'ms')];
}
