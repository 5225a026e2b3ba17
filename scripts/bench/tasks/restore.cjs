'use strict';

const { tableNames } = require('../dataset/fill-site.cjs');
const { restore } = require('./keepsake.cjs');

/** Restores, and makes sure that all of it came back. */
module.exports = async ({ strapi }, { counts }) => {
  const times = await restore(strapi);
  const names = tableNames(strapi);
  const count = async (table) => Number((await strapi.db.connection(table).count({ n: '*' }).first()).n);
  const links = Object.values(names.links).map(({ name }) => count(name));
  const found = {
    rows: await count(names.article),
    components: (await count(names.seo)) + (await count(names.section)),
    links: (await Promise.all(links)).reduce((sum, one) => sum + one, 0),
  };
  for (const [what, wanted] of Object.entries(counts)) {
    if (found[what] !== wanted)
      throw new Error(`The restore brought ${found[what]} ${what} back, not ${wanted}.`);
  }
  return times;
};
