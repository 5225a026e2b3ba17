import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const example = join(root, 'example');
const cache = join(root, 'node_modules', '.cache', 'keepsake-site');

/** A seeded example site at rest: its database file and its public folder. */
export interface SiteTemplate {
  database: string;
  publicDir: string;
}

/**
 * The example, compiled and seeded once and kept until its sources change: seeding takes most of a minute, and every
 * test that opens a site starts from a copy.
 */
export function seededTemplate(): SiteTemplate {
  const version = sourceVersion();
  const folder = join(cache, version);
  const stamp = join(example, 'dist', 'compiled-from');
  const isCompiled = existsSync(stamp) && readFileSync(stamp, 'utf8') === version;
  if (!existsSync(folder) || !isCompiled) {
    seedInto(folder);
    writeFileSync(stamp, version);
  }
  return { database: join(folder, 'data.db'), publicDir: join(folder, 'public') };
}

function seedInto(folder: string): void {
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(example, 'scripts', 'seed.js')], {
    cwd: example,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_ENV: 'development',
      KEEPSAKE_ENABLED: 'false',
      DATABASE_CLIENT: 'sqlite',
      DATABASE_FILENAME: join(fresh, 'data.db'),
      PUBLIC_DIR: join(fresh, 'public'),
    },
  });
  if (status !== 0) throw new Error(`The example could not be seeded:\n${stderr}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(fresh, folder);
}

function sourceVersion(): string {
  const hash = createHash('sha256');
  for (const part of ['config', 'seed', 'src', 'scripts', 'package.json', 'tsconfig.json']) {
    for (const file of filesBelow(join(example, part))) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}
