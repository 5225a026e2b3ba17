'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const built = path.join(root, 'node_modules', '.cache', 'keepsake-comparer');

/** The independent comparer of `tests/comparer`, compiled: it reads databases by SQL and shares no code with the plugin. */
function loadComparer() {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['-p', 'tests/comparer/tsconfig.json', '--outDir', built];
  const { status } = spawnSync(process.execPath, [compiler, ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The comparer in tests/comparer does not compile.');
  return {
    ...require(path.join(built, 'capture-site.js')),
    ...require(path.join(built, 'compare-sites.js')),
    ...require(path.join(built, 'format-differences.js')),
  };
}

module.exports = { loadComparer };
