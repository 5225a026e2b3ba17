'use strict';

/** Boots the app in `folder`. Runs outside of jest's sandbox, where `process.env` is the real one. */
async function boot(folder, environment) {
  Object.assign(process.env, environment);
  const { createStrapi } = require('@strapi/strapi');
  return createStrapi({ appDir: folder, distDir: folder, autoReload: false, serveAdminPanel: false }).load();
}

module.exports = { boot };
