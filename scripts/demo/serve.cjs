'use strict';

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const example = path.join(root, 'example');
const state = path.join(example, '.tmp');
const EMAIL = 'admin@example.com';
const PASSWORD = 'Keepsake-demo-1';

/** Seeds the example where it is empty, makes an admin and a first backup, and serves it until Ctrl-C. */
async function main() {
  buildAdminPanel();
  const { bootExample } = require('../../example/scripts/bootExample');
  const strapi = await bootExample({ serveAdminPanel: true });
  const { seed } = require('../../example/dist/seed/seed');
  await seed(strapi);
  await ensureAdmin(strapi);
  await ensureBackup(strapi);
  await strapi.start();
  const url = `http://localhost:${strapi.config.get('server.port')}/admin`;
  process.stdout.write(
    ['', `Keepsake demo: ${url}`, `  e-mail    ${EMAIL}`, `  password  ${PASSWORD}`, '  Keepsake is in the menu on the left. Ctrl-C ends it.', ''].join('\n'),
  );
}

/** Takes a minute, so only when the panel's sources changed. */
function buildAdminPanel() {
  const stamp = path.join(state, 'admin-panel');
  const wanted = panelVersion();
  const isBuilt = existsSync(path.join(example, 'dist', 'build', 'index.html'));
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const strapi = path.join(root, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');
  const { status } = spawnSync(process.execPath, [strapi, 'build'], { cwd: example, stdio: 'inherit' });
  if (status !== 0) throw new Error('The admin panel could not be built; the output above says why.');
  mkdirSync(state, { recursive: true });
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

async function ensureAdmin(strapi) {
  const users = strapi.service('admin::user');
  if (await users.exists()) return;
  const superAdmin = await strapi.service('admin::role').getSuperAdmin();
  await users.create({
    firstname: 'Demo',
    lastname: 'Admin',
    email: EMAIL,
    password: PASSWORD,
    isActive: true,
    registrationToken: null,
    roles: superAdmin ? [superAdmin.id] : [],
  });
}

async function ensureBackup(strapi) {
  const backups = strapi.plugin('keepsake').service('backups');
  const { total } = await backups.list(1, 1);
  if (total > 0) return;
  const { done } = await backups.start({ project: 'site', kind: 'manual', note: 'First backup', author: null });
  await done;
}

main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
});
