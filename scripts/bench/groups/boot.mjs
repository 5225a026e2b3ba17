import { middle } from '../alternate.mjs';
import { row } from '../rows.mjs';

const RUNS = 7;

/** What the plugin adds to the start of the app, from the start of the process to a loaded Strapi. */
export async function measureBoot({ wanted, sites, template, say }) {
  if (!wanted.has('boot-cost-ms')) return [];
  const sides = [
    { site: await sites.copy(template), env: {}, times: [] },
    { site: await sites.copy(template), env: { BENCH_PLUGIN: 'off' }, times: [] },
  ];
  // The first boot of each side makes or forgets tables.
  for (const { site, env } of sides) await sites.run(site, 'boot', {}, env);
  for (let run = 0; run < RUNS; run += 1) {
    for (const { site, env, times } of sides) times.push((await sites.run(site, 'boot', {}, env)).bootMs);
  }
  for (const { site } of sides) await sites.remove(site);
  const [withPlugin, without] = sides.map(({ times }) => middle(times, (time) => time));
  for (const { env, times } of sides) {
    say(`boot ${env.BENCH_PLUGIN ? 'without' : 'with'} the plugin: ${times.map(Math.round).join(', ')} ms`);
  }
  return [row('boot-cost-ms', withPlugin - without, without, 'ms')];
}
