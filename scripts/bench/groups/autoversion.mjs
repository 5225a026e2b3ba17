import { row } from '../rows.mjs';

const LOAD = { perSecond: 200, seconds: 60 };
const SETTINGS = { auto: { 'api::article.article': 'change' } };

/** What a write waits longer where each change ends up in a version: 200 writes a second for a minute. */
export async function measureAutoversion({ wanted, sites, template, say }) {
  if (!wanted.has('autoversion-write-p95-vs-off')) return [];
  const off = await load({});
  const on = await load(SETTINGS);
  if (on.failed + off.failed > 0) throw new Error(`${on.failed + off.failed} writes failed.`);
  say(`autoversion: off ${summary(off)}; on ${summary(on)}, ${on.versions} versions`);
  return [row('autoversion-write-p95-vs-off', at(on, 0.95), at(off, 0.95), 'ms')];

  async function load(versions) {
    const site = await sites.copy(template);
    const changed = { BENCH_VERSIONS: JSON.stringify(versions) };
    const result = await sites.run(site, 'writes-per-second', LOAD, changed);
    await sites.remove(site);
    return result;
  }
}

function at({ latencies }, share) {
  return latencies[Math.min(latencies.length - 1, Math.ceil(latencies.length * share) - 1)];
}

function summary(result) {
  const ms = (share) => `${at(result, share).toFixed(1)} ms`;
  return `p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99 ${ms(0.99)}, ${result.rssMb.toFixed(0)} MB more`;
}
