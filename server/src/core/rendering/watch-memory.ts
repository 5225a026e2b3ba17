import { readdirSync, readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;
const EVERY_MS = 500;

/**
 * Calls `onTooMuch` once when the processes of a group have more memory of their own than `most` bytes. Only where
 * there is a `/proc`: elsewhere the limits of pages and time must do. Returns what ends it.
 */
export function watchMemory(group: number, most: number, onTooMuch: () => void): () => void {
  if (process.platform !== 'linux') return () => undefined;
  const timer = setInterval(() => {
    if (ownMemory(group) <= most) return;
    clearInterval(timer);
    onTooMuch();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Bytes in memory that a group of processes shares with no file: each counts the browser's program itself. */
export function ownMemory(group: number): number {
  let pages = 0;
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      // The name may hold brackets and spaces: what follows counts from its last bracket.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(processGroup) !== group) continue;
      const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
      pages += resident - shared;
    } catch {
      // It has ended meanwhile.
    }
  }
  return pages * PAGE_BYTES;
}
