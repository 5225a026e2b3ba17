import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

const TRIES = 120;
const PAUSE_MS = 250;

/** A port of this machine that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until the database answers. */
export async function untilReady(name, ask, child) {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await ask();
    } catch (cause) {
      if (left === 0 || child.exitCode !== null) throw new Error(`${name} did not start.`, { cause });
      await setTimeout(PAUSE_MS);
    }
  }
}

/** For servers that refuse to run as root: who to run them as then, otherwise nothing. */
export function unprivilegedUser() {
  if (process.getuid?.() !== 0) return null;
  const ask = (flag) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: ask('-u'), gid: ask('-g') };
}
