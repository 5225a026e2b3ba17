import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^keepsake-pdf-(\d+)-\w+$/;

/** A folder for one browser; its name tells whose it is, so that what a killed process leaves can be found. */
export function makeProfileFolder(user: { uid: number; gid: number } | null): string {
  removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `keepsake-pdf-${process.pid}-`));
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** The browser's last files may come while they are removed. */
export function removeProfileFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (isAlive(pid)) continue;
    try {
      removeProfileFolder(join(tmpdir(), name));
    } catch {
      // Another user's, who will remove it.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
