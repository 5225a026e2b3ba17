/**
 * `npm run bench -- [--documents N] [--client sqlite|postgres|mysql] [--only name[,name]] [--media GB] [--json] [--profile folder]`:
 * generates a site in a temporary folder and measures Keepsake against its peers, the two sides in turn in one run.
 * What each row means and which way its ratio goes: docs/performance.md. With `--profile` each of our processes
 * leaves a CPU profile of its measured part.
 *
 * Works in a fresh clone, so nothing but Node's own modules is imported before the install. Nothing is left behind,
 * whether it ends well, fails or is interrupted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArguments } from './bench/arguments.mjs';
import { endChildren } from './bench/children.mjs';
import { installIfNeeded } from './install.mjs';

const say = (text) => process.stderr.write(`bench: ${text}\n`);
// Stdout belongs to the result; what installs says goes to stderr.
const answer = console.log;
console.log = console.error;

let leaving = null;
const folder = mkdtempSync(path.join(os.tmpdir(), 'keepsake-bench-'));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void leave(130));

try {
  const options = parseArguments(process.argv.slice(2));
  installIfNeeded();
  const { runBench } = await import('./bench/run-bench.mjs');
  const { formatTable } = await import('./bench/format-table.mjs');
  const result = await runBench(folder, options, say);
  answer(options.json ? JSON.stringify(result) : formatTable(result));
  await leave(0);
} catch (error) {
  if (leaving === null) process.stderr.write(`${error.usage ? error.message : (error.stack ?? error)}\n`);
  await leave(error.usage ? 2 : 1);
}

/** The first reason counts: an interrupt makes what is under way fail too. */
async function leave(code) {
  leaving ??= code;
  await endChildren();
  rmSync(folder, { recursive: true, force: true });
  process.exit(leaving);
}
