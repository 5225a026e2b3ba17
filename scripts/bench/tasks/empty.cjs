'use strict';

const { tableNames } = require('../dataset/fill-site.cjs');
const { backUp } = require('./keepsake.cjs');

/** Makes a backup, then empties every table of the content. */
module.exports = async ({ strapi }) => {
  const { backup } = await backUp(strapi);
  const { links, ...names } = tableNames(strapi);
  const tables = [
    ...Object.values(links).map(({ name }) => name),
    names.components,
    names.seo,
    names.section,
  ];
  tables.push(names.article, names.author, names.category, names.tag);
  await strapi.db.connection.transaction(async (trx) => {
    for (const table of tables) await trx(table).delete();
  });
  return { backup };
};
