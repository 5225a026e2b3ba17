'use strict';

const { ARTICLE } = require('../dataset/fill-site.cjs');
const { backUp } = require('./keepsake.cjs');

/** Changes articles all over the site, then makes a backup on top of the one that is there. */
module.exports = async ({ strapi }, { change }) => {
  const { tableName } = strapi.db.metadata.get(ARTICLE);
  const knex = strapi.db.connection;
  const ids = await knex(tableName).orderBy('id').pluck('id');
  const step = ids.length / change;
  for (let index = 0; index < change; index += 1) {
    const id = ids[Math.floor(index * step)];
    await knex(tableName)
      .where({ id })
      .update({
        title: `Changed title ${index}`,
        excerpt: `What was changed in entry ${id} is this excerpt.`,
      });
  }
  return backUp(strapi, 'incremental');
};
