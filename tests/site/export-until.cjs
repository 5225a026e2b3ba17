'use strict';

/**
 * A process of its own that makes an export of the example and kills itself, as a power cut would, once so many pieces
 * of it are in the storage, or with `read` once it has read records: `node export-until.cjs <id of the admin>
 * <pieces|read> <options as JSON>`. Options with `projects` make an export of several.
 */
const example = require('./boot.cjs');

const [admin, until, options] = [process.argv[2], process.argv[3], JSON.parse(process.argv[4])];

async function main() {
  const { strapi } = await example.boot({});
  const keepsake = strapi.plugin('keepsake');
  const storage = keepsake.service('repository').storage();
  const put = storage.put.bind(storage);
  let written = 0;
  storage.put = async (name, ...rest) => {
    const result = await put(name, ...rest);
    if (name.includes('-export-')) written += 1;
    if (written === Number(until)) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  const asker = {
    id: admin,
    name: 'Ada',
    isSuperAdmin: true,
    seesPrivate: true,
    managesOthers: true,
    sees: { activity: true, versions: true },
    ability: null,
  };
  const exports = keepsake.service('exports');
  const { job, done } = options.projects
    ? await exports.startBulk(options, asker)
    : await exports.start('site', options, asker);
  if (until === 'read') void killWhenReading(keepsake.service('jobs'), job.documentId);
  await done;
  await strapi.destroy();
  process.exit(0);
}

async function killWhenReading(jobs, id) {
  for (;;) {
    const { progress } = await jobs.find(id);
    if (progress?.done > 0) process.kill(process.pid, 'SIGKILL');
    await new Promise((go) => setTimeout(go, 5));
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
