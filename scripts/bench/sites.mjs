import { cpSync, existsSync, mkdirSync, openSync, readFileSync, closeSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, startChild } from './children.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const LOG_TAIL = 3000;
const MINUTES = 20;

/** 32 random bytes would do; a passphrase would have the cost of scrypt measured with each run. */
const SECRET = `base64:${Buffer.alloc(32, 'bench').toString('base64')}`;

/**
 * A site is a database and a private folder; all of them are the same app. `run` carries a task out in a process of
 * its own, `start` leaves it running.
 */
export function createSites({ folder, app, databases, profile }) {
  let made = 0;

  function place() {
    made += 1;
    const site = { database: databases.name(made), folder: path.join(folder, 'sites', String(made)) };
    mkdirSync(site.folder, { recursive: true });
    return { ...site, keepsake: path.join(site.folder, 'keepsake') };
  }

  async function create() {
    const site = place();
    await databases.create(site.database);
    return site;
  }

  async function copy(site) {
    const copied = place();
    await databases.copy(site.database, copied.database);
    if (existsSync(site.keepsake)) cpSync(site.keepsake, copied.keepsake, { recursive: true });
    return copied;
  }

  async function remove(site) {
    await databases.remove(site.database);
    rmSync(site.folder, { recursive: true, force: true });
  }

  function environment(site, changed = {}) {
    const own = {
      NODE_ENV: 'production',
      STRAPI_TELEMETRY_DISABLED: 'true',
      STRAPI_DISABLE_UPDATE_NOTIFICATION: 'true',
      KEEPSAKE_SECRET: SECRET,
      KEEPSAKE_ROLE: '',
      BENCH_DATABASE: JSON.stringify(databases.connection(site.database)),
      BENCH_KEEPSAKE: site.keepsake,
      BENCH_PROFILE: profile ?? '',
    };
    return { ...process.env, ...own, ...changed };
  }

  /** The child's messages are on its channel, what it prints is in a file. */
  function start(site, task, argument = {}, changed = {}) {
    const log = path.join(site.folder, 'log');
    const out = openSync(log, 'w');
    const child = startChild(
      process.execPath,
      [path.join(here, 'task.cjs'), task, JSON.stringify(argument)],
      {
        cwd: app,
        env: environment(site, changed),
        stdio: ['ignore', out, out, 'ipc'],
      },
    );
    closeSync(out);
    return { child, printed: () => readFileSync(log, 'utf8').slice(-LOG_TAIL) };
  }

  async function run(site, task, argument, changed) {
    const { child, printed } = start(site, task, argument, changed);
    let answer = null;
    child.on('message', (message) => (answer = message));
    const end = await ended(child, `The task ${task}`, MINUTES).catch((error) => error);
    if (answer?.result) return answer.result;
    throw new Error(`${answer?.error ?? end?.message ?? `The task ${task} gave no answer.`}\n${printed()}`);
  }

  return { app, create, copy, remove, environment, start, run };
}
