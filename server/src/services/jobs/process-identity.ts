import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names this process among all that ever ran on the site's database: host, process id, and something no other start has. */
export const OWN_PROCESS = `${hostname()}:${process.pid}:${randomBytes(8).toString('hex')}`;

/**
 * Whether the process of that name still runs; null where that cannot be told, which is on any other machine.
 * A container's process has the same number after every start, hence the third part.
 */
export function isProcessAlive(identity: string): boolean | null {
  const [host, pid] = identity.split(':');
  if (host !== hostname()) return null;
  if (Number(pid) === process.pid) return identity === OWN_PROCESS;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
