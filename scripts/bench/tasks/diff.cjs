'use strict';

const { writeFileSync, readFileSync } = require('node:fs');
const path = require('node:path');

const { measured } = require('./measured.cjs');

/** The diff of two snapshots as a person asks for it, from opened repository to the whole answer. */
module.exports = async ({ strapi }, { plugin, snapshots, change }) => {
  const { diffSnapshots } = require(
    path.join(plugin, 'dist', 'server', 'src', 'core', 'diff', 'diff-snapshots.js'),
  );
  const repository = await strapi.plugin('keepsake').service('repository').open();
  const before = memory();
  const { result, ...times } = await measured('diff', async () => {
    const [old, now] = await Promise.all(snapshots.map((id) => repository.readManifest(id)));
    return diffSnapshots(repository, old, now);
  });
  const { added, removed, changed } = result.counts;
  // Draft and published.
  if (changed !== 2 * change || added + removed !== 0 || result.documents !== change)
    throw new Error(`The diff found ${JSON.stringify(result.counts)}, not ${2 * change} changes.`);
  return { ...times, changes: changed, overMb: (memory().peak - before.now) / 1e6 };
};

/** Resident memory in bytes: now, and the most since the last call (Linux; elsewhere since the start). */
function memory() {
  const now = process.memoryUsage.rss();
  if (process.platform !== 'linux') return { now, peak: process.resourceUsage().maxRSS * 1024 };
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  writeFileSync('/proc/self/clear_refs', '5');
  return { now, peak };
}
