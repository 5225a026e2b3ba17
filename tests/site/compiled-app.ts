import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const example = join(root, 'example');

/** A folder that holds the example as it was compiled: a JavaScript app, which the command line need not compile again. */
export interface CompiledApp {
  folder: string;
  remove(): void;
}

export function createCompiledApp(): CompiledApp {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-compiled-'));
  copyFileSync(join(example, 'package.json'), join(folder, 'package.json'));
  for (const part of ['config', 'src']) symlinkSync(join(example, 'dist', part), join(folder, part));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
