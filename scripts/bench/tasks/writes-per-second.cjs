'use strict';

const { setTimeout } = require('node:timers/promises');

const { backUp } = require('./keepsake.cjs');

const ARTICLE = 'api::article.article';

/**
 * Writes at a steady rate, whether the ones before have been answered or not; a latency counts from when a write was
 * due. In milliseconds, ascending, with the most memory over that before and the versions that were made meanwhile.
 */
module.exports = async ({ strapi }, { perSecond, seconds }) => {
  // A version of what was touched is made upon a snapshot.
  await backUp(strapi);
  const ids = (await strapi.db.query(ARTICLE).findMany({ select: ['id'], limit: 1000 })).map(({ id }) => id);
  const latencies = [];
  let failed = 0;
  let peak = 0;
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  const pending = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const due = begun + (number * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await setTimeout(early);
    if (number % perSecond === 0) peak = Math.max(peak, process.memoryUsage().rss);
    pending.push(
      strapi.db
        .query(ARTICLE)
        .update({ where: { id: ids[(number * 7) % ids.length] }, data: { title: `Written as ${number}` } })
        .then(
          () => latencies.push(performance.now() - due),
          () => (failed += 1),
        ),
    );
  }
  await Promise.all(pending);
  const versions = await strapi.db.query('plugin::keepsake.version').count();
  return { latencies: latencies.sort((a, b) => a - b), failed, versions, rssMb: (peak - before) / 1e6 };
};
