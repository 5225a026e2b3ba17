'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { setTimeout } = require('node:timers/promises');

const { backUp } = require('./keepsake.cjs');
const { forgetPeak, readPeak } = require('./peak.cjs');

const SETTLE_MS = 2000;
const ADMIN = { email: 'bench@example.com', password: 'Bench-password-1' };

/** Resident memory of the idle site, and the most during a backup of its library and during a download of that backup. */
module.exports = async ({ strapi }) => {
  await makeAdmin(strapi);
  await strapi.listen();
  const address = `http://127.0.0.1:${strapi.server.httpServer.address().port}`;
  await setTimeout(SETTLE_MS);
  const idle = process.memoryUsage.rss();
  forgetPeak();
  const { backup, seconds } = await backUp(strapi);
  const backupPeak = readPeak();
  forgetPeak();
  const downloaded = await download(address, backup.documentId);
  return { idle, backupPeak, backupSeconds: seconds, downloadPeak: readPeak(), ...downloaded };
};

async function makeAdmin(strapi) {
  const role = await strapi.service('admin::role').getSuperAdmin();
  const name = { firstname: 'Bench', lastname: 'Bench' };
  const account = { ...ADMIN, ...name, isActive: true, registrationToken: null, roles: [role.id] };
  await strapi.service('admin::user').create(account);
}

/** By a process of its own, whose memory is not the site's. */
async function download(address, backupId) {
  const script = path.join(__dirname, '..', 'download.mjs');
  const argument = JSON.stringify({ address, backupId, admin: ADMIN });
  const child = spawn(process.execPath, [script, argument], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [[answer]] = await Promise.race([
    Promise.all([once(child, 'message'), once(child, 'exit')]),
    once(child, 'exit').then(async ([code]) => {
      // The message of one that ended well is on its way.
      if (code === 0) return new Promise(() => undefined);
      throw new Error(`The download ended with code ${code}.`);
    }),
  ]);
  return answer;
}
