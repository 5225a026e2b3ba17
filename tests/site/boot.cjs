'use strict';

const path = require('node:path');

const example = path.resolve(__dirname, '..', '..', 'example');

/** Boots the compiled example with this environment. Runs outside of jest's sandbox, where `process.env` is the real one. */
async function boot(environment, { serveAdminPanel = false } = {}) {
  Object.assign(process.env, environment);
  // Loaded only now: Strapi reads the environment while its modules load.
  const { createStrapi } = require('@strapi/strapi');
  const strapi = await createStrapi({
    appDir: example,
    distDir: path.join(example, 'dist'),
    autoReload: false,
    serveAdminPanel,
  }).load();
  strapi.server.mount();
  return strapi;
}

module.exports = { boot };
