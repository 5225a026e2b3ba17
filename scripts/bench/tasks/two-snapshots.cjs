'use strict';

const { ARTICLE } = require('../dataset/fill-site.cjs');
const { backUp } = require('./keepsake.cjs');

/** Makes a backup, changes documents all over the site, in draft and published, and makes another one. */
module.exports = async ({ strapi }, { change }) => {
  const { tableName } = strapi.db.metadata.get(ARTICLE);
  const knex = strapi.db.connection;
  const first = await backUp(strapi, 'first-snapshot');
  const ids = await knex(tableName).orderBy('id').distinct('document_id', 'id').pluck('document_id');
  const documents = [...new Set(ids)];
  const step = documents.length / change;
  for (let index = 0; index < change; index += 1) {
    await knex(tableName)
      .where({ document_id: documents[Math.floor(index * step)] })
      .update({ title: `Changed title ${index}` });
  }
  const second = await backUp(strapi, 'second-snapshot');
  return { snapshots: [first.backup, second.backup].map(({ documentId }) => documentId) };
};
