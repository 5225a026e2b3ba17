'use strict';

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const example = path.join(root, 'example');

/** Builds the example's admin panel with the plugin's pages. Takes a minute, so only when their sources changed. */
function buildAdminPanel() {
  const build = path.join(example, 'dist', 'build');
  const stamp = path.join(build, 'built-from');
  const wanted = panelVersion();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const strapi = path.join(root, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [strapi, 'build'], {
    cwd: example,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      KEEPSAKE_ENABLED: 'true',
    },
  });
  if (status !== 0) throw new Error(`The admin panel could not be built:\n${stdout}\n${stderr}`);
  writeFileSync(stamp, wanted);
}

function panelVersion() {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  const admin = path.join(root, 'dist', 'admin');
  for (const file of readdirSync(admin, { recursive: true }).map(String).sort()) {
    if (/\.m?js$/.test(file)) hash.update(file).update(readFileSync(path.join(admin, file)));
  }
  return hash.digest('hex');
}

module.exports = { buildAdminPanel };
