import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { ended, startChild } from '../children.mjs';

const MINUTES = 10;

/** Absolute path of a command, or null. `more` are folders beside those of PATH. */
export function findCommand(name, more = []) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...more];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Seconds that a line of shell takes; its `$1`, `$2` … are `args`. */
export async function timedShell(line, args) {
  const started = performance.now();
  const child = startChild('bash', ['-o', 'pipefail', '-c', line, 'bash', ...args], {
    stdio: ['ignore', 'ignore', 2],
  });
  await ended(child, `"${line}"`, MINUTES);
  return (performance.now() - started) / 1000;
}
