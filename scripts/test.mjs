/**
 * `npm test [-- [--no-build] [suite …] [arguments of jest …]]`: installs if needed, builds, runs the suites
 * that this machine can run. Works in a fresh clone, so nothing but Node's own modules is imported here.
 *
 * The last line is `N passed, N failed, N skipped`. A test file that could not run at all counts as one
 * failure, a suite left out (its reason is printed) as one skipped. Exit 0 only when nothing failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPlaces, findChromium } from './chromium.mjs';
import { installIfNeeded } from './install.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const reports = mkdtempSync(path.join(os.tmpdir(), 'keepsake-test-'));

/** `oneByOne`: its tests boot Strapi or a browser, two at a time would starve each other. */
const suites = [
  { name: 'unit', folders: ['unit', 'comparer'], minutes: 10, oneByOne: false, whySkip: () => null },
  { name: 'integration', folders: ['integration'], minutes: 20, oneByOne: true, whySkip: () => null },
  {
    name: 'e2e',
    folders: ['e2e'],
    minutes: 20,
    oneByOne: true,
    whySkip: () => (findChromium() ? null : `no Chromium found (looked at ${chromiumPlaces})`),
  },
];

const total = { passed: 0, failed: 0, skipped: 0 };
const notes = [];

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
for (const note of notes) console.log(note);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function main(args) {
  const { chosen, build, jestArgs } = parse(args);
  installIfNeeded();
  if (build) runBuild();
  for (const suite of chosen) await runOrSkip(suite, jestArgs);
}

function parse(args) {
  const names = suites.map(({ name }) => name);
  const end = args.findIndex((arg) => arg !== '--no-build' && !names.includes(arg));
  const own = end === -1 ? args : args.slice(0, end);
  const jestArgs = end === -1 ? [] : args.slice(end);
  // `npm test -- intergation` must not pass as "no test matches".
  if (/^[\w-]+$/.test(jestArgs[0] ?? '') && !jestArgs[0].startsWith('-')) {
    throw new Error(`There is no suite "${jestArgs[0]}"; there are ${names.join(', ')}.`);
  }
  const asked = suites.filter(({ name }) => own.includes(name));
  return { chosen: asked.length > 0 ? asked : suites, build: !own.includes('--no-build'), jestArgs };
}

function runBuild() {
  const { status } = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('The build failed, so no suite was run.');
}

async function runOrSkip(suite, jestArgs) {
  const reason = suite.folders.some(hasTests) ? suite.whySkip() : 'it has no test files';
  if (reason) return skip(suite, reason);
  console.log(`\n${suite.name}`);
  const reportFile = path.join(reports, `${suite.name}.json`);
  const exit = await runJest(suite, reportFile, jestArgs);
  count(suite, exit, readReport(reportFile));
}

function hasTests(folder) {
  const files = readdirSync(path.join(root, 'tests'), { recursive: true }).map(String);
  return files.some((file) => file.startsWith(folder + path.sep) && /\.test\.tsx?$/.test(file));
}

/** Resolves to the exit code, or to the problem that kept jest from ending by itself. */
function runJest(suite, reportFile, jestArgs) {
  const args = ['--selectProjects', suite.name, '--json', `--outputFile=${reportFile}`];
  if (suite.oneByOne) args.push('--maxWorkers=1');
  if (jestArgs.length > 0) args.push('--passWithNoTests');
  const child = spawn(
    process.execPath,
    [path.join(root, 'node_modules/jest/bin/jest.js'), ...args, ...jestArgs],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: suite.minutes * 60_000,
      killSignal: 'SIGKILL',
    },
  );
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ problem: `jest could not be started: ${error.message}` }));
    child.on('exit', (code, signal) => {
      if (signal) resolve({ problem: `jest was ended by ${signal} (a suite has ${suite.minutes} minutes)` });
      else resolve({ code });
    });
  });
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function count(suite, { code, problem }, report) {
  if (problem) fail(`${suite.name}: ${problem}`);
  if (!report) {
    if (!problem) fail(`${suite.name}: jest ended with code ${code} and left no report`);
    return;
  }
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  total.skipped += report.numPendingTests + report.numTodoTests;
  for (const name of skippedTests(report)) notes.push(`${suite.name}: skipped: ${name}`);
  const explained = report.numFailedTests + report.numRuntimeErrorTestSuites > 0;
  if (code !== 0 && !explained && !problem) fail(`${suite.name}: jest ended with code ${code}`);
}

function skippedTests(report) {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => fullName);
}

function skip(suite, reason) {
  total.skipped += 1;
  notes.push(`${suite.name}: suite skipped: ${reason}`);
}

function fail(reason) {
  total.failed += 1;
  notes.push(`failed: ${reason}`);
}
