import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const adminConfig = 'vite.admin.config.mts';

// dist/{server/src,shared,cli} by tsc, dist/admin by Vite; why two: docs/decisions/0001-build.md.
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
makeExecutable('dist/cli/keepsake.js');
if (existsSync(path.join(root, adminConfig))) {
  run('node_modules/vite/bin/vite.js', ['build', '--config', adminConfig, '--logLevel', 'warn']);
  if (process.argv.includes('--admin-types')) emitAdminTypes();
} else {
  console.warn(`The admin panel was not built: ${adminConfig} is missing. Server and CLI are in dist/.`);
}

function run(script, args) {
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status === 0) return;
  console.error(
    `Build failed: ${path.basename(script)} ${args.join(' ')} ended with ${status ?? 'a signal'}.`,
  );
  process.exit(1);
}

/**
 * Vite writes no types, and `exports["./strapi-admin"].types` names dist/admin/src/index.d.ts. Left to the
 * packing of the package: it takes as long as the rest of the build, and nothing in this repository reads it.
 */
function emitAdminTypes() {
  const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', 'dist'];
  run('node_modules/typescript/bin/tsc', ['-p', 'admin/tsconfig.json', ...emit]);
}

/** npm does this for what it installs; the file of a clone is started by hand. */
function makeExecutable(file) {
  const absolute = path.join(root, file);
  if (existsSync(absolute)) chmodSync(absolute, 0o755);
}
