'use strict';

const { setTimeout } = require('node:timers/promises');

const { backUp } = require('./keepsake.cjs');

const IDLE_MS = 3000;
const PAUSE_MS = 3;

/** How long writes wait for the database, one after the other: without and during a full backup. In milliseconds. */
module.exports = async ({ strapi }) => {
  const idle = startWriting(strapi);
  await setTimeout(IDLE_MS);
  const quiet = await idle.stop();
  const busy = startWriting(strapi);
  await backUp(strapi);
  return { idle: quiet, busy: await busy.stop() };
};

function startWriting(strapi) {
  let isWanted = true;
  let longest = 0;
  const work = (async () => {
    for (let number = 0; isWanted; number += 1) {
      const started = performance.now();
      await strapi.db
        .connection('tags')
        .where('id', 1)
        .update({ name: `written ${number}` });
      longest = Math.max(longest, performance.now() - started);
      await setTimeout(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      isWanted = false;
      await work;
      return longest;
    },
  };
}
