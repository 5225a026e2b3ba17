'use strict';

const EMAIL = 'admin@example.com';
const PASSWORD = 'Keepsake-demo-1';

/** Seeds the example where it is empty, makes an admin and a first backup, and serves it until Ctrl-C. */
async function main() {
  process.stderr.write(
    'demo: building the admin panel where it changed; the first time takes a minute or two\n',
  );
  const { buildAdminPanel } = require('./admin-panel.cjs');
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
    [
      '',
      `Keepsake demo: ${url}`,
      `  e-mail    ${EMAIL}`,
      `  password  ${PASSWORD}`,
      '  Keepsake is in the menu on the left. Ctrl-C ends it.',
      '',
    ].join('\n'),
  );
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
  const { done } = await backups.start({
    project: 'site',
    kind: 'manual',
    note: 'First backup',
    author: null,
  });
  await done;
}

main().catch((error) => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
});
