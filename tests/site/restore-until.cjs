'use strict';

/**
 * A process of its own that restores a site in mode mirror and kills itself, as a power cut would, at the n-th thing
 * that it does to the database or to a file. `node restore-until.cjs <backupId or archive> <n> [folder of the zoo app]`;
 * n = 0 lets it finish and prints how many there are.
 */
const files = require('node:fs/promises');
const example = require('./boot.cjs');
const zoo = require('../zoo/boot-zoo.cjs');

const [backupId, at, zooFolder] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

let events = 0;
function count() {
  events += 1;
  if (events === at) process.kill(process.pid, 'SIGKILL');
}

function fail() {
  throw new Error('asked for a secret');
}

async function main() {
  const strapi = zooFolder ? await zoo.boot(zooFolder, {}) : (await example.boot({})).strapi;
  strapi.db.connection.on('query', count);
  for (const name of ['rename', 'rm']) {
    const real = files[name];
    files[name] = async (...parts) => {
      count();
      const result = await real(...parts);
      count();
      return result;
    };
  }
  const request = {
    selection: { mode: 'mirror', users: true, settings: true },
    fingerprint: null,
    safety: false,
    preserveIds: false,
    startedBy: null,
  };
  const keepsake = strapi.plugin('keepsake');
  const opened = backupId.endsWith('.keepsake')
    ? await keepsake
        .service('imports')
        .open(backupId, { name: null, isSuperAdmin: true, ability: null }, fail)
    : null;
  const { done } = opened
    ? await opened.start(request)
    : await keepsake.service('restores').start({ ...request, backupId });
  await done;
  write(String(events));
  await strapi.destroy();
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
