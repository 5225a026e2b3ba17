import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Runs `npm ci` where node_modules does not hold what package-lock.json asks for, so that every command
 * works in a fresh clone and after a pull that changed dependencies. Throws when the install fails.
 */
export function installIfNeeded() {
  const reason = whyInstall();
  if (!reason) return;
  console.log(`Installing dependencies: ${reason}.`);
  const { status } = spawnSync('npm', ['ci'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...nodeHeaders() },
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci failed; its output above says why.');
}

/** Compared by content: dates change with every checkout, and a needless `npm ci` compiles SQLite again. */
function whyInstall() {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'node_modules is missing';
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(installedFile);
  for (const [place, { version, optional, link }] of Object.entries(wanted)) {
    if (!place.startsWith('node_modules/') || link) continue;
    // An optional package that is absent belongs to another platform.
    if (optional && !installed[place]) continue;
    if (installed[place]?.version !== version) return `${place} ${version} is not installed`;
  }
  return null;
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * better-sqlite3 is compiled where its prebuilt binary cannot be downloaded. The headers that came with Node
 * serve for that and spare node-gyp a download of its own.
 */
function nodeHeaders() {
  const prefix = path.dirname(path.dirname(realpathSync(process.execPath)));
  return existsSync(path.join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) installIfNeeded();
