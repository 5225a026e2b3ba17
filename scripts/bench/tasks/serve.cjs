'use strict';

const { once } = require('node:events');

const { backUp } = require('./keepsake.cjs');

/**
 * Serves the site and does as its parent says: `busy` makes one backup after the other, each a full one, since the
 * one before is removed; `quiet` ends that; `end` ends the process.
 */
module.exports = async ({ strapi }) => {
  let busy = false;
  let working = Promise.resolve(0);
  const orders = {
    busy() {
      busy = true;
      working = backUpAgainAndAgain(strapi, () => busy);
      return 0;
    },
    quiet() {
      busy = false;
      return working;
    },
  };
  await strapi.listen();
  process.send({ port: strapi.server.httpServer.address().port });
  for (;;) {
    const [order] = await once(process, 'message');
    if (order === 'end') return {};
    process.send({ backups: await orders[order]() });
  }
};

async function backUpAgainAndAgain(strapi, isWanted) {
  let count = 0;
  while (isWanted()) {
    const { backup } = await backUp(strapi);
    await strapi.plugin('keepsake').service('backups').remove(backup.documentId);
    count += 1;
  }
  return count;
}
