'use strict';

const { writeFileSync } = require('node:fs');
const inspector = require('node:inspector/promises');
const path = require('node:path');

/**
 * Seconds that `work` takes, seconds of processor time over all threads, and what it gives. Where BENCH_PROFILE names a folder, a CPU profile of just this work
 * is left there.
 */
async function measured(name, work) {
  const stop = await startProfile(name);
  const before = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  await stop();
  return { seconds, cpuSeconds: (user + system) / 1e6, result };
}

async function startProfile(name) {
  const folder = process.env.BENCH_PROFILE;
  if (!folder) return async () => undefined;
  const session = new inspector.Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(path.join(folder, `${name}-${process.pid}.cpuprofile`), JSON.stringify(profile));
  };
}

module.exports = { measured };
