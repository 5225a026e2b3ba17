'use strict';

const { mkdirSync } = require('node:fs');
const path = require('node:path');

const appDir = path.resolve(__dirname, '..');

/**
 * Compiles the example into `example/dist` and loads Strapi: database and plugins are ready, nothing listens.
 * The environment chooses where it stores things: DATABASE_CLIENT, DATABASE_FILENAME, PUBLIC_DIR …
 * The caller ends it with `await strapi.destroy()`.
 *
 * @param {{ serveAdminPanel?: boolean }} [options] `serveAdminPanel` needs a built admin panel
 * @returns {Promise<import('@strapi/strapi').Core.Strapi>}
 */
async function bootExample({ serveAdminPanel = false } = {}) {
  const { compileStrapi, createStrapi } = require('@strapi/strapi');
  const { distDir } = await compileStrapi({ appDir });
  // The local upload provider refuses to start without this folder.
  mkdirSync(path.resolve(appDir, process.env.PUBLIC_DIR || 'public', 'uploads'), { recursive: true });
  return createStrapi({ appDir, distDir, autoReload: false, serveAdminPanel }).load();
}

module.exports = { appDir, bootExample };
