'use strict';

const { fillSite } = require('../dataset/fill-site.cjs');

/** Fills the site, and makes a token for the load on its API. */
module.exports = async ({ strapi }, { documents }) => {
  const started = performance.now();
  const counts = await fillSite(strapi, documents);
  const { accessKey } = await strapi
    .service('admin::api-token')
    .create({ name: 'bench', description: '', type: 'full-access', lifespan: null });
  return { counts, token: accessKey, seconds: (performance.now() - started) / 1000 };
};
