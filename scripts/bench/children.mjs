import { spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set();

/** Starts a process that `endChildren` will end, whatever happens to us. */
export function startChild(command, args, options) {
  const child = spawn(command, args, options);
  running.add(child);
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** Resolves when the process ended well; `what` names it in the error otherwise. */
export async function ended(child, what, minutes) {
  const timer = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000);
  try {
    const [code, signal] = await once(child, 'close');
    if (code === 0) return;
    throw new Error(
      `${what} ended with ${signal ? `${signal} (it had ${minutes} minutes)` : `code ${code}`}.`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Ends every process that was started and waits until they are gone, so that their files can be removed. */
export async function endChildren() {
  await Promise.all([...running].map(end));
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'close');
  child.kill(child.endWith ?? 'SIGKILL');
  await gone.catch(() => undefined);
}
