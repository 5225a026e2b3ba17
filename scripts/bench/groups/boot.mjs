import { middle } from '../alternate.mjs';
import { row } from '../rows.mjs';

const PAIRS = 7;
const OFF = { BENCH_PLUGIN: 'off' };

/**
 * What the plugin adds to the start of the app, from the start of the process to a loaded Strapi: the median of the
 * differences between neighbours, since a boot of seconds varies by more than the plugin takes.
 */
export async function measureBoot({ wanted, sites, template, say }) {
  if (!wanted.has('boot-cost-ms')) return [];
  const own = await sites.copy(template);
  const bare = await sites.copy(template);
  const sides = {
    withPlugin: () => sites.run(own, 'boot', {}, {}),
    without: () => sites.run(bare, 'boot', {}, OFF),
  };
  // The first boot of each side makes or forgets tables.
  for (const boot of Object.values(sides)) await boot();
  const pairs = [];
  for (let pair = 0; pair < PAIRS; pair += 1) pairs.push(await bootBoth(sides, pair % 2 === 0));
  await sites.remove(own);
  await sites.remove(bare);

  const difference = (of) => median(pairs.map(({ withPlugin, without }) => withPlugin[of] - without[of]));
  say(`the plugin adds ${difference('cpuMs').toFixed(0)} ms of processor time to a boot`);
  const without = median(pairs.map((pair) => pair.without.bootMs));
  return [row('boot-cost-ms', difference('bootMs'), without, 'ms')];
}

/** One after the other; who is first changes, so that neither always finds the caches warm. */
async function bootBoth(sides, pluginFirst) {
  const names = pluginFirst ? ['withPlugin', 'without'] : ['without', 'withPlugin'];
  const pair = {};
  for (const name of names) pair[name] = await sides[name]();
  return pair;
}

function median(values) {
  return middle(values, (value) => value);
}
