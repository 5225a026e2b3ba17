'use strict';

/**
 * A process of its own that makes an export of the example and kills itself, as a power cut would, once so many pieces
 * of it are in the storage: `node export-until.cjs <id of the admin> <pieces> <options as JSON>`.
 */
const example = require('./boot.cjs');

const [admin, pieces, options] = [process.argv[2], Number(process.argv[3]), JSON.parse(process.argv[4])];

async function main() {
  const { strapi } = await example.boot({});
  const keepsake = strapi.plugin('keepsake');
  const storage = keepsake.service('repository').storage();
  const put = storage.put.bind(storage);
  let written = 0;
  storage.put = async (name, ...rest) => {
    const result = await put(name, ...rest);
    if (name.includes('-export-')) written += 1;
    if (written === pieces) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  const asker = {
    id: admin,
    name: 'Ada',
    isSuperAdmin: true,
    seesPrivate: true,
    managesOthers: true,
    ability: null,
  };
  const { done } = await keepsake.service('exports').start('site', options, asker);
  await done;
  await strapi.destroy();
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
