/**
 * `npm run demo`: a Strapi site with content and pictures on http://localhost:1337/admin, an admin user ready and a
 * first backup made. `npm run demo -- --once`: the same site in a temporary folder, backed up, damaged, restored and
 * compared; the last line of stdout is one JSON object, and nothing is left behind.
 *
 * Works in a fresh clone, so nothing but Node's own modules is imported here.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfNeeded } from './install.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const once = process.argv.includes('--once');
const unknown = process.argv.slice(2).filter((argument) => argument !== '--once');
if (unknown.length > 0) {
  console.error(`Unknown argument ${unknown.join(' ')}; the demo takes --once or nothing.`);
  process.exit(2);
}

// Only the last line belongs on stdout; what installs and builds say goes to stderr.
console.log = console.error;
installIfNeeded();
run('scripts/build.mjs', []);
process.exit(run(once ? 'scripts/demo/once.cjs' : 'scripts/demo/serve.cjs', [], { keepGoing: true }));

function run(script, args, { keepGoing = false } = {}) {
  const last = keepGoing ? 'inherit' : 2;
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    stdio: ['inherit', last, 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: process.env.NODE_ENV || 'development',
      STRAPI_TELEMETRY_DISABLED: 'true',
    },
  });
  if (status !== 0 && !keepGoing) process.exit(status ?? 1);
  return status ?? 1;
}
