import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { ZooSite } from './zoo-site';

/** A second server on a site's database, in a process of its own. */
export interface Instance {
  url: string;
  /** Runs `body` there, with `strapi`, and gives back what it returns (as JSON). */
  run(body: string): Promise<unknown>;
  /** `SIGSTOP` has it stand still, `SIGCONT` go on. */
  signal(name: NodeJS.Signals): void;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** Resolves when the process is gone, by whoever's hand. */
  ended: Promise<unknown>;
}

interface Said {
  port?: number;
  id?: number;
  result?: unknown;
  error?: string;
}

/** @param changed What its environment has other than the site's */
export async function startInstance(
  site: Pick<ZooSite, 'appFolder' | 'environment'>,
  changed: Record<string, string> = {},
): Promise<Instance> {
  const child = fork(join(__dirname, 'run-instance.cjs'), [site.appFolder], {
    env: { ...process.env, ...site.environment, ...changed },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  let asked = 0;
  const port = await new Promise<number>((listens, fails) => {
    child.once('message', ({ port: told }: Said) => listens(told!));
    child.once('exit', (code) => fails(new Error(`The second server ended with ${code}.`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    run(body) {
      const id = (asked += 1);
      child.send({ id, body });
      return new Promise((done, fail) => {
        const hear = (said: Said) => {
          if (said.id !== id) return;
          child.off('message', hear);
          if (said.error) fail(new Error(said.error));
          else done(said.result);
        };
        child.on('message', hear);
      });
    },
    ended,
    signal: (name) => void child.kill(name),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
