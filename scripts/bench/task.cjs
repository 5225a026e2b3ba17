'use strict';

/**
 * One process of a measurement: boots the app in the current folder, carries out the task that it is told, and
 * answers with the task's result over the channel to its parent. Each task gets a fresh process, as a command has.
 */
const path = require('node:path');

const [name, argument] = process.argv.slice(2);
const task = require(`./tasks/${name}.cjs`);

async function main() {
  const { createStrapi } = require(path.join(process.cwd(), 'node_modules', '@strapi', 'strapi'));
  const appDir = process.cwd();
  const strapi = await createStrapi({
    appDir,
    distDir: appDir,
    autoReload: false,
    serveAdminPanel: false,
  }).load();
  // Counted from the start of the process, before Node itself was up.
  const bootMs = performance.now();
  try {
    return await task({ strapi, bootMs }, JSON.parse(argument));
  } finally {
    await strapi.destroy();
  }
}

main().then(
  (result) => process.send({ result }, () => process.exit(0)),
  (error) => process.send({ error: error.stack ?? String(error) }, () => process.exit(1)),
);
